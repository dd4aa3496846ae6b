using EdgeVision.Devices.Health;
using Microsoft.Win32.SafeHandles;

namespace EdgeVision.App.Doctor;

/// <summary>Whether this user may use a file of <c>/dev</c>.</summary>
internal static class DeviceNode
{
    /// <summary>
    /// Opens the node for a moment. <see langword="null"/> means that it can be used; else a problem is given that says which group or
    /// which line of the unit is missing.
    /// </summary>
    /// <param name="context">The machine.</param>
    /// <param name="area">The area of the finding.</param>
    /// <param name="path">The node.</param>
    /// <param name="group">The group that may use it.</param>
    /// <param name="deviceClass">What the service's unit calls such nodes.</param>
    public static Finding? Trouble(DoctorContext context, string area, string path, string group, string deviceClass)
    {
        try
        {
            using SafeFileHandle node =
                File.OpenHandle(context.Root.PathOf(path), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return Finding.Problem(area, "permission", $"this user may not open {path}", context.Machine.InService
                ? $"in the service's unit set SupplementaryGroups={group} and DeviceAllow={deviceClass} rw"
                : $"sudo usermod -aG {group} $USER, then log in again");
        }
        catch (FileNotFoundException)
        {
            return Finding.Problem(area, "device", $"there is no {path}",
                "check cable and overlay, and in a container pass the device in (--device)");
        }
        catch (IOException failure)
        {
            return Finding.Problem(area, "device", $"{path} cannot be opened: {failure.Message}",
                "end the program that uses it, or plug the device in again");
        }
    }

    /// <summary>The nodes of <c>/dev</c> whose name is a word and a number, in the order of their numbers.</summary>
    public static IReadOnlyList<string> Numbered(SystemRoot root, string word) =>
    [
        .. root.Entries("/dev")
            .Where(name => name.StartsWith(word, StringComparison.Ordinal) && name.Length > word.Length
                && name.AsSpan(word.Length).IndexOfAnyExceptInRange('0', '9') < 0)
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => $"/dev/{name}"),
    ];
}
