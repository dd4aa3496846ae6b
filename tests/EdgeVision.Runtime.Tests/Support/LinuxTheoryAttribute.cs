using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>A theory that needs the memory calls of Linux; elsewhere it is reported as skipped.</summary>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public const string Reason = "guarded pages are made by calls of Linux";

    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : Reason;
}

/// <summary>A fact of that kind.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : LinuxTheoryAttribute.Reason;
}

/// <summary>The same, with the optional test material.</summary>
public sealed class LinuxSharedTheoryAttribute : TheoryAttribute
{
    public LinuxSharedTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? SharedMaterial.SkipReason : LinuxTheoryAttribute.Reason;
}
