using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Reads the parameters of operators. Field numbers are the positions in the schema's tables.</summary>
internal sealed class OptionsReader(FlatBuffer buffer)
{
    /// <summary>The parameters that a builtin operator stores, or the schema's defaults.</summary>
    public OperatorOptions? Read(BuiltinOperator code, FlatTable stored)
    {
        OptionsType type = OptionsTypes.Of(code);
        byte storedType = stored.Scalar<byte>(Schema.Operator.OptionsType);
        if (type != OptionsType.None)
        {
            if (storedType != 0 && storedType != (byte)type)
                throw buffer.Damaged($"{code.SchemaName()} has parameters of type {storedType} instead of {(byte)type}");
            return Read(type, stored.Table(Schema.Operator.Options));
        }

        if (storedType != 0)
            return OptionsTypes.IsFieldless(storedType) ? null : new OpaqueOptions(1, storedType);
        byte storedType2 = stored.Scalar<byte>(Schema.Operator.Options2Type);
        return storedType2 != 0 ? new OpaqueOptions(2, storedType2) : null;
    }

    /// <summary>The schema's defaults for an operation.</summary>
    public static OperatorOptions? Defaults(BuiltinOperator code) =>
        new OptionsReader(new FlatBuffer(default, "defaults")).Read(OptionsTypes.Of(code), default);

    private OperatorOptions? Read(OptionsType type, FlatTable t) => type switch
    {
        OptionsType.Conv2D => new Conv2DOptions(
            Padding(t, 0), t.Scalar<int>(1), t.Scalar<int>(2), Activation(t, 3), t.Scalar(4, 1), t.Scalar(5, 1)),
        OptionsType.DepthwiseConv2D => new DepthwiseConv2DOptions(
            Padding(t, 0), t.Scalar<int>(1), t.Scalar<int>(2), t.Scalar<int>(3), Activation(t, 4), t.Scalar(5, 1), t.Scalar(6, 1)),
        OptionsType.TransposeConv => new TransposeConvOptions(Padding(t, 0), t.Scalar<int>(1), t.Scalar<int>(2), Activation(t, 3)),
        OptionsType.Pool2D => new Pool2DOptions(
            Padding(t, 0), t.Scalar<int>(1), t.Scalar<int>(2), t.Scalar<int>(3), t.Scalar<int>(4), Activation(t, 5)),
        OptionsType.FullyConnected => new FullyConnectedOptions(Activation(t, 0), WeightsFormat(t, 1), t.Flag(2), t.Flag(3)),
        OptionsType.Softmax => new SoftmaxOptions(t.Scalar<float>(0)),
        OptionsType.Concatenation => new ConcatenationOptions(t.Scalar<int>(0), Activation(t, 1)),
        OptionsType.Add => new AddOptions(Activation(t, 0)),
        OptionsType.Sub => new SubOptions(Activation(t, 0)),
        OptionsType.Mul => new MulOptions(Activation(t, 0)),
        OptionsType.Div => new DivOptions(Activation(t, 0)),
        OptionsType.ResizeBilinear => new ResizeBilinearOptions(t.Flag(2), t.Flag(3)),
        OptionsType.ResizeNearestNeighbor => new ResizeNearestNeighborOptions(t.Flag(0), t.Flag(1)),
        OptionsType.Reshape => new ReshapeOptions(t.Scalars<int>(0)),
        OptionsType.Squeeze => new SqueezeOptions(t.Scalars<int>(0)),
        OptionsType.Reducer => new ReducerOptions(t.Flag(0)),
        OptionsType.StridedSlice => new StridedSliceOptions(
            t.Scalar<int>(0), t.Scalar<int>(1), t.Scalar<int>(2), t.Scalar<int>(3), t.Scalar<int>(4), t.Flag(5)),
        OptionsType.Split => new SplitOptions(t.Scalar<int>(0)),
        OptionsType.Cast => new CastOptions(Type(t, 0), Type(t, 1)),
        OptionsType.ArgMax => new ArgMaxOptions(Type(t, 0)),
        OptionsType.Pack => new PackOptions(t.Scalar<int>(0), t.Scalar<int>(1)),
        OptionsType.LeakyRelu => new LeakyReluOptions(t.Scalar<float>(0)),
        _ => null,
    };

    private Padding Padding(FlatTable table, int field) => (Padding)Number(table, field, (int)Model.Padding.Valid, "padding");

    private FusedActivation Activation(FlatTable table, int field) =>
        (FusedActivation)Number(table, field, (int)FusedActivation.SignBit, "activation");

    private FullyConnectedWeightsFormat WeightsFormat(FlatTable table, int field) =>
        (FullyConnectedWeightsFormat)Number(table, field, (int)FullyConnectedWeightsFormat.Shuffled4x16Int8, "weights format");

    private TensorType Type(FlatTable table, int field) => (TensorType)Number(table, field, (int)TensorType.UInt4, "element type");

    private int Number(FlatTable table, int field, int largest, string what)
    {
        int number = table.Scalar<byte>(field);
        return number <= largest ? number : throw buffer.Damaged($"{what} {number} does not exist");
    }
}
