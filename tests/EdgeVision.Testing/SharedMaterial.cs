using Xunit;

namespace EdgeVision.Testing;

/// <summary>
/// Finds the optional test material that developers keep in a folder <c>shared</c> beside the repository. A fresh clone has none,
/// and no test may need it: tests that use it carry <see cref="SharedFactAttribute"/> or <see cref="SharedTheoryAttribute"/> and
/// are reported as skipped when it is absent. Set <c>EDGEVISION_REQUIRE_SHARED=1</c> to turn those skips into failures.
/// </summary>
public static class SharedMaterial
{
    /// <summary>The folder, or <see langword="null"/> where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Why tests are skipped, or <see langword="null"/> when they should run (and fail if material is required but missing).</summary>
    public static string? SkipReason =>
        Root is null && Environment.GetEnvironmentVariable("EDGEVISION_REQUIRE_SHARED") != "1"
            ? "the optional test material (a folder 'shared' beside the repository) is not here"
            : null;

    /// <summary>Full path of a file below <see cref="Root"/>.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new DirectoryNotFoundException("the folder 'shared' is not beside the repository"), .. parts]);

    private static string? Find()
    {
        string shared = Path.Combine(Repository.Root, "..", "shared");
        return Directory.Exists(Path.Combine(shared, "golden")) ? Path.GetFullPath(shared) : null;
    }
}

/// <summary>A fact that needs <see cref="SharedMaterial"/>.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    /// <summary>Skips visibly where the material is absent.</summary>
    public SharedFactAttribute() => Skip = SharedMaterial.SkipReason!;
}

/// <summary>A theory that needs <see cref="SharedMaterial"/>.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips visibly where the material is absent.</summary>
    public SharedTheoryAttribute() => Skip = SharedMaterial.SkipReason!;
}
