using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Inspection;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision inspect</c>: what is in this model, and how would it run?</summary>
internal static class InspectCommand
{
    public static Command Create(TextWriter output)
    {
        Argument<string> model = SharedOptions.ModelFile();
        var table = new Option<bool>("--table")
        {
            Description = "Print the table of the MobileNet paper instead: layer, stride, filter, input size, MACs, parameters.",
        };
        var svg = new Option<string?>("--svg") { Description = "Also write the arena map as an SVG picture.", HelpName = "file" };
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("inspect",
            "Show a model's operators, shapes, quantization, chosen kernels and arena map; also for models that cannot be run.")
        {
            model, table, svg, threads, json,
        };
        command.SetAction(line =>
        {
            TfliteModel file = ModelFolder.Load(line.GetValue(model)!).Model;
            (ExecutionPlan? plan, string? notRunnable) = TryPlan(file, line.GetValue(threads));
            var report = InspectReport.Create(file, plan, notRunnable);
            if (line.GetValue(svg) is { } svgFile)
                OutputFile.Write(svgFile, plan?.Arena.ToSvg() ?? throw new BadInputException(notRunnable!));
            if (line.GetValue(json))
                JsonOutput.Write(output, report, types => types.InspectReport);
            else if (line.GetValue(table))
                PrintTable(output, report);
            else
                PrintModel(output, report, plan);
            return ExitCodes.Success;
        });
        return command;
    }

    private static (ExecutionPlan? Plan, string? NotRunnable) TryPlan(TfliteModel model, int threads)
    {
        try
        {
            return (ExecutionPlan.Create(model, PlanOptions.Default with { Threads = threads }), null);
        }
        catch (UnsupportedModelException refusal)
        {
            return (null, refusal.Message);
        }
    }

    private static void PrintModel(TextWriter output, InspectReport report, ExecutionPlan? plan)
    {
        output.WriteLine($"model       {report.Model}");
        if (report.Description.Length > 0)
            output.WriteLine($"description {report.Description}");
        output.WriteLine($"labels      {(report.Labels == 0 ? "none" : $"{report.Labels}, {report.LabelsSource}")}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"cost        {report.Macs:N0} MACs, {report.Parameters:N0} parameters"));
        output.WriteLine(report.NotRunnable is null
            ? string.Create(CultureInfo.InvariantCulture,
                $"memory      arena {report.ArenaBytes:N0} bytes, packed weights {report.PackedBytes:N0} bytes, ISA {report.Isa}, {ThreadsText.Of(report.Threads!.Value)}")
            : $"not runnable: {report.NotRunnable}");
        foreach (int input in report.Inputs)
            output.WriteLine($"input       {Describe(report.Tensors[input])}");
        foreach (int result in report.Outputs)
            output.WriteLine($"output      {Describe(report.Tensors[result])}");
        output.WriteLine();
        output.WriteLine("  op operator                 kernel                           16-bit  result");
        foreach (OperatorFacts op in report.Operators)
        {
            string results = string.Join("; ", op.Outputs.Select(t => Describe(report.Tensors[t])));
            output.WriteLine($"{op.Index,4} {op.Operator,-24} {op.Kernel ?? "-",-31} {Share(op),7}  {results}");
        }

        if (plan is not null)
        {
            output.WriteLine();
            output.Write(plan.Arena.ToText());
        }
    }

    private static void PrintTable(TextWriter output, InspectReport report)
    {
        output.WriteLine("layer                    stride  filter                 input size               MACs   parameters");
        foreach (LayerRow row in report.Table)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Layer,-24} {row.Stride,-7} {row.Filter,-22} {row.InputSize,-14} {row.Macs,14:N0} {row.Parameters,12:N0}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"total",-69} {report.Macs,15:N0} {report.Parameters,12:N0}"));
    }

    /// <summary>Rounded down, so that 100 % means all.</summary>
    private static string Share(OperatorFacts op) => op.NarrowShare is double share
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 1000) / 10:F1} %")
        : "";

    private static string Describe(TensorFacts tensor)
    {
        string quantization = tensor.Scales.Count switch
        {
            0 => "",
            1 => string.Create(CultureInfo.InvariantCulture,
                $" scale {tensor.Scales[0]:G7} zero point {(tensor.ZeroPoints.Count == 0 ? 0 : tensor.ZeroPoints[0])}"),
            _ => $" {tensor.Scales.Count} scales",
        };
        return $"t{tensor.Index} {tensor.Type} [{string.Join(", ", tensor.Shape)}]{quantization}";
    }
}
