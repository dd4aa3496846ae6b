using System.CommandLine;
using EdgeVision.App.Benchmarking;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision bench</c>: how long does one inference take? Checks the output before it times anything.</summary>
internal static class BenchCommand
{
    /// <summary>In so many equal parts <c>--seconds</c> is reported, so that becoming slower shows.</summary>
    private const int Parts = 10;

    public static Command Create(TextWriter output)
    {
        Argument<string> model = SharedOptions.ModelFile();
        Option<int> runs = SharedOptions.Positive("--runs", 50, "How many inferences to time.");
        Option<int?> seconds = Seconds();
        Option<int[]> threads = SharedOptions.ThreadCounts();
        var perOp = new Option<bool>("--per-op")
        {
            Description = "Also print each step's time, rate, and share of what one core's multipliers can do, which is measured first.",
        };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("bench",
            "Time a model on a fixed pseudo-random input, after checking its output against the scalar reference kernels.")
        {
            model, runs, seconds, threads, perOp, json,
        };
        command.SetAction(line =>
        {
            var folder = ModelFolder.Load(line.GetValue(model)!);
            var check = new OutputCheck(folder);
            foreach (int count in line.GetValue(threads)!)
            {
                var plan = ExecutionPlan.Create(folder.Model, PlanOptions.Default with { Threads = count });
                BenchReport report = Measure(plan, check, line.GetValue(runs), line.GetValue(seconds), line.GetValue(perOp));
                if (line.GetValue(json))
                    JsonOutput.Write(output, report, types => types.BenchReport);
                else
                    BenchText.Print(output, report);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Option<int?> Seconds()
    {
        const string Name = "--seconds";
        const int Most = 3600;
        var option = new Option<int?>(Name)
        {
            Description = $"Time for this long instead of --runs, in {Parts} parts, to see whether inferences become slower.",
            HelpName = "s",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int value) || value is < 1 or > Most))
                result.AddError($"{Name} takes a whole number from 1 to {Most}, not '{result.Tokens[0].Value}'");
        });
        return option;
    }

    private static BenchReport Measure(ExecutionPlan plan, OutputCheck check, int runs, int? seconds, bool perOp)
    {
        using var session = new InferenceSession(plan);
        string hash = check.VerifiedHash(session);
        var limit = MultiplierLimit.Measure(plan.Options.Isa);
        var timer = new InferenceTimer(session);
        timer.WarmItUp();
        IReadOnlyList<double>[] parts = seconds is { } period
            ? [.. Enumerable.Range(0, Parts).Select(_ => timer.ForTime(TimeSpan.FromSeconds(period) / Parts))]
            : [timer.ForRuns(runs)];
        var times = TimeSummary.Of(parts.SelectMany(part => part));
        return new BenchReport(
            plan.Model.Name,
            plan.Isa.ToString().ToLowerInvariant(),
            plan.Options.Threads,
            times.Runs,
            times.MinMs,
            times.MedianMs,
            times.P95Ms,
            plan.Macs,
            Rate(plan.Macs, times.MedianMs),
            limit,
            plan.Arena.TotalBytes,
            plan.PackedBytes,
            hash,
            seconds is null ? null : [.. parts.Select(TimeSummary.Of)],
            perOp ? PerOp(timer, plan, runs, limit) : null);
    }

    private static BenchStep[] PerOp(InferenceTimer timer, ExecutionPlan plan, int runs, MultiplierLimit? limit)
    {
        var profiler = new StepProfiler(plan);
        timer.Profile(profiler, runs);
        return [.. plan.Steps.Select(step =>
        {
            double shortest = profiler.MinimumMilliseconds(step.Index), rate = Rate(step.Macs, shortest);
            return new BenchStep(
                step.Index, step.Name, step.Kernel, shortest, profiler.MeanMilliseconds(step.Index), step.Macs, rate,
                step.Macs > 0 ? rate / limit?.GmacsPerSecond : null);
        })];
    }

    /// <summary>10^9 multiply-accumulates per second; 0 for a step that has none, however short it is.</summary>
    private static double Rate(long macs, double milliseconds) => macs == 0 ? 0 : macs / milliseconds / 1e6;
}
