namespace EdgeVision.Quantize.Graph;

/// <summary>Mean over height and width.</summary>
/// <param name="Name">Its value.</param>
/// <param name="Input">An NHWC value.</param>
/// <param name="KeepDims">Whether the result is [batch, 1, 1, channels] and not [batch, channels].</param>
public sealed record GlobalAveragePoolNode(string Name, string Input, bool KeepDims) : FloatNode(Name, [Input]);

/// <summary>Mean over each window, of the elements inside the image.</summary>
public sealed record AveragePoolNode(string Name, string Input, int WindowHeight, int WindowWidth, ConvGeometry Geometry)
    : FloatNode(Name, [Input]);

/// <summary>Largest element of each window, of those inside the image.</summary>
public sealed record MaxPoolNode(string Name, string Input, int WindowHeight, int WindowWidth, ConvGeometry Geometry)
    : FloatNode(Name, [Input]);
