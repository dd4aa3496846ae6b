namespace EdgeVision.Quantize.Graph;

/// <summary>Convolution.</summary>
/// <param name="Name">Its value.</param>
/// <param name="Input">An NHWC value.</param>
/// <param name="Weights">[output channels, height, width, input channels].</param>
/// <param name="Bias">One per output channel.</param>
/// <param name="Geometry">How the window slides.</param>
public sealed record ConvNode(string Name, string Input, FloatTensor Weights, float[]? Bias, ConvGeometry Geometry)
    : FloatNode(Name, [Input]);

/// <summary>Depthwise convolution.</summary>
/// <param name="Name">Its value.</param>
/// <param name="Input">An NHWC value.</param>
/// <param name="Weights">
/// [1, height, width, output channels]; with a depth multiplier m, output channel c reads input channel ⌊c / m⌋.
/// </param>
/// <param name="Bias">One per output channel.</param>
/// <param name="Geometry">How the window slides.</param>
public sealed record DepthwiseConvNode(string Name, string Input, FloatTensor Weights, float[]? Bias, ConvGeometry Geometry)
    : FloatNode(Name, [Input]);

/// <summary>Fully connected layer over the last axis.</summary>
/// <param name="Name">Its value.</param>
/// <param name="Input">[batch, inputs].</param>
/// <param name="Weights">[outputs, inputs].</param>
/// <param name="Bias">One per output.</param>
public sealed record DenseNode(string Name, string Input, FloatTensor Weights, float[]? Bias) : FloatNode(Name, [Input]);

/// <summary>Batch normalization in inference: <c>Gamma · (x − Mean) / √(Variance + Epsilon) + Beta</c>, per channel.</summary>
public sealed record BatchNormNode(
    string Name,
    string Input,
    float[] Gamma,
    float[] Beta,
    float[] Mean,
    float[] Variance,
    float Epsilon) : FloatNode(Name, [Input]);

/// <summary><c>x · Scale + Shift</c>, one value for all channels or one per channel.</summary>
public sealed record ScaleShiftNode(string Name, string Input, float[] Scale, float[] Shift) : FloatNode(Name, [Input]);
