using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Models;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision invoke</c>: raw tensors in, raw tensors out, and every tensor between them on request.</summary>
internal static class InvokeCommand
{
    public static Command Create(TextWriter output)
    {
        Argument<string> model = SharedOptions.ModelFile();
        var inputs = new Option<string[]>("--input")
        {
            Description = "A file with one input tensor in the model's own type (little-endian, NHWC); repeat it for several inputs.",
            Required = true,
            HelpName = "raw",
        };
        var target = new Option<string>("--output")
        {
            Description = "Where the first output goes; further outputs go to OUT.1, OUT.2 ...",
            Required = true,
            HelpName = "raw",
        };
        var dump = new Option<string?>("--dump")
        {
            Description = "Folder for every intermediate tensor, as opNNN_tNNN.raw; runs one step per operator without sharing buffers.",
            HelpName = "dir",
        };
        var command = new Command("invoke", "Run a model once on raw tensors.") { model, inputs, target, dump };
        command.SetAction(line =>
        {
            string? folder = line.GetValue(dump);
            PlanOptions options = folder is null ? PlanOptions.Default : PlanOptions.KeepEveryTensor;
            using var session = new InferenceSession(ExecutionPlan.Create(ModelFolder.Load(line.GetValue(model)!).Model, options));
            SetInputs(session, line.GetValue(inputs)!);
            if (folder is null)
                session.Run();
            else
                RunAndDump(session, folder);
            WriteOutputs(session, line.GetValue(target)!, output);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void SetInputs(InferenceSession session, string[] files)
    {
        IReadOnlyList<PlannedTensor> inputs = session.Plan.Inputs;
        if (files.Length != inputs.Count)
            throw new UsageException($"{session.Plan.Model.Name} has {inputs.Count} inputs, but --input was given {files.Length} times");
        for (int i = 0; i < files.Length; i++)
        {
            byte[] bytes = File.ReadAllBytes(files[i]);
            if (bytes.Length != inputs[i].ByteCount)
                throw new BadInputException($"{files[i]}: {bytes.Length} bytes, but input {i} '{inputs[i].Name}' is {inputs[i].FileType} [{string.Join(", ", inputs[i].Shape)}], {inputs[i].ByteCount} bytes");
            session.SetInput(i, bytes);
        }
    }

    private static void RunAndDump(InferenceSession session, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (PlannedTensor input in session.Plan.Inputs)
            Save(session, folder, op: 0, input);
        session.Run();
        foreach (PlanStep step in session.Plan.Steps)
            Save(session, folder, step.Operators[0], step.Outputs[0]);
    }

    private static void Save(InferenceSession session, string folder, int op, PlannedTensor tensor)
    {
        var bytes = new byte[tensor.ByteCount];
        session.CopyTensor(tensor.Index, bytes);
        File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"op{op:D3}_t{tensor.Index:D3}.raw")), bytes);
    }

    private static void WriteOutputs(InferenceSession session, string target, TextWriter output)
    {
        for (int i = 0; i < session.Plan.Outputs.Count; i++)
        {
            PlannedTensor tensor = session.Plan.Outputs[i];
            var bytes = new byte[tensor.ByteCount];
            session.CopyOutput(i, bytes);
            string file = i == 0 ? target : $"{target}.{i}";
            File.WriteAllBytes(file, bytes);
            output.WriteLine($"{file}: '{tensor.Name}' {tensor.FileType} [{string.Join(", ", tensor.Shape)}], {tensor.ByteCount} bytes");
        }
    }
}
