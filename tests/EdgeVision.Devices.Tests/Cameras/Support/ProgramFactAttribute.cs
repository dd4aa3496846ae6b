using EdgeVision.Devices.Cameras.Pipes;

namespace EdgeVision.Devices.Tests.Cameras.Support;

/// <summary>A fact that needs a program of the system; skipped visibly where it is not installed.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        Program = program;
        if (ChildProgram.Find(ChildProgram.SearchPath, program) is null)
            Skip = $"{program} is not installed";
    }

    public string Program { get; }
}
