using EdgeVision.Devices.Cameras.Pipes;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Tests.Cameras.Support;

/// <summary>A fact that needs a program of the system; skipped visibly where it is not installed.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        Program = program;
        if (ProgramSearch.Find(ChildProgram.SearchPath, File.Exists, program) is null)
            Skip = $"{program} is not installed";
    }

    public string Program { get; }
}
