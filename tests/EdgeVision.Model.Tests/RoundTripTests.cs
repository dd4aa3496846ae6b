using System.Security.Cryptography;

namespace EdgeVision.Model.Tests;

public class RoundTripTests
{
    [Fact]
    public void Absent_options_are_the_defaults_of_the_schema()
    {
        Assert.Equal(new Conv2DOptions(Padding.Same, 0, 0, FusedActivation.None, 1, 1), Defaults(BuiltinOperator.Conv2D));
        Assert.Equal(
            new DepthwiseConv2DOptions(Padding.Same, 0, 0, 0, FusedActivation.None, 1, 1), Defaults(BuiltinOperator.DepthwiseConv2D));
        Assert.Equal(new SoftmaxOptions(0f), Defaults(BuiltinOperator.Softmax));
        Assert.Equal(new ArgMaxOptions(TensorType.Float32), Defaults(BuiltinOperator.ArgMax));
        Assert.Empty(Assert.IsType<ReshapeOptions>(Defaults(BuiltinOperator.Reshape)).NewShape);
        Assert.Null(Defaults(BuiltinOperator.Logistic));

        static OperatorOptions? Defaults(BuiltinOperator code) => SampleModels.Single(code, null).Operators[0].Options;
    }

    [Fact]
    public void A_model_survives_and_its_bytes_are_stable()
    {
        TfliteModel model = SampleModels.Classifier().Build();
        byte[] file = TfliteWriter.Write(model);
        TfliteModel read = TfliteModel.Parse(file, "sample");

        ModelAssert.Same(model, read);
        Assert.Empty(read.Warnings);
        Assert.Equal("metadata: labels.txt", read.Metadata.LabelsSource);
        Assert.Equal(file, TfliteWriter.Write(read));
        Assert.Equal(file, TfliteWriter.Write(SampleModels.Classifier().Build()));
        Assert.StartsWith("8080454d694d84b8", Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [Fact]
    public void Constants_are_aligned_slices_of_the_file()
    {
        byte[] file = TfliteWriter.Write(SampleModels.Classifier().Build());
        foreach (Tensor tensor in TfliteModel.Parse(file, "sample").Tensors)
        {
            if (!tensor.IsConstant)
                continue;
            Assert.True(file.AsSpan().Overlaps(tensor.Data.Span, out int offset), $"{tensor} was copied");
            Assert.Equal(0, offset % 16);
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.HardSwish, 1)]
    [InlineData(BuiltinOperator.CumSum, 3)]
    [InlineData(BuiltinOperator.PlaceholderForGreaterOpCodes, 1)]
    [InlineData((BuiltinOperator)1234, 2)]
    public void Codes_and_versions_survive(BuiltinOperator code, int version)
    {
        Operator read = Reread(SampleModels.Single(code, null, version)).Operators[0];
        Assert.Equal((code, version), (read.Code, read.Version));
        Assert.Null(read.CustomCode);
    }

    [Fact]
    public void Equal_codes_are_stored_once_and_different_versions_apart()
    {
        var builder = new ModelBuilder("chain");
        int last = builder.AddInput("in", TensorType.Int8, [2]);
        foreach (int version in (int[])[1, 2, 1])
        {
            int next = builder.AddTensor("t", TensorType.Int8, [2]);
            builder.AddOperator(BuiltinOperator.Relu, [last], [next], version: version);
            last = next;
        }

        builder.MarkOutput(last);
        TfliteModel model = builder.Build();
        byte[] file = TfliteWriter.Write(model);
        ModelAssert.Same(model, TfliteModel.Parse(file, "chain"));
        Assert.Equal(2, RawModel.Root(file).Tables(Schema.Model.OperatorCodes).Count);
    }

    [Fact]
    public void Shared_constants_are_stored_once()
    {
        byte[] data = [1, 2, 3, 4];
        var builder = new ModelBuilder("shared");
        int a = builder.AddConstant("a", TensorType.Int8, [4], data);
        int b = builder.AddConstant("b", TensorType.UInt8, [2, 2], data);
        int c = builder.AddConstant("c", TensorType.UInt8, [2], data.AsMemory(0, 2));
        foreach (int tensor in (int[])[a, b, c])
            builder.MarkOutput(tensor);
        TfliteModel model = builder.Build();
        byte[] file = TfliteWriter.Write(model);
        TfliteModel read = TfliteModel.Parse(file, "shared");
        ModelAssert.Same(model, read);
        Assert.True(read.Tensors[a].Data.Span == read.Tensors[b].Data.Span);
        Assert.Equal(3, RawModel.Root(file).Tables(Schema.Model.Buffers).Count);
    }

    [Fact]
    public void Every_kind_of_tensor_survives()
    {
        var builder = new ModelBuilder("kinds");
        int state = builder.AddVariable("state", TensorType.Float32, [3]);
        int scalar = builder.AddConstant("scalar", [], [0.5f]);
        int packed = builder.AddConstant("packed", TensorType.Int4, [3], new byte[] { 0x21, 0x03 });
        int text = builder.AddConstant("text", TensorType.String, [1], new byte[] { 1, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0 });
        int wide = builder.AddConstant("wide", [2], [long.MinValue, long.MaxValue]);
        int small = builder.AddConstant("small", [2], [short.MinValue, short.MaxValue]);
        int bytes = builder.AddConstant("bytes", [2], (byte[])[0, 255]);
        int result = builder.AddTensor("", TensorType.Float32, []);
        builder.AddCustomOperator("Mix", [state, scalar, packed, text, wide, small, bytes], [result, state]);
        builder.MarkOutput(result);
        TfliteModel model = builder.Build();
        TfliteModel read = Reread(model);
        ModelAssert.Same(model, read);
        Assert.Equal(2, read.Tensors[packed].ByteCount);
        Assert.Equal(12, read.Tensors[text].ByteCount);
        Assert.Equal(1, read.Tensors[scalar].ElementCount);
        Assert.True(read.Tensors[state].IsVariable);
        Assert.Equal("Mix", read.Operators[0].DisplayName);
    }

    [Fact]
    public void Opaque_options_are_refused()
    {
        TfliteModel model = SampleModels.Single(BuiltinOperator.Svdf, new OpaqueOptions(1, 6));
        Assert.Contains("operator 0 (SVDF)", Assert.Throws<NotSupportedException>(() => TfliteWriter.Write(model)).Message);
    }

    private static TfliteModel Reread(TfliteModel model) => TfliteModel.Parse(TfliteWriter.Write(model), model.Name);
}
