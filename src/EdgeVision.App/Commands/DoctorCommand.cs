using System.CommandLine;
using EdgeVision.App.Doctor;
using EdgeVision.App.Output;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision doctor</c>: what is wrong with this machine, and what to do about it?</summary>
internal static class DoctorCommand
{
    private const int WidthOfFiles = 140;

    public static Command Create(TextWriter output) => Create(output, new DoctorMachine());

    /// <summary>The command for another machine than this one.</summary>
    internal static Command Create(TextWriter output, DoctorMachine machine)
    {
        Option<string?> board = SharedOptions.Board();
        var model = new Option<string?>("--model", "-m")
        {
            Description = "Also check and time this model: a .tflite file, a folder that holds model.tflite, or a name.",
            HelpName = "model",
        };
        var rules = new Option<string?>("--rules")
        {
            Description = "Also check this rules file, and whether its pins are free.",
            HelpName = "file",
        };
        var camera = new Option<string?>("--camera")
        {
            Description = $"Also take frames from this camera: {CameraSpec.Syntax}.",
            HelpName = "camera",
        };
        var save = new Option<string?>("--save") { Description = "Save the camera's test frame as PNG.", HelpName = "file" };
        var record = new Option<string[]>("--record")
        {
            Description = "Also check that this folder can be written and has room; may be repeated.",
            HelpName = "folder",
        };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("doctor",
            "Check board, power, pins, camera and model of this machine, and say what to do; exit status 4 if there is a problem.") { board,
            model, rules, camera, save, record, json };
        command.SetAction(line =>
        {
            if (line.GetValue(save) is not null && line.GetValue(camera) is null)
                throw new UsageException("--save needs a camera; add --camera");
            var report = DoctorReport.Of(new DoctorContext
            {
                Machine = machine,
                Board = BuiltInBoards.Load(line.GetValue(board) ?? BuiltInBoards.Detect(machine.Root)),
                Model = line.GetValue(model),
                Rules = line.GetValue(rules),
                Camera = line.GetValue(camera) is { } text ? Parse(text) : null,
                SaveFrame = line.GetValue(save),
                Folders = line.GetValue(record) ?? [],
            });
            if (line.GetValue(json))
                JsonOutput.Write(output, report, types => types.DoctorReport);
            else
                DoctorText.Print(output, report, Console.IsOutputRedirected ? WidthOfFiles : Console.WindowWidth);
            return report.Problems == 0 ? ExitCodes.Success : ExitCodes.Device;
        });
        return command;
    }

    private static CameraSpec Parse(string text)
    {
        try
        {
            return CameraSpec.Parse(text);
        }
        catch (FormatException failure)
        {
            throw new UsageException(failure.Message);
        }
    }
}
