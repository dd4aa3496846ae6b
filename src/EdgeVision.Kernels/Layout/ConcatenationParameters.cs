namespace EdgeVision.Kernels;

/// <summary>A concatenation, seen as [Outer, size of input i] blocks laid side by side into [Outer, sum of sizes].</summary>
public sealed record ConcatenationParameters
{
    /// <summary>Product of the extents before the joined one, ≥ 1.</summary>
    public required int Outer { get; init; }

    /// <summary>For every input the joined extent times the extents after it, ≥ 1.</summary>
    public required IReadOnlyList<int> InnerSizes { get; init; }

    /// <summary>
    /// For every input the table its values pass through, or <see langword="null"/> where they are copied; empty (the default) copies all.
    /// </summary>
    public IReadOnlyList<LookupTable?> Rescale { get; init; } = [];
}
