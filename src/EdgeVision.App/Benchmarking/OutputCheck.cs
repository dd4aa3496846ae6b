using EdgeVision.App.Models;
using EdgeVision.Runtime;

namespace EdgeVision.App.Benchmarking;

/// <summary>A wrong result is not worth timing: what a model has to give, known before its sessions are timed.</summary>
internal sealed class OutputCheck(ModelFolder folder)
{
    private readonly string _expected = GoldenCheck.ReferenceHash(folder.Model, GoldenCheck.DefaultSeed);

    /// <summary>
    /// Hash of the session's output on the seeded input: that of the scalar reference kernels. Where the model has a golden, the session
    /// gives that, too.
    /// </summary>
    /// <exception cref="DeviceException">The output is another one.</exception>
    /// <exception cref="BadInputException">The model's file is not the one that its golden is for.</exception>
    public string VerifiedHash(InferenceSession session)
    {
        if (folder.Facts.Golden is { } golden)
        {
            GoldenVerification.RequireFile(folder);
            Require(GoldenCheck.OutputHash(session, golden.Seed), golden.OutputSha256, $"the golden's in {folder.FactsFile}");
        }

        string hash = GoldenCheck.OutputHash(session, GoldenCheck.DefaultSeed);
        Require(hash, _expected, "the reference kernels'");
        return hash;
    }

    private static void Require(string actual, string expected, string whose)
    {
        if (actual != expected)
            throw new DeviceException($"the output {actual} differs from {whose} {expected}: this is a bug, please report it with the model and the CPU");
    }
}
