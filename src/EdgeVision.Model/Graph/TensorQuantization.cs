using System.Collections.Immutable;

namespace EdgeVision.Model;

/// <summary>Affine quantization: <c>real = Scales[c] · (q − ZeroPoints[c])</c>, with c the index along <see cref="Axis"/>.</summary>
public sealed record TensorQuantization
{
    /// <summary>One positive, finite scale for the whole tensor, or one per index along <see cref="Axis"/>.</summary>
    public required ImmutableArray<float> Scales { get; init; }

    /// <summary>As many as <see cref="Scales"/>, each within the range of the element type (a file may leave out zeros).</summary>
    public required ImmutableArray<long> ZeroPoints { get; init; }

    /// <summary>The dimension that several scales run along, 0 … rank − 1; without meaning for a single scale.</summary>
    public int Axis { get; init; }

    /// <summary>Smallest real values seen in training, informative; usually empty.</summary>
    public ImmutableArray<float> Min { get; init; } = [];

    /// <summary>Largest real values seen in training, informative; usually empty.</summary>
    public ImmutableArray<float> Max { get; init; } = [];

    /// <summary>One scale and zero point for a whole tensor.</summary>
    /// <param name="scale">Positive and finite.</param>
    /// <param name="zeroPoint">Within the range of the element type.</param>
    public static TensorQuantization PerTensor(float scale, long zeroPoint) => new() { Scales = [scale], ZeroPoints = [zeroPoint] };

    /// <summary>Symmetric quantization of weights: one scale per index along <paramref name="axis"/>, zero points 0.</summary>
    /// <param name="scales">Positive and finite, one per index along the axis.</param>
    /// <param name="axis">0 for convolutions, 3 for depthwise convolutions.</param>
    public static TensorQuantization PerChannel(ReadOnlySpan<float> scales, int axis) =>
        new() { Scales = [.. scales], ZeroPoints = [.. new long[scales.Length]], Axis = axis };
}
