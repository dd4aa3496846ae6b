namespace EdgeVision.Model;

/// <summary>Padding of a sliding window.</summary>
public enum Padding
{
    /// <summary>Output size ⌈in / stride⌉; what must be added is split, the odd one at the end.</summary>
    Same = 0,

    /// <summary>Nothing is added.</summary>
    Valid = 1,
}

/// <summary>Function applied to the result before it is stored.</summary>
public enum FusedActivation
{
    /// <summary>The identity.</summary>
    None = 0,

    /// <summary>max(x, 0).</summary>
    Relu = 1,

    /// <summary>x limited to [−1, 1].</summary>
    ReluN1To1 = 2,

    /// <summary>x limited to [0, 6].</summary>
    Relu6 = 3,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh = 4,

    /// <summary>The sign bit.</summary>
    SignBit = 5,
}

/// <summary>Storage order of fully connected weights.</summary>
public enum FullyConnectedWeightsFormat
{
    /// <summary>Row-major: outputs, inputs.</summary>
    Default = 0,

    /// <summary>Shuffled 4×16 blocks of int8.</summary>
    Shuffled4x16Int8 = 1,
}

/// <summary>
/// Parameters of an operator, as stored: enumerations are checked, numbers are not (a stride of 0 is the schema's default and can
/// therefore appear; whoever runs the model refuses it).
/// </summary>
public abstract record OperatorOptions;

/// <summary>CONV_2D: strides and dilations in elements.</summary>
public sealed record Conv2DOptions(
    Padding Padding,
    int StrideWidth,
    int StrideHeight,
    FusedActivation Activation = FusedActivation.None,
    int DilationWidth = 1,
    int DilationHeight = 1) : OperatorOptions;

/// <summary>DEPTHWISE_CONV_2D: strides and dilations in elements, output channels per input channel.</summary>
public sealed record DepthwiseConv2DOptions(
    Padding Padding,
    int StrideWidth,
    int StrideHeight,
    int DepthMultiplier,
    FusedActivation Activation = FusedActivation.None,
    int DilationWidth = 1,
    int DilationHeight = 1) : OperatorOptions;

/// <summary>TRANSPOSE_CONV: strides in elements of the output.</summary>
public sealed record TransposeConvOptions(
    Padding Padding,
    int StrideWidth,
    int StrideHeight,
    FusedActivation Activation = FusedActivation.None) : OperatorOptions;

/// <summary>AVERAGE_POOL_2D, MAX_POOL_2D and L2_POOL_2D: strides and window in elements.</summary>
public sealed record Pool2DOptions(
    Padding Padding,
    int StrideWidth,
    int StrideHeight,
    int FilterWidth,
    int FilterHeight,
    FusedActivation Activation = FusedActivation.None) : OperatorOptions;

/// <summary>FULLY_CONNECTED.</summary>
public sealed record FullyConnectedOptions(
    FusedActivation Activation = FusedActivation.None,
    FullyConnectedWeightsFormat WeightsFormat = FullyConnectedWeightsFormat.Default,
    bool KeepNumDims = false,
    bool AsymmetricQuantizeInputs = false) : OperatorOptions;

/// <summary>ADD.</summary>
public sealed record AddOptions(FusedActivation Activation = FusedActivation.None) : OperatorOptions;

/// <summary>SUB.</summary>
public sealed record SubOptions(FusedActivation Activation = FusedActivation.None) : OperatorOptions;

/// <summary>MUL.</summary>
public sealed record MulOptions(FusedActivation Activation = FusedActivation.None) : OperatorOptions;

/// <summary>DIV.</summary>
public sealed record DivOptions(FusedActivation Activation = FusedActivation.None) : OperatorOptions;

/// <summary>CONCATENATION: the axis counts from the end when negative.</summary>
public sealed record ConcatenationOptions(int Axis, FusedActivation Activation = FusedActivation.None) : OperatorOptions;

/// <summary>RESHAPE: the new shape, one −1 standing for what remains; empty when the operator takes it as its second input.</summary>
public sealed record ReshapeOptions(IReadOnlyList<int> NewShape) : OperatorOptions;

/// <summary>SQUEEZE: the dimensions of size 1 to drop; empty for all.</summary>
public sealed record SqueezeOptions(IReadOnlyList<int> Axes) : OperatorOptions;

/// <summary>SOFTMAX: the factor of the exponent (1 for ordinary softmax; the schema's default is 0).</summary>
public sealed record SoftmaxOptions(float Beta) : OperatorOptions;

/// <summary>MEAN, SUM and the other reductions: whether reduced dimensions stay, with size 1.</summary>
public sealed record ReducerOptions(bool KeepDims) : OperatorOptions;

/// <summary>RESIZE_BILINEAR: how source positions follow from output positions.</summary>
public sealed record ResizeBilinearOptions(bool AlignCorners, bool HalfPixelCenters) : OperatorOptions;

/// <summary>RESIZE_NEAREST_NEIGHBOR: how source positions follow from output positions.</summary>
public sealed record ResizeNearestNeighborOptions(bool AlignCorners, bool HalfPixelCenters) : OperatorOptions;

/// <summary>ARG_MAX: type of the indices, <see cref="TensorType.Int32"/> or <see cref="TensorType.Int64"/>.</summary>
public sealed record ArgMaxOptions(TensorType OutputType) : OperatorOptions;

/// <summary>STRIDED_SLICE: bit masks, bit i for dimension i.</summary>
public sealed record StridedSliceOptions(
    int BeginMask,
    int EndMask,
    int EllipsisMask,
    int NewAxisMask,
    int ShrinkAxisMask,
    bool Offset = false) : OperatorOptions;

/// <summary>SPLIT: number of outputs.</summary>
public sealed record SplitOptions(int Splits) : OperatorOptions;

/// <summary>PACK: number of inputs and the new axis.</summary>
public sealed record PackOptions(int Values, int Axis) : OperatorOptions;

/// <summary>LEAKY_RELU: slope for negative values.</summary>
public sealed record LeakyReluOptions(float Alpha) : OperatorOptions;

/// <summary>CAST: types of input and output.</summary>
public sealed record CastOptions(TensorType InputType, TensorType OutputType) : OperatorOptions;

/// <summary>Parameters of a custom operator, uninterpreted: usually a FlexBuffer.</summary>
public sealed record CustomOptions(ReadOnlyMemory<byte> Data) : OperatorOptions;

/// <summary>Parameters this library has no record for: they can be named, not read or written.</summary>
/// <param name="SchemaUnion">Which of the schema's unions: 1 for <c>BuiltinOptions</c>, 2 for <c>BuiltinOptions2</c>.</param>
/// <param name="SchemaType">The number of the table type in that union.</param>
public sealed record OpaqueOptions(int SchemaUnion, int SchemaType) : OperatorOptions;
