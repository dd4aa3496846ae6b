using System.CommandLine;
using EdgeVision.App.Benchmarking;
using EdgeVision.App.Benchmarking.Measurements;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Devices.Health;
using EdgeVision.Kernels;
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
        model.Arity = ArgumentArity.ZeroOrOne;
        Option<int> runs = SharedOptions.Positive("--runs", 50, "How many inferences to time.");
        Option<int?> seconds = Seconds();
        Option<int[]> threads = SharedOptions.ThreadCounts();
        var perOp = new Option<bool>("--per-op")
        {
            Description = "Also print each step's time, rate, and share of what one core's multipliers can do, which is measured first.",
        };
        Option<bool> json = SharedOptions.Json();
        Option<string?> report = Report(), checkReport = CheckReport();
        var command = new Command("bench",
            "Time a model on a fixed pseudo-random input, after checking its output against the scalar reference kernels.")
        {
            model, runs, seconds, threads, perOp, json, report, checkReport,
        };
        command.Validators.Add(line =>
        {
            if (line.GetResult(model)?.Tokens.Count > 0 == line.GetResult(checkReport) is not null)
                line.AddError($"bench takes a model, or {checkReport.Name} and no model");
            foreach (Option other in (Option[])[runs, perOp, json])
            {
                if (line.GetResult(report) is not null && line.GetResult(other) is { Implicit: false })
                    line.AddError($"{report.Name} measures for {seconds.Name} and writes JSON; leave {other.Name} out");
            }
        });
        command.SetAction(line =>
        {
            if (line.GetValue(checkReport) is { } written)
                return Check(written, output);
            if (line.GetValue(report) is { } file)
            {
                Measure(file, line.GetValue(model)!, line.GetValue(threads)!, line.GetValue(seconds) ?? Verdict.FullSeconds, output);
                return ExitCodes.Success;
            }

            var folder = ModelFolder.Load(line.GetValue(model)!);
            var check = new OutputCheck(folder);
            foreach (int count in line.GetValue(threads)!)
            {
                var plan = ExecutionPlan.Create(folder.Model, PlanOptions.Default with { Threads = count });
                BenchReport times = Time(plan, check, line.GetValue(runs), line.GetValue(seconds), line.GetValue(perOp));
                if (line.GetValue(json))
                    JsonOutput.Write(output, times, types => types.BenchReport);
                else
                    BenchText.Print(output, times);
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

    private static Option<string?> Report() => new("--report")
    {
        Description = $"Measure for {Verdict.FullSeconds / 60} minutes (or --seconds), watch the machine meanwhile, and write everything to this new file.",
        HelpName = "file",
    };

    private static Option<string?> CheckReport() => new("--check-report")
    {
        Description = "Instead of timing a model, read such a file and say whether it is unchanged and valid; exit status 3 if not.",
        HelpName = "file",
    };

    private static void Measure(string file, string model, int[] threads, int seconds, TextWriter output)
    {
        if (threads is not [int count])
            throw new UsageException("--report measures one number of threads; give --threads one number");
        MeasurementFile.RequireNew(file);
        MeasurementReport report = new Measuring(new MachineProbe(SystemRoot.Current), output).Measure(ModelFolder.Load(model), count, seconds);
        MeasurementFile.Write(file, report);
        MeasurementText.Print(output, report);
    }

    private static int Check(string file, TextWriter output)
    {
        MeasurementReport report = MeasurementFile.Read(file);
        MeasurementText.Print(output, report);
        return report.Verdict.Valid ? ExitCodes.Success : ExitCodes.BadInput;
    }

    private static BenchReport Time(ExecutionPlan plan, OutputCheck check, int runs, int? seconds, bool perOp)
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
            IsaPolicy.NameOf(plan.Isa),
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
