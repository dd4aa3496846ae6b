namespace EdgeVision.Kernels;

/// <summary>The index of the maximum along the middle extent of [Outer, Depth, Inner].</summary>
public sealed record ArgMaxParameters
{
    /// <summary>Product of the extents before the searched one, ≥ 1.</summary>
    public required int Outer { get; init; }

    /// <summary>The searched extent, ≥ 1.</summary>
    public required int Depth { get; init; }

    /// <summary>Product of the extents after the searched one, ≥ 1.</summary>
    public int Inner { get; init; } = 1;
}
