using System.Globalization;
using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model.Tests;

/// <summary>
/// The tables of parameters against the schema, written down a second time: a reader and a writer that agree with each other may both be
/// wrong.
/// </summary>
public class OperatorOptionsTests
{
    /// <summary>Operation, parameters, number in the union, and the fields in order: b byte, i int, f float, v vector, - not stored.</summary>
    public static TheoryData<BuiltinOperator, OperatorOptions, int, string> Layouts => new()
    {
        { BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Valid, 2, 3, FusedActivation.Relu6, 4, 5), 1, "b1 i2 i3 b3 i4 i5" },
        {
            BuiltinOperator.DepthwiseConv2D,
            new DepthwiseConv2DOptions(Padding.Valid, 2, 3, 6, FusedActivation.Relu, 4, 5), 2, "b1 i2 i3 i6 b1 i4 i5"
        },
        { BuiltinOperator.TransposeConv, new TransposeConvOptions(Padding.Valid, 2, 3, FusedActivation.Tanh), 49, "b1 i2 i3 b4" },
        {
            BuiltinOperator.AveragePool2D,
            new Pool2DOptions(Padding.Valid, 2, 3, 4, 5, FusedActivation.ReluN1To1), 5, "b1 i2 i3 i4 i5 b2"
        },
        { BuiltinOperator.MaxPool2D, new Pool2DOptions(Padding.Same, 5, 4, 3, 2), 5, "- i5 i4 i3 i2 -" },
        { BuiltinOperator.L2Pool2D, new Pool2DOptions(Padding.Same, 5, 4, 3, 2), 5, "- i5 i4 i3 i2 -" },
        {
            BuiltinOperator.FullyConnected,
            new FullyConnectedOptions(FusedActivation.Relu, FullyConnectedWeightsFormat.Shuffled4x16Int8, true, false), 8, "b1 b1 b1 -"
        },
        { BuiltinOperator.FullyConnected, new FullyConnectedOptions(AsymmetricQuantizeInputs: true), 8, "- - - b1" },
        { BuiltinOperator.Softmax, new SoftmaxOptions(0.75f), 9, "f0.75" },
        { BuiltinOperator.Concatenation, new ConcatenationOptions(-1, FusedActivation.Relu), 10, "i-1 b1" },
        { BuiltinOperator.Add, new AddOptions(FusedActivation.SignBit), 11, "b5" },
        { BuiltinOperator.ResizeBilinear, new ResizeBilinearOptions(true, false), 15, "- - b1 -" },
        { BuiltinOperator.ResizeBilinear, new ResizeBilinearOptions(false, true), 15, "- - - b1" },
        { BuiltinOperator.Reshape, new ReshapeOptions([1, -1, 7]), 17, "v1;-1;7" },
        { BuiltinOperator.Mul, new MulOptions(FusedActivation.Tanh), 21, "b4" },
        { BuiltinOperator.Mean, new ReducerOptions(true), 27, "b1" },
        { BuiltinOperator.ReduceMax, new ReducerOptions(true), 27, "b1" },
        { BuiltinOperator.Sub, new SubOptions(FusedActivation.Relu6), 28, "b3" },
        { BuiltinOperator.Div, new DivOptions(FusedActivation.ReluN1To1), 29, "b2" },
        { BuiltinOperator.Squeeze, new SqueezeOptions([1, 2]), 30, "v1;2" },
        { BuiltinOperator.StridedSlice, new StridedSliceOptions(1, 2, 3, 4, 5, true), 32, "i1 i2 i3 i4 i5 b1" },
        { BuiltinOperator.Split, new SplitOptions(3), 35, "i3" },
        { BuiltinOperator.Cast, new CastOptions(TensorType.Int8, TensorType.UInt8), 37, "b9 b3" },
        { BuiltinOperator.ArgMax, new ArgMaxOptions(TensorType.Int64), 40, "b4" },
        { BuiltinOperator.Pack, new PackOptions(3, -2), 59, "i3 i-2" },
        { BuiltinOperator.ResizeNearestNeighbor, new ResizeNearestNeighborOptions(true, false), 74, "b1 -" },
        { BuiltinOperator.ResizeNearestNeighbor, new ResizeNearestNeighborOptions(false, true), 74, "- b1" },
        { BuiltinOperator.LeakyRelu, new LeakyReluOptions(0.1f), 75, "f0.1" },
    };

    [Theory]
    [MemberData(nameof(Layouts), DisableDiscoveryEnumeration = true)]
    public void Tables_are_those_of_the_schema_and_are_read_back(BuiltinOperator code, OperatorOptions options, int type, string fields)
    {
        byte[] file = TfliteWriter.Write(SampleModels.Single(code, options));
        FlatTable op = RawModel.Root(file).Tables(2)[0].Tables(3)[0];
        Assert.Equal(type, op.Scalar<byte>(3));
        FlatTable table = op.Table(4);
        string[] expected = fields.Split(' ');
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], Show(table, i, expected[i][0]));
        Assert.False(table.Has(expected.Length));
        ModelAssert.Same(options, TfliteModel.Parse(file, "copy").Operators[0].Options);
    }

    private static string Show(FlatTable table, int field, char kind)
    {
        if (!table.Has(field))
            return "-";
        return kind switch
        {
            'b' => $"b{table.Scalar<byte>(field)}",
            'i' => $"i{table.Scalar<int>(field)}",
            'f' => string.Create(CultureInfo.InvariantCulture, $"f{table.Scalar<float>(field)}"),
            _ => "v" + string.Join(';', table.Scalars<int>(field)),
        };
    }
}
