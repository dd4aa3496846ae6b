namespace EdgeVision.Kernels;

/// <summary>A mean over the middle extent of [Outer, Reduced, Inner] (for the mean over height and width: batch, h·w, channels).</summary>
public sealed record MeanParameters
{
    /// <summary>Product of the extents before the reduced ones, ≥ 1.</summary>
    public required int Outer { get; init; }

    /// <summary>Number of elements averaged, ≥ 1; <c>Reduced·max|x − z_in|</c> must stay below 2^31.</summary>
    public required int Reduced { get; init; }

    /// <summary>Product of the extents after the reduced ones, ≥ 1.</summary>
    public required int Inner { get; init; }

    /// <summary>Quantization of the input.</summary>
    public required Quantization Input { get; init; }

    /// <summary>Quantization of the output.</summary>
    public required Quantization Output { get; init; }

    /// <summary><c>Reduced·max|x − z_in|</c>.</summary>
    internal long LargestSum => (long)Reduced * Math.Max(sbyte.MaxValue - Input.ZeroPoint, Input.ZeroPoint - sbyte.MinValue);
}
