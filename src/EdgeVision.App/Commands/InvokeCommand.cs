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
        model.Description += " Or a plan that 'edgevision compile' wrote.";
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
            string file = line.GetValue(model)!;
            if (CompiledPlan.IsPlan(file))
                InvokePlan(file, line.GetValue(inputs)!, line.GetValue(target)!, line.GetValue(dump), output);
            else
                InvokeModel(file, line.GetValue(inputs)!, line.GetValue(target)!, line.GetValue(dump), output);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void InvokeModel(string file, string[] inputs, string target, string? dump, TextWriter output)
    {
        PlanOptions options = dump is null ? PlanOptions.Default : PlanOptions.KeepEveryTensor;
        using var session = new InferenceSession(ExecutionPlan.Create(ModelFolder.Load(file).Model, options));
        ExecutionPlan plan = session.Plan;
        byte[][] values = RawTensor.Read(plan.Model.Name, [.. plan.Inputs.Select(RawTensor.Of)], inputs);
        for (int i = 0; i < values.Length; i++)
            session.SetInput(i, values[i]);
        if (dump is null)
            session.Run();
        else
            RunAndDump(session, dump);
        RawTensor.Write([.. plan.Outputs.Select(RawTensor.Of)], target, session.CopyOutput, output);
    }

    private static void InvokePlan(string file, string[] inputs, string target, string? dump, TextWriter output)
    {
        if (dump is not null)
            throw new UsageException("--dump needs the model: a plan does not say which operators its steps are");
        using var session = new CompiledSession(CompiledPlan.Load(file));
        CompiledPlan plan = session.Plan;
        byte[][] values = RawTensor.Read(Path.GetFileName(file), [.. plan.Inputs.Select(RawTensor.Of)], inputs);
        for (int i = 0; i < values.Length; i++)
            session.SetInput(i, values[i]);
        session.Run();
        RawTensor.Write([.. plan.Outputs.Select(RawTensor.Of)], target, session.CopyOutput, output);
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
}
