using System.Diagnostics;
using EdgeVision.Kernels;

namespace EdgeVision.App.Benchmarking;

/// <summary>How fast one core of this machine multiplies, as a measure for kernels.</summary>
/// <param name="Instruction">The instruction that was fastest.</param>
/// <param name="GmacsPerSecond">10^9 multiply-accumulates per second.</param>
internal sealed record MultiplierLimit(string Instruction, double GmacsPerSecond)
{
    private const int RoundsPerTry = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(8);

    /// <summary>
    /// The highest rate that a loop in registers reaches with the allowed instruction sets, each tried for a few milliseconds; the fastest
    /// try counts, because others of the machine's users only make it slower. <see langword="null"/> for scalar code.
    /// </summary>
    public static MultiplierLimit? Measure(IsaPolicy allowed) => MultiplierLoop.All
        .Where(loop => loop.IsSupported && loop.Isa <= allowed.Best) // an instruction set comes after those it implies
        .Select(loop => new MultiplierLimit(loop.Instruction, loop.MacsPerRound * RoundsPerTry / ShortestTry(loop).TotalSeconds / 1e9))
        .MaxBy(limit => limit.GmacsPerSecond);

    private static TimeSpan ShortestTry(MultiplierLoop loop)
    {
        loop.Run(1); // compiled before the clock starts
        TimeSpan shortest = TimeSpan.MaxValue;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience;)
        {
            long tried = Stopwatch.GetTimestamp();
            loop.Run(RoundsPerTry);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(tried);
            shortest = elapsed < shortest ? elapsed : shortest;
        }

        return shortest;
    }
}
