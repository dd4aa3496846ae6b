namespace EdgeVision.Runtime;

/// <summary>
/// How a step's units are dealt out: in pieces of equal size, of which the last may be smaller. Whoever is free takes the next piece; a
/// step of one piece runs on the caller alone.
/// </summary>
/// <param name="Units">The step's units, at least 1.</param>
/// <param name="UnitsPerPiece">In [1, <paramref name="Units"/>].</param>
internal readonly record struct WorkSplit(int Units, int UnitsPerPiece)
{
    /// <summary>
    /// The least work of a step, in multiply-accumulates and values looked at, that is worth the microseconds in which threads meet.
    /// </summary>
    public const double MinWork = 100_000; // from 10,000 to 300,000 measured the same

    /// <summary>For each thread: so many that one that came late or was interrupted holds the others up only for a part of its share.</summary>
    private const int FewestPieces = 4;

    /// <summary>For each thread: more would read the weights too often.</summary>
    private const int MostPieces = 8;

    /// <summary>How many pieces there are.</summary>
    public int Pieces => ((Units - 1) / UnitsPerPiece) + 1;

    /// <summary>Whether several threads share a step: a question of its units and work only, so that the arena is the same on every CPU.</summary>
    public static bool IsDivided(Step step, double work, PlanOptions options) =>
        options.Threads > 1 && step.Units > 1 && work >= options.MinDividedWork;

    /// <summary>The split of a step with so much work.</summary>
    public static WorkSplit Choose(Step step, double work, PlanOptions options)
    {
        if (!IsDivided(step, work, options))
            return new WorkSplit(step.Units, step.Units);
        long granules = Ceiling(step.Units, step.Granule);
        (long Granules, long Share) best = (0, long.MaxValue);
        for (int pieces = FewestPieces * options.Threads; pieces <= MostPieces * options.Threads; pieces++)
        {
            long piece = Ceiling(granules, pieces);
            long share = Ceiling(Ceiling(granules, piece), options.Threads) * piece; // of the busiest thread, if all are equally fast
            if (share < best.Share)
                best = (piece, share);
        }

        return new WorkSplit(step.Units, (int)Math.Min(best.Granules * step.Granule, step.Units));
    }

    /// <summary>A piece, done by a thread.</summary>
    public WorkRange Piece(int piece, int thread)
    {
        int first = piece * UnitsPerPiece;
        return new WorkRange(first, Math.Min(UnitsPerPiece, Units - first), thread);
    }

    private static long Ceiling(long dividend, long divisor) => ((dividend - 1) / divisor) + 1;
}
