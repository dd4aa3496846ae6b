using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model.Tests;

/// <summary>What a file can hold but the writer never writes.</summary>
public class HostileFileTests
{
    [Fact]
    public void The_untouched_raw_model_loads()
    {
        TfliteModel model = new RawModel().Parse();
        Assert.Equal(BuiltinOperator.Add, model.Operators[0].Code);
        Assert.Equal([0, 0, 128, 63], model.Tensors[2].Data.ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4u)]
    public void Other_schema_versions_are_refused(uint version) =>
        Assert.Equal(
            $"raw: schema version {version} is not supported; convert the model with a current TensorFlow Lite converter",
            new RawModel { Version = version }.ParseError());

    [Fact]
    public void A_model_without_subgraph_is_refused() => Assert.Contains("no subgraph", new RawModel { Subgraphs = 0 }.ParseError());

    [Fact]
    public void Further_subgraphs_are_ignored_unless_an_operator_calls_them()
    {
        Assert.Single(new RawModel { Subgraphs = 3 }.Parse().Operators);
        foreach (BuiltinOperator code in (BuiltinOperator[])[BuiltinOperator.While, BuiltinOperator.If, BuiltinOperator.CallOnce])
        {
            Assert.Single(new RawModel { BuiltinCode = (int)code }.Parse().Operators);
            Assert.StartsWith(
                $"raw: operator 0 ({code.SchemaName()}) uses one of the model's 2 subgraphs",
                new RawModel { Subgraphs = 2, BuiltinCode = (int)code }.ParseError());
        }
    }

    [Theory]
    [InlineData(4, 0, 4)]
    [InlineData(0, 4, 4)]
    [InlineData(127, 150, 150)]
    [InlineData(114, 114, 114)]
    [InlineData(-1, 4, 4)]
    public void The_larger_operator_code_counts(sbyte deprecated, int builtin, int expected) =>
        Assert.Equal(
            (BuiltinOperator)expected,
            new RawModel { DeprecatedCode = deprecated, BuiltinCode = builtin }.Parse().Operators[0].Code);

    [Fact]
    public void A_negative_operator_code_is_refused() =>
        Assert.StartsWith(
            "raw: operator code 0: the builtin code is -1;",
            new RawModel { DeprecatedCode = -2, BuiltinCode = -1 }.ParseError());

    [Fact]
    public void An_operator_code_out_of_range_is_refused() =>
        Assert.StartsWith(
            "raw: operator 0: operator code 1 does not exist, there are 1;",
            new RawModel { CodeIndex = 1 }.ParseError());

    [Fact]
    public void A_custom_operator_needs_a_name()
    {
        Assert.Contains("operator 0: a custom operator has no name", new RawModel { BuiltinCode = 32 }.ParseError());
        Operator op = new RawModel { BuiltinCode = 32, CustomCode = "Two\nLines" }.Parse().Operators[0];
        Assert.Equal("Two\nLines", op.CustomCode);
        Assert.Equal("Two?Lines", op.DisplayName);
    }

    [Fact]
    public void Options_of_another_operation_are_refused() =>
        Assert.StartsWith(
            "raw: operator 0: ADD has parameters of type 1 instead of 11;",
            new RawModel { OptionsType = 1 }.ParseError());

    [Theory]
    [InlineData(BuiltinOperator.Add, 11, 0, "activation 6 does not exist")]
    [InlineData(BuiltinOperator.Conv2D, 1, 0, "padding 6 does not exist")]
    [InlineData(BuiltinOperator.FullyConnected, 8, 1, "weights format 6 does not exist")]
    [InlineData(BuiltinOperator.ArgMax, 40, 0, null)]
    public void Unknown_enumeration_values_are_refused(BuiltinOperator code, byte type, int field, string? message)
    {
        var raw = new RawModel { BuiltinCode = (int)code, OptionsType = type, Options = Table };
        if (message is null)
            Assert.Equal(new ArgMaxOptions(TensorType.Bool), raw.Parse().Operators[0].Options);
        else
            Assert.Contains(message, raw.ParseError());

        int Table(FlatBufferBuilder b)
        {
            b.StartTable(2);
            b.Field(field, (byte)6);
            return b.EndTable();
        }
    }

    [Fact]
    public void Options_without_a_record_are_named()
    {
        Assert.Equal(new OpaqueOptions(1, 6), Options(new RawModel { BuiltinCode = (int)BuiltinOperator.Svdf, OptionsType = 6 }));
        Assert.Equal(new OpaqueOptions(2, 18), Options(new RawModel { BuiltinCode = (int)BuiltinOperator.Dilate, Options2Type = 18 }));
        Assert.Null(Options(new RawModel { BuiltinCode = (int)BuiltinOperator.Pad, OptionsType = 22 }));

        static OperatorOptions? Options(RawModel raw) => raw.Parse().Operators[0].Options;
    }

    [Fact]
    public void Large_custom_options_are_read_from_behind_the_model()
    {
        var raw = new RawModel { BuiltinCode = 32, CustomCode = "Big", LargeCustomOptions = (4, 4) };
        Assert.Equal("TFL3"u8, Assert.IsType<CustomOptions>(raw.Parse().Operators[0].Options).Data.Span);
        raw.LargeCustomOptions = (4, 1 << 20);
        Assert.Contains("operator 0: 1048576 bytes at 4 are outside", raw.ParseError());
        raw.LargeCustomOptions = (ulong.MaxValue, 1);
        Assert.Contains("operator 0: 1 bytes at 18446744073709551615 are outside", raw.ParseError());
    }

    [Fact]
    public void External_buffers_are_read_in_place()
    {
        var raw = new RawModel { Data = [], External = (4, 4) };
        byte[] file = raw.Write();
        ReadOnlySpan<byte> data = TfliteModel.Parse(file, "raw").Tensors[2].Data.Span;
        Assert.True(data == file.AsSpan(4, 4));
        raw.External = (4, ulong.MaxValue - 2);
        Assert.Contains("tensor 2: 18446744073709551613 bytes at 4 are outside", raw.ParseError());
        raw.External = (1u << 30, 4);
        Assert.Contains("tensor 2: 4 bytes at 1073741824 are outside", raw.ParseError());
        raw.External = (1, 4);
        Assert.Contains("holds no data", raw.ParseError());
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x80000000u)]
    public void A_buffer_out_of_range_is_refused(uint buffer) =>
        Assert.StartsWith(
            $"raw: tensor 2: buffer {buffer} does not exist, there are 2;",
            new RawModel { ConstantBuffer = buffer }.ParseError());

    [Fact]
    public void Sparse_tensors_are_refused() =>
        Assert.Contains("tensor 2: sparse tensors are not supported", new RawModel { IsSparse = true }.ParseError());

    [Fact]
    public void Other_quantization_schemes_are_refused() =>
        Assert.Contains("tensor 2: only affine quantization", new RawModel { Quantization = b => Quantization(b, 2, []) }.ParseError());

    [Fact]
    public void Absent_zero_points_are_zero()
    {
        TensorQuantization? read = new RawModel { Quantization = b => Quantization(b, 0, [0.5f]) }.Parse().Tensors[2].Quantization;
        Assert.Equal([0.5f], read!.Scales.AsSpan());
        Assert.Equal([0L], read.ZeroPoints.AsSpan());
        Assert.Null(new RawModel { Quantization = b => Quantization(b, 0, []) }.Parse().Tensors[2].Quantization);
    }

    [Theory]
    [InlineData(new[] { 65536, 65536 }, 0, "needs more than 2 GiB")]
    [InlineData(new[] { 1 << 30 }, 0, "needs more than 2 GiB")]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue, 4 }, 9, "needs more than 2 GiB")]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue, 4 }, 5, "needs more than 2 GiB")]
    [InlineData(new[] { 1, 0 }, 0, "dimension 0 in [1,0] is not supported")]
    [InlineData(new[] { -1 }, 0, "dimension -1 in [-1] is not supported")]
    [InlineData(new[] { int.MinValue }, 0, "dimension -2147483648 in")]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 0, "9 dimensions, more than the 8")]
    [InlineData(new[] { 1 }, 21, "element type 21 is unknown")]
    public void Impossible_tensors_are_refused(int[] shape, byte type, string message) =>
        Assert.StartsWith("raw: tensor 0 't0': ", Error(shape, type, message));

    [Theory]
    [InlineData("TFLITE_METADATA", "raw: metadata: this is not TensorFlow Lite Metadata")]
    [InlineData("min_runtime_version", "the minimum runtime version is 80 characters long")]
    public void Broken_metadata_entries_are_refused(string entry, string message)
    {
        var raw = new RawModel();
        raw.Metadata.Add((entry, [.. Enumerable.Repeat((byte)'1', 80)]));
        Assert.Contains(message, raw.ParseError());
    }

    [Fact]
    public void Unknown_metadata_entries_are_ignored()
    {
        var raw = new RawModel();
        raw.Metadata.Add(("CONVERSION_METADATA", [1, 2, 3]));
        raw.Metadata.Add(("min_runtime_version", "2.1"u8.ToArray()));
        Assert.Equal("2.1", raw.Parse().MinRuntimeVersion);
        Assert.Same(ModelMetadata.Empty, raw.Parse().Metadata);
    }

    private static string Error(int[] shape, byte type, string message)
    {
        string error = new RawModel { Shape = shape, TensorType = type }.ParseError();
        Assert.Contains(message, error);
        return error;
    }

    private static int Quantization(FlatBufferBuilder b, byte detailsType, float[] scales)
    {
        int vector = b.Scalars<float>(scales);
        b.StartTable(7);
        b.Object(2, vector);
        b.Field(4, detailsType);
        return b.EndTable();
    }
}
