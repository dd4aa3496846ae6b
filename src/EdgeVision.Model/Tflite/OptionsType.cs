namespace EdgeVision.Model;

/// <summary>The tables of the schema's <c>BuiltinOptions</c> union that have a record, with its numbers.</summary>
internal enum OptionsType : byte
{
    None = 0,
    Conv2D = 1,
    DepthwiseConv2D = 2,
    Pool2D = 5,
    FullyConnected = 8,
    Softmax = 9,
    Concatenation = 10,
    Add = 11,
    ResizeBilinear = 15,
    Reshape = 17,
    Mul = 21,
    Reducer = 27,
    Sub = 28,
    Div = 29,
    Squeeze = 30,
    StridedSlice = 32,
    Split = 35,
    Cast = 37,
    ArgMax = 40,
    TransposeConv = 49,
    Pack = 59,
    ResizeNearestNeighbor = 74,
    LeakyRelu = 75,
}

/// <summary>Which table goes with which operation.</summary>
internal static class OptionsTypes
{
    // Tables of the schema without fields: pad, batch-space moves, transpose, exp, dequantize, maximum, padv2, slice, quantize,
    // hard-swish and their like.
    private static ReadOnlySpan<byte> Fieldless =>
    [
        22, 24, 25, 26, 33, 34, 36, 38, 39, 41, 42, 43, 44, 45, 46, 47, 48, 51, 52, 53, 54, 56, 60, 62, 63, 65, 66, 67, 68, 72, 73,
        76, 78, 81, 82, 83, 84, 85, 86, 88, 89, 90, 91, 95, 96, 97, 98, 99, 100, 104, 105,
    ];

    /// <summary>Whether a table of the union is known to carry nothing.</summary>
    public static bool IsFieldless(byte type) => Fieldless.Contains(type);

    /// <summary>The table of an operation; <see cref="OptionsType.None"/> if it has none, or none with a record.</summary>
    public static OptionsType Of(BuiltinOperator code) => code switch
    {
        BuiltinOperator.Conv2D => OptionsType.Conv2D,
        BuiltinOperator.DepthwiseConv2D => OptionsType.DepthwiseConv2D,
        BuiltinOperator.TransposeConv => OptionsType.TransposeConv,
        BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D or BuiltinOperator.L2Pool2D => OptionsType.Pool2D,
        BuiltinOperator.FullyConnected => OptionsType.FullyConnected,
        BuiltinOperator.Softmax => OptionsType.Softmax,
        BuiltinOperator.Concatenation => OptionsType.Concatenation,
        BuiltinOperator.Add => OptionsType.Add,
        BuiltinOperator.Sub => OptionsType.Sub,
        BuiltinOperator.Mul => OptionsType.Mul,
        BuiltinOperator.Div => OptionsType.Div,
        BuiltinOperator.ResizeBilinear => OptionsType.ResizeBilinear,
        BuiltinOperator.ResizeNearestNeighbor => OptionsType.ResizeNearestNeighbor,
        BuiltinOperator.Reshape => OptionsType.Reshape,
        BuiltinOperator.Squeeze => OptionsType.Squeeze,
        BuiltinOperator.Mean or BuiltinOperator.Sum or BuiltinOperator.ReduceProd or BuiltinOperator.ReduceMax
            or BuiltinOperator.ReduceMin or BuiltinOperator.ReduceAny or BuiltinOperator.ReduceAll => OptionsType.Reducer,
        BuiltinOperator.StridedSlice => OptionsType.StridedSlice,
        BuiltinOperator.Split => OptionsType.Split,
        BuiltinOperator.Cast => OptionsType.Cast,
        BuiltinOperator.ArgMax => OptionsType.ArgMax,
        BuiltinOperator.Pack => OptionsType.Pack,
        BuiltinOperator.LeakyRelu => OptionsType.LeakyRelu,
        _ => OptionsType.None,
    };

    /// <summary>The table of a record; <see cref="OptionsType.None"/> for <see langword="null"/>, custom and opaque options.</summary>
    public static OptionsType Of(OperatorOptions? options) => options switch
    {
        Conv2DOptions => OptionsType.Conv2D,
        DepthwiseConv2DOptions => OptionsType.DepthwiseConv2D,
        TransposeConvOptions => OptionsType.TransposeConv,
        Pool2DOptions => OptionsType.Pool2D,
        FullyConnectedOptions => OptionsType.FullyConnected,
        SoftmaxOptions => OptionsType.Softmax,
        ConcatenationOptions => OptionsType.Concatenation,
        AddOptions => OptionsType.Add,
        SubOptions => OptionsType.Sub,
        MulOptions => OptionsType.Mul,
        DivOptions => OptionsType.Div,
        ResizeBilinearOptions => OptionsType.ResizeBilinear,
        ResizeNearestNeighborOptions => OptionsType.ResizeNearestNeighbor,
        ReshapeOptions => OptionsType.Reshape,
        SqueezeOptions => OptionsType.Squeeze,
        ReducerOptions => OptionsType.Reducer,
        StridedSliceOptions => OptionsType.StridedSlice,
        SplitOptions => OptionsType.Split,
        CastOptions => OptionsType.Cast,
        ArgMaxOptions => OptionsType.ArgMax,
        PackOptions => OptionsType.Pack,
        LeakyReluOptions => OptionsType.LeakyRelu,
        _ => OptionsType.None,
    };
}
