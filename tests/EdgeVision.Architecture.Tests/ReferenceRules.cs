namespace EdgeVision.Architecture.Tests;

/// <summary>Who may know whom (docs/architecture.md, "Projects"): each project of src and firmware-tools with the projects it may reference.</summary>
internal static class ReferenceRules
{
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["EdgeVision.Kernels"] = [],
        ["EdgeVision.Model"] = [],
        ["EdgeVision.Imaging"] = [],
        ["EdgeVision.Triggers"] = [],
        ["EdgeVision.Runtime"] = ["EdgeVision.Kernels", "EdgeVision.Model"],
        ["EdgeVision.Devices"] = ["EdgeVision.Imaging"],
        ["EdgeVision.App"] =
        [
            "EdgeVision.Kernels", "EdgeVision.Model", "EdgeVision.Runtime", "EdgeVision.Imaging", "EdgeVision.Devices", "EdgeVision.Triggers",
        ],
        ["quantize"] = ["EdgeVision.Kernels", "EdgeVision.Model", "EdgeVision.Runtime", "EdgeVision.Imaging"],
    };

    /// <summary>Packages that a project may use beside the base class library; none of the libraries uses any.</summary>
    public static IReadOnlyDictionary<string, string[]> Packages { get; } = new Dictionary<string, string[]>
    {
        ["EdgeVision.App"] = ["System.CommandLine"],
        ["quantize"] = ["System.CommandLine"],
    };

    /// <summary>The references among <paramref name="references"/> that <paramref name="project"/> may not have.</summary>
    public static string[] Forbidden(string project, IEnumerable<string> references)
    {
        string[] allowed = [.. Allowed[project], .. Packages.GetValueOrDefault(project, [])];
        return [.. references.Where(name => !allowed.Contains(name) && !IsBaseClassLibrary(name))];
    }

    private static bool IsBaseClassLibrary(string name) =>
        name != "System.CommandLine" && (name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "mscorlib" or "netstandard" or "Microsoft.Win32.Primitives");
}
