using System.Security.Cryptography;
using EdgeVision.Kernels;
using EdgeVision.Runtime;

namespace EdgeVision.App.Models;

/// <summary>What the kernels of one instruction set computed.</summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="OutputSha256">The hash of what came out.</param>
/// <param name="Matches">Whether that is what it should be.</param>
internal sealed record IsaResult(string Isa, string OutputSha256, bool Matches);

/// <summary>A model's seeded run on every instruction set of this CPU, against the hash that is right everywhere.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="ExpectedSha256">The hash that is right.</param>
/// <param name="Runs">One per instruction set.</param>
internal sealed record GoldenVerification(string Model, string ExpectedSha256, IReadOnlyList<IsaResult> Runs)
{
    /// <summary>Whether all are right.</summary>
    public bool Passed => Runs.All(run => run.Matches);

    /// <summary>Holds every instruction set against the golden in <c>model.json</c>.</summary>
    /// <exception cref="BadInputException">There is no golden, or the file is not the one that <c>model.json</c> describes.</exception>
    public static GoldenVerification AgainstFacts(ModelFolder folder)
    {
        RequireFile(folder);
        return folder.Facts.Golden is { } golden
            ? Against(folder, golden)
            : throw new BadInputException($"{folder.File}: no golden to compare with in its {ModelFolder.FactsName}; 'edgevision verify {NameOf(folder)} --write' makes one from the scalar reference kernels");
    }

    /// <summary>
    /// Holds every instruction set against the scalar reference kernels, and keeps their hash in <c>model.json</c> if all agree.
    /// </summary>
    /// <exception cref="BadInputException">The model is not in a folder of its own, or not the one that <c>model.json</c>
    /// describes.</exception>
    public static GoldenVerification WriteFacts(ModelFolder folder)
    {
        if (folder.FactsFile is not { } file)
            throw new BadInputException($"{folder.File}: a golden is kept in {ModelFolder.FactsName} beside a file called {ModelFolder.ModelName}; give the model a folder of its own and that name");
        RequireFile(folder);
        uint seed = folder.Facts.Golden?.Seed ?? GoldenCheck.DefaultSeed;
        var golden = new GoldenRun(seed, GoldenCheck.ReferenceHash(folder.Model, seed));
        GoldenVerification verification = Against(folder, golden);
        if (verification.Passed)
            (folder.Facts with { Golden = golden }).Save(file);
        return verification;
    }

    /// <summary>This, and a plan that was compiled from the model.</summary>
    /// <exception cref="BadInputException">It was compiled from another file.</exception>
    public GoldenVerification With(ModelFolder folder, CompiledPlan plan)
    {
        if (plan.ModelHash != PlanCompiler.HashOf(File.ReadAllBytes(folder.File)))
            throw new BadInputException($"{folder.File}: the plan was compiled from another file; compile this one with 'edgevision compile'");
        using var session = new CompiledSession(plan);
        string hash = GoldenCheck.OutputHash(session, folder.Facts.Golden?.Seed ?? GoldenCheck.DefaultSeed);
        return this with { Runs = [.. Runs, new IsaResult($"{IsaPolicy.NameOf(plan.Isa)} plan", hash, hash == ExpectedSha256)] };
    }

    private static GoldenVerification Against(ModelFolder folder, GoldenRun golden)
    {
        var runs = new List<IsaResult>();
        foreach (IsaPolicy policy in GoldenCheck.PoliciesOfThisCpu())
        {
            string hash = GoldenCheck.OutputHash(folder.Model, policy, golden.Seed);
            runs.Add(new IsaResult(IsaPolicy.NameOf(policy.Best), hash, hash == golden.OutputSha256));
        }

        return new GoldenVerification(NameOf(folder), golden.OutputSha256, runs);
    }

    /// <summary>Refuses a file that is not the one that <c>model.json</c> describes.</summary>
    /// <exception cref="BadInputException">It is another one.</exception>
    public static void RequireFile(ModelFolder folder)
    {
        if (folder.Facts.Sha256 is not { } expected)
            return;
        string actual = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.File)));
        if (actual != expected)
            throw new BadInputException($"{folder.File}: its sha256 is {actual}, but {ModelFolder.FactsName} says {expected}: the file is damaged or another model; get it again, or correct {ModelFolder.FactsName}");
    }

    private static string NameOf(ModelFolder folder) => folder.FactsFile is { } facts
        ? Path.GetFileName(Path.GetDirectoryName(facts)!)
        : folder.File;
}
