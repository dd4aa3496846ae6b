using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision bench</c>: how long does one inference take? Checks the output before it times anything.</summary>
internal static class BenchCommand
{
    private const int WarmUpRuns = 5;

    public static Command Create(TextWriter output)
    {
        Argument<string> model = SharedOptions.ModelFile();
        Option<int> runs = SharedOptions.Positive("--runs", 50, "How many inferences to time.");
        Option<int[]> threads = SharedOptions.ThreadCounts();
        var perOp = new Option<bool>("--per-op") { Description = "Also print the time of each step." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("bench",
            "Time a model on a fixed pseudo-random input, after checking its output against the scalar reference kernels.")
        {
            model, runs, threads, perOp, json,
        };
        command.SetAction(line =>
        {
            TfliteModel file = ModelFolder.Load(line.GetValue(model)!).Model;
            string expected = GoldenCheck.ReferenceHash(file, GoldenCheck.DefaultSeed);
            foreach (int count in line.GetValue(threads)!)
            {
                ExecutionPlan plan = ExecutionPlan.Create(file, PlanOptions.Default with { Threads = count });
                BenchReport report = Measure(plan, expected, line.GetValue(runs), line.GetValue(perOp));
                if (line.GetValue(json))
                    JsonOutput.Write(output, report, types => types.BenchReport);
                else
                    Print(output, report);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static BenchReport Measure(ExecutionPlan plan, string expected, int runs, bool perOp)
    {
        using var session = new InferenceSession(plan);
        string hash = VerifiedOutputHash(session, expected);
        double[] times = Times(session, runs);
        BenchStep[]? steps = perOp ? StepTimes(session, runs) : null;
        Array.Sort(times);
        double median = (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2;
        return new BenchReport(
            plan.Model.Name,
            plan.Isa.ToString().ToLowerInvariant(),
            plan.Options.Threads,
            runs,
            times[0],
            median,
            times[(int)Math.Ceiling(0.95 * times.Length) - 1],
            plan.Macs,
            plan.Macs / median / 1e6,
            plan.Arena.TotalBytes,
            plan.PackedBytes,
            hash,
            steps);
    }

    /// <summary>
    /// Hash of the output, equal for the chosen kernels and for the scalar reference; a wrong result is not worth timing.
    /// </summary>
    private static string VerifiedOutputHash(InferenceSession session, string expected)
    {
        string hash = GoldenCheck.OutputHash(session, GoldenCheck.DefaultSeed);
        return hash == expected
            ? hash
            : throw new DeviceException($"the output {hash} differs from the reference kernels' {expected}: this is a bug, please report it with the model and the CPU");
    }

    private static double[] Times(InferenceSession session, int runs)
    {
        var times = new double[runs];
        for (int i = -WarmUpRuns; i < runs; i++)
        {
            GoldenCheck.FillInputs(session, GoldenCheck.DefaultSeed); // a run may overwrite its input
            long start = Stopwatch.GetTimestamp();
            session.Run();
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return times;
    }

    private static BenchStep[] StepTimes(InferenceSession session, int runs)
    {
        var profiler = new StepProfiler(session.Plan);
        for (int i = 0; i < runs; i++)
        {
            GoldenCheck.FillInputs(session, GoldenCheck.DefaultSeed);
            session.Run(profiler);
        }

        return [.. session.Plan.Steps.Select(step => new BenchStep(
            step.Index, step.Name, step.Kernel, profiler.MinimumMilliseconds(step.Index), profiler.MeanMilliseconds(step.Index),
            step.Macs))];
    }

    private static void Print(TextWriter output, BenchReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Model}: ISA {report.Isa}, {ThreadsText.Of(report.Threads)}, {report.Runs} runs; output equals the scalar reference ({report.OutputSha256[..16]}...)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"min {report.MinMs:F3} ms, median {report.MedianMs:F3} ms, 95th percentile {report.P95Ms:F3} ms; {report.Macs / 1e6:F1} M MACs, {report.GmacsPerSecond:F2} GMAC/s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"arena {report.ArenaBytes:N0} bytes, packed weights {report.PackedBytes:N0} bytes"));
        if (report.PerOp is null)
            return;
        double total = report.PerOp.Sum(step => step.MinMs);
        output.WriteLine();
        output.WriteLine("step operator                   min ms   share   GMAC/s  kernel");
        foreach (BenchStep step in report.PerOp)
        {
            string rate = step.Macs > 0 ? (step.Macs / step.MinMs / 1e6).ToString("F2", CultureInfo.InvariantCulture) : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{step.Index,4} {step.Operator,-24} {step.MinMs,8:F3} {step.MinMs / total * 100,6:F1}% {rate,8}  {step.Kernel}"));
        }
    }
}
