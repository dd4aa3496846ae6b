using EdgeVision.Devices.Health;

namespace EdgeVision.App.Machine;

/// <summary>What the operating system calls itself.</summary>
internal static class OperatingSystemName
{
    /// <summary>Such as <c>Debian GNU/Linux 12 (bookworm)</c>; <see langword="null"/> where <c>/etc/os-release</c> does not say.</summary>
    public static string? Read(SystemRoot root)
    {
        const string Name = "PRETTY_NAME=";
        return (root.ReadText("/etc/os-release") ?? "").Split('\n')
            .FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..].Trim('"');
    }
}
