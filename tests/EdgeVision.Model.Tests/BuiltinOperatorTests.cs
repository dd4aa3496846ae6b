namespace EdgeVision.Model.Tests;

public class BuiltinOperatorTests
{
    [Fact]
    public void Names_agree_with_the_enumeration()
    {
        BuiltinOperator[] codes = Enum.GetValues<BuiltinOperator>();
        Assert.Equal(208, codes.Length);
        for (int i = 0; i < codes.Length; i++)
        {
            Assert.Equal(i, (int)codes[i]);
            Assert.Equal(codes[i].ToString(), codes[i].SchemaName().Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.Conv2D, 3, "CONV_2D")]
    [InlineData(BuiltinOperator.ReluN1To1, 20, "RELU_N1_TO_1")]
    [InlineData(BuiltinOperator.Custom, 32, "CUSTOM")]
    [InlineData(BuiltinOperator.ResizeNearestNeighbor, 97, "RESIZE_NEAREST_NEIGHBOR")]
    [InlineData(BuiltinOperator.Quantize, 114, "QUANTIZE")]
    [InlineData(BuiltinOperator.HardSwish, 117, "HARD_SWISH")]
    [InlineData(BuiltinOperator.StablehloComposite, 206, "STABLEHLO_COMPOSITE")]
    [InlineData((BuiltinOperator)208, 208, "BUILTIN_208")]
    [InlineData((BuiltinOperator)(-1), -1, "BUILTIN_-1")]
    public void Codes_and_names_are_those_of_the_schema(BuiltinOperator code, int number, string name)
    {
        Assert.Equal(number, (int)code);
        Assert.Equal(name, code.SchemaName());
    }

    [Theory]
    [InlineData(TensorType.Int8, 1, 5)]
    [InlineData(TensorType.UInt8, 1, 5)]
    [InlineData(TensorType.Bool, 1, 5)]
    [InlineData(TensorType.Int16, 2, 10)]
    [InlineData(TensorType.UInt16, 2, 10)]
    [InlineData(TensorType.Float16, 2, 10)]
    [InlineData(TensorType.BFloat16, 2, 10)]
    [InlineData(TensorType.Int32, 4, 20)]
    [InlineData(TensorType.UInt32, 4, 20)]
    [InlineData(TensorType.Float32, 4, 20)]
    [InlineData(TensorType.Int64, 8, 40)]
    [InlineData(TensorType.UInt64, 8, 40)]
    [InlineData(TensorType.Float64, 8, 40)]
    [InlineData(TensorType.Complex64, 8, 40)]
    [InlineData(TensorType.Complex128, 16, 80)]
    [InlineData(TensorType.Int4, 0, 3)]
    [InlineData(TensorType.UInt4, 0, 3)]
    [InlineData(TensorType.Int2, 0, 2)]
    [InlineData(TensorType.String, 0, 0)]
    [InlineData(TensorType.Variant, 0, 0)]
    public void Element_types_have_their_sizes(TensorType type, int size, long bytesOfFive)
    {
        Assert.Equal(size, type.SizeInBytes());
        Assert.Equal(bytesOfFive, type.ByteCount(5));
    }
}
