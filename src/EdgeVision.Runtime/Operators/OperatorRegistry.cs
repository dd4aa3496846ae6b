using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Which operators of the schema this runtime can prepare. Adding one is a line here and a method beside its relatives.</summary>
public static class OperatorRegistry
{
    /// <summary>The supported operators, by name.</summary>
    public static IReadOnlyList<BuiltinOperator> Supported =>
        [.. Enum.GetValues<BuiltinOperator>().Where(code => Preparer(code) is not null).OrderBy(code => code.ToString(), StringComparer.Ordinal)];

    internal static PreparedOperator Prepare(OperatorContext op) =>
        Preparer(op.Code) is { } prepare ? prepare(op) : throw op.Refuse("this operator is not supported");

    private static Func<OperatorContext, PreparedOperator>? Preparer(BuiltinOperator code) => code switch
    {
        BuiltinOperator.Add => ElementwiseOperators.Add,
        BuiltinOperator.ArgMax => ConversionOperators.ArgMax,
        BuiltinOperator.AveragePool2D => PoolingOperators.AveragePool2D,
        BuiltinOperator.Concatenation => LayoutOperators.Concatenation,
        BuiltinOperator.Conv2D => ConvolutionOperators.Conv2D,
        BuiltinOperator.DepthwiseConv2D => ConvolutionOperators.DepthwiseConv2D,
        BuiltinOperator.Dequantize => ConversionOperators.Dequantize,
        BuiltinOperator.FullyConnected => ConvolutionOperators.FullyConnected,
        BuiltinOperator.HardSwish => ActivationOperators.HardSwish,
        BuiltinOperator.Logistic => ActivationOperators.Logistic,
        BuiltinOperator.MaxPool2D => PoolingOperators.MaxPool2D,
        BuiltinOperator.Mean => PoolingOperators.Mean,
        BuiltinOperator.Mul => ElementwiseOperators.Mul,
        BuiltinOperator.Pad => LayoutOperators.Pad,
        BuiltinOperator.Quantize => ConversionOperators.Quantize,
        BuiltinOperator.Relu => ActivationOperators.Relu,
        BuiltinOperator.Relu6 => ActivationOperators.Relu6,
        BuiltinOperator.ReluN1To1 => ActivationOperators.ReluN1To1,
        BuiltinOperator.Reshape => LayoutOperators.Rename,
        BuiltinOperator.ResizeBilinear => ResizeOperators.Bilinear,
        BuiltinOperator.ResizeNearestNeighbor => ResizeOperators.NearestNeighbor,
        BuiltinOperator.Softmax => ActivationOperators.Softmax,
        BuiltinOperator.Squeeze => LayoutOperators.Rename,
        BuiltinOperator.Sub => ElementwiseOperators.Sub,
        BuiltinOperator.Tanh => ActivationOperators.Tanh,
        _ => null,
    };
}
