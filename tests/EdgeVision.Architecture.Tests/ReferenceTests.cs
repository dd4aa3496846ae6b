using System.Reflection;
using System.Xml.Linq;
using EdgeVision.Testing;

namespace EdgeVision.Architecture.Tests;

public class ReferenceTests
{
    /// <summary>They are built on their own, with packages that the solution does without.</summary>
    private static readonly string[] OutsideTheSolution =
        [Repository.PathOf("firmware-tools", "arm64-emulation"), Repository.PathOf("firmware-tools", "c-library")];

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository.PathOf("firmware-tools"), "*.csproj", SearchOption.AllDirectories))
            .Where(file => !OutsideTheSolution.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiled_assembly_references_only_what_its_layer_may_know(string project)
    {
        Assert.True(ReferenceRules.Allowed.ContainsKey(project), $"{project} has no entry in {nameof(ReferenceRules)}: decide who it may know");
        string name = project == "EdgeVision.App" ? "edgevision" : project;
        Assembly assembly = Assembly.Load(name);
        Assert.Empty(ReferenceRules.Forbidden(project, assembly.GetReferencedAssemblies().Select(reference => reference.Name!)));
    }

    /// <summary>A reference that is declared but not used yet does not reach the assembly, so the project file is read too; analyzers never do.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_file_references_only_what_its_layer_may_know(string project)
    {
        string folder = Directory.Exists(Repository.PathOf("src", project)) ? "src" : "firmware-tools";
        XDocument file = XDocument.Load(Repository.PathOf(folder, project, project + ".csproj"));
        IEnumerable<string> projects = file.Descendants("ProjectReference").Select(e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value));
        IEnumerable<string> packages = file.Descendants("PackageReference").Where(e => e.Attribute("PrivateAssets")?.Value != "all").Select(e => e.Attribute("Include")!.Value);
        Assert.Empty(ReferenceRules.Forbidden(project, projects.Concat(packages)));
    }

    [Theory]
    [InlineData("EdgeVision.Kernels", "EdgeVision.Model")]
    [InlineData("EdgeVision.Model", "EdgeVision.Kernels")]
    [InlineData("EdgeVision.Imaging", "EdgeVision.Runtime")]
    [InlineData("EdgeVision.Runtime", "EdgeVision.Imaging")]
    [InlineData("EdgeVision.Kernels", "System.CommandLine")]
    public void Forbidden_edges_are_recognized(string from, string to) =>
        Assert.Equal([to], ReferenceRules.Forbidden(from, ["System.Runtime", to]));
}
