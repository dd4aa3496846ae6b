using EdgeVision.Devices.Health;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Who runs this program, and is that one in the groups that own cameras and pins?</summary>
internal static class UserChecks
{
    private const string Area = "user";

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        string[] status = (context.Root.ReadText("/proc/self/status") ?? "").Split('\n');
        if (Ids(status, "Uid:") is not [_, var user, ..])
        {
            yield return Finding.Note(Area, "name", "/proc/self/status does not say");
            yield break;
        }

        if (user == "0")
        {
            yield return context.HasPins
                ? Finding.Note(Area, "name", "root, who may do everything",
                    "a user in the groups gpio and video is enough; the service's unit uses one")
                : Finding.Ok(Area, "name", "root");
            yield break;
        }

        yield return Finding.Ok(Area, "name", NameOf(context.Root, "/etc/passwd", user) ?? $"number {user}");
        string[] mine = [.. Ids(status, "Gid:").Skip(1).Take(1), .. Ids(status, "Groups:")];
        foreach (Finding finding in Groups(context, mine))
            yield return finding;
    }

    private static IEnumerable<Finding> Groups(DoctorContext context, string[] mine)
    {
        const string Name = "groups";
        string[] present = [.. mine.Select(id => NameOf(context.Root, "/etc/group", id)).OfType<string>().Distinct()];
        string[] missing = [.. Needed(context).Where(group => Exists(context.Root, group) && !present.Contains(group))];
        if (missing.Length == 0)
        {
            yield return Finding.Ok(Area, Name, present.Length > 0 ? string.Join(", ", present) : "none");
            yield break;
        }

        string list = string.Join(',', missing);
        yield return Finding.Warning(Area, Name, $"not in {string.Join(", ", missing)}", context.Machine.InService
            ? $"in the service's unit set SupplementaryGroups={string.Join(' ', missing)}"
            : $"sudo usermod -aG {list} $USER, then log in again");
    }

    private static IEnumerable<string> Needed(DoctorContext context)
    {
        if (context.HasPins)
            yield return "gpio";
        if (context.HasPins || context.UsesSensor)
            yield return "video";
    }

    private static string[] Ids(string[] status, string key) =>
        status.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..]
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The name of a user or a group: both files have the number in the third field.</summary>
    private static string? NameOf(SystemRoot root, string file, string id) =>
        Entries(root, file).FirstOrDefault(fields => fields[2] == id)?[0];

    private static bool Exists(SystemRoot root, string group) => Entries(root, "/etc/group").Any(fields => fields[0] == group);

    private static IEnumerable<string[]> Entries(SystemRoot root, string file) =>
        (root.ReadText(file) ?? "").Split('\n').Select(line => line.Split(':')).Where(fields => fields.Length > 2);
}
