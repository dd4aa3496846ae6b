namespace EdgeVision.Quantize.Graph;

/// <summary>A constant of a float model.</summary>
/// <param name="Shape">Dimensions, outermost first, each at least 1.</param>
/// <param name="Data">All elements, row-major and finite; as many as the product of <paramref name="Shape"/>.</param>
public sealed record FloatTensor(IReadOnlyList<int> Shape, float[] Data);
