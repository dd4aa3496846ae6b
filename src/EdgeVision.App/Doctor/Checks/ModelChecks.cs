using System.Diagnostics;
using System.Globalization;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Devices.Health;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Is the model's file sound, does this CPU compute what it should, is there memory for it, and how long does it take?</summary>
internal static class ModelChecks
{
    private const string Area = "model";
    private const int TimedRuns = 3;

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        if (context.Model is not { } path)
            return [];
        try
        {
            var folder = ModelFolder.Load(path);
            var plan = ExecutionPlan.Create(folder.Model, PlanOptions.Default with { Isa = IsaPolicy.Auto });
            return [File(path, folder), Golden(folder), Memory(context, plan), Time(plan)];
        }
        catch (Exception failure) when (failure is BadInputException or ModelFormatException or UnsupportedModelException or IOException or UnauthorizedAccessException)
        {
            return [Finding.Failure(Area, "file", failure)];
        }
    }

    private static Finding File(string path, ModelFolder folder) => folder.Facts.Notice is { } notice
        ? Finding.Note(Area, "file", $"{path}: {notice}")
        : Finding.Ok(Area, "file",
            $"{path}, {(folder.Model.Metadata.Labels.Count is > 0 and var count ? $"{count} labels" : "no labels")}");

    /// <summary>All instruction sets of this CPU, against the model's golden if it has one, else against the scalar reference.</summary>
    private static Finding Golden(ModelFolder folder)
    {
        const string Name = "arithmetic";
        IReadOnlyList<IsaResult> runs;
        string standard;
        if (folder.Facts.Golden is not null)
        {
            (runs, standard) = (GoldenVerification.AgainstFacts(folder).Runs, $"as {ModelFolder.FactsName} says");
        }
        else
        {
            string expected = GoldenCheck.ReferenceHash(folder.Model, GoldenCheck.DefaultSeed);
            runs = [.. GoldenCheck.PoliciesOfThisCpu().Select(policy =>
                (policy, Hash: GoldenCheck.OutputHash(folder.Model, policy, GoldenCheck.DefaultSeed)))
                .Select(run => new IsaResult(IsaPolicy.NameOf(run.policy.Best), run.Hash, run.Hash == expected))];
            standard = "as the scalar reference";
        }

        string[] wrong = [.. runs.Where(run => !run.Matches).Select(run => run.Isa)];
        return wrong.Length == 0
            ? Finding.Ok(Area, Name, $"right on {string.Join(", ", runs.Select(run => run.Isa))}: {standard}")
            : Finding.Problem(Area, Name, $"wrong on {string.Join(", ", wrong)}: not {standard}",
                "get the model again; if 'edgevision verify' still fails, the memory, an overclocked CPU or this program is wrong: please report it");
    }

    private static Finding Memory(DoctorContext context, ExecutionPlan plan)
    {
        const string Name = "memory";
        long needed = plan.Arena.TotalBytes + plan.PackedBytes;
        string found = $"arena {ByteSize.Text(plan.Arena.TotalBytes)}, packed weights {ByteSize.Text(plan.PackedBytes)}";
        if (MemoryState.Read(context.Root) is not { } memory)
            return Finding.Ok(Area, Name, found);
        long room = Math.Min(memory.AvailableBytes, memory.LimitBytes ?? long.MaxValue);
        return needed > room ? Finding.Problem(Area, Name, $"{found}, but only {ByteSize.Text(room)} are available",
            "choose a model with a smaller picture or width, or end other programs")
            : needed > room / 2 ? Finding.Warning(Area, Name, $"{found}: more than half of the {ByteSize.Text(room)} that are available",
                "choose a smaller model, or end other programs")
            : Finding.Ok(Area, Name, $"{found}; {ByteSize.Text(room)} are available");
    }

    private static Finding Time(ExecutionPlan plan)
    {
        using var session = new InferenceSession(plan);
        GoldenCheck.FillInputs(session, GoldenCheck.DefaultSeed);
        session.Run(); // compiles
        double best = double.MaxValue;
        for (int run = 0; run < TimedRuns; run++)
        {
            long start = Stopwatch.GetTimestamp();
            session.Run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Finding.Ok(Area, "time",
            string.Create(CultureInfo.InvariantCulture,
            $"{best:F1} ms for one frame, the best of {TimedRuns}; 'edgevision bench' measures well"));
    }
}
