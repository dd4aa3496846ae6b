using System.Globalization;
using System.Runtime.InteropServices;
using EdgeVision.App.Machine;
using EdgeVision.Devices.Boards;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Which computer is this, and is its system new enough?</summary>
internal static class BoardChecks
{
    private const string Area = "board";
    private static readonly Version OldestKernel = new(5, 10);

    public static IEnumerable<Finding> Run(DoctorContext context) => [Model(context), Kernel(context), Bits(context), System(context)];

    private static Finding Model(DoctorContext context)
    {
        const string Name = "model";
        Board board = context.Board;
        string? model = context.Machine.Model;
        if (board.Model is not { } expected)
        {
            return model is null
                ? Finding.Ok(Area, Name, $"no device tree; checked as '{board.Name}'")
                : Finding.Note(Area, Name, $"{model}, checked as '{board.Name}'",
                    $"for its pins, give --board: {string.Join(", ", BuiltInBoards.Names)}, or your own board.json");
        }

        if (model is null)
        {
            return Finding.Problem(Area, Name, $"this machine does not say what it is, --board is for {expected}",
                "run the doctor on the board itself, or leave --board out");
        }

        if (model.StartsWith(expected, StringComparison.Ordinal))
            return Finding.Ok(Area, Name, model);
        string right = BuiltInBoards.Detect(context.Root);
        return Finding.Problem(Area, Name, $"{model}, but --board is for {expected}",
            right == BuiltInBoards.Host ? "give the board.json of this machine" : $"use --board {right}, or leave --board out");
    }

    private static Finding Kernel(DoctorContext context)
    {
        const string Name = "kernel";
        if (context.Root.ReadText("/proc/sys/kernel/osrelease") is not { } release)
        {
            return Finding.Problem(Area, Name, "this is not Linux, or /proc is missing",
                "cameras and pins need Linux; everything else works");
        }

        string found = $"Linux {release}";
        string[] numbers = release.Split('.', '-', '+');
        return numbers.Length >= 2 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && new Version(major, minor) < OldestKernel
            ? Finding.Problem(Area, Name, $"{found} is older than {OldestKernel}: pins cannot be used",
                "update the system: sudo apt full-upgrade, or install Raspberry Pi OS Bookworm or later")
            : Finding.Ok(Area, Name, found);
    }

    private static Finding Bits(DoctorContext context)
    {
        const string Name = "64 bits";
        return context.Machine.Architecture switch
        {
            Architecture.Arm64 or Architecture.X64 =>
                Finding.Ok(Area, Name, $"this program runs as {context.Machine.Architecture.ToString().ToLowerInvariant()}"),
            Architecture.Arm =>
                Finding.Warning(Area, Name, "this program runs as 32-bit arm, with scalar kernels that are many times slower",
                "install the 64-bit Raspberry Pi OS and the linux-arm64 program"),
            _ => Finding.Warning(Area, Name,
                $"this program runs as {context.Machine.Architecture.ToString().ToLowerInvariant()}, for which there are only scalar kernels",
                "use an arm64 or x64 machine"),
        };
    }

    private static Finding System(DoctorContext context)
    {
        const string Name = "system";
        return OperatingSystemName.Read(context.Root) is { } name
            ? Finding.Ok(Area, Name, name)
            : Finding.Note(Area, Name, "it has no name in /etc/os-release");
    }
}
