using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Images;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Kernels;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision compile</c>: plan and pack a model, for this machine or another, into a file that only needs to be mapped to run.</summary>
internal static class CompileCommand
{
    private static readonly string[] Targets = [.. PlanCompiler.Targets.Select(IsaPolicy.NameOf)];

    public static Command Create(TextWriter output)
    {
        Argument<string> model = SharedOptions.ModelFile();
        var target = new Option<string>("--output", "-o")
        {
            Description = "Where the plan goes.",
            Required = true,
            HelpName = "plan",
        };
        var isa = new Option<string?>("--isa")
        {
            Description = "The instruction set of the machine that it is for: neon (Raspberry Pi Zero 2 W, 3, 4), neondot (Pi 5), avx2 or avx512 (x64), scalar (any); by default this machine's.",
            HelpName = string.Join('|', Targets),
        };
        isa.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Targets.Contains(result.Tokens[0].Value))
                result.AddError($"--isa takes {string.Join(", ", Targets)}, not '{result.Tokens[0].Value}'");
        });
        var keep = new Option<bool>("--keep-every-tensor")
        {
            Description = "One step per operator, and bytes of its own for every tensor, to compare what is between input and output.",
        };
        var command = new Command("compile", "Plan a model and pack its weights for a machine, into a file that runs without either.") { model, target, isa, keep };
        command.SetAction(line =>
        {
            PlanOptions options = line.GetValue(keep) ? PlanOptions.KeepEveryTensor : PlanOptions.Default;
            var folder = ModelFolder.Load(line.GetValue(model)!);
            var plan = ExecutionPlan.Create(folder.Model, options with { Isa = PolicyFor(line.GetValue(isa)) });
            byte[] file = PlanCompiler.Compile(plan, PlanCompiler.HashOf(File.ReadAllBytes(folder.File)), CompiledModel.Describe(folder, plan));
            OutputFile.Write(line.GetValue(target)!, file);
            Print(output, line.GetValue(target)!, plan, file.Length);
            return ExitCodes.Success;
        });
        return command;
    }

    private static IsaPolicy PolicyFor(string? name) =>
        name is null ? IsaPolicy.FromEnvironment() : IsaPolicy.ForTarget(PlanCompiler.Targets[Array.IndexOf(Targets, name)]);

    private static void Print(TextWriter output, string path, ExecutionPlan plan, int fileBytes)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {plan.Model.Name} for {IsaPolicy.NameOf(plan.Options.Isa.Best)}: {plan.Steps.Count} steps, arena {plan.Arena.TotalBytes:N0} bytes, packed {plan.PackedBytes:N0} bytes, file {fileBytes:N0} bytes"));
        foreach (IGrouping<string, string> kernel in plan.Steps.SelectMany(step => step.Kernels).GroupBy(kernel => kernel).OrderBy(kernel => kernel.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kernel.Count(),5} x {kernel.Key}"));
    }
}
