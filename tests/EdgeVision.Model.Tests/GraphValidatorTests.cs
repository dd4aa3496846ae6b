namespace EdgeVision.Model.Tests;

public class GraphValidatorTests
{
    private const TensorType Float = TensorType.Float32;

    [Fact]
    public void An_operator_may_not_read_what_is_computed_later()
    {
        ModelBuilder builder = Start(out int input, out int output);
        int late = builder.AddTensor("late", Float, [1]);
        builder.AddOperator(BuiltinOperator.Add, [input, late], [output]);
        builder.AddOperator(BuiltinOperator.Relu, [input], [late]);
        Fails(builder, "test: operator 0 (ADD) reads tensor 2 'late' Float32[1], which holds no data and nothing before it writes;");
    }

    [Fact]
    public void A_tensor_is_written_once()
    {
        ModelBuilder builder = Start(out int input, out int output);
        builder.AddOperator(BuiltinOperator.Relu, [input], [output]);
        builder.AddOperator(BuiltinOperator.Relu, [input], [output]);
        Fails(builder, "test: operator 1 (RELU) writes tensor 1 'out' Float32[1], which is a constant, a model input, or written before;");
    }

    [Fact]
    public void Constants_and_inputs_are_not_written()
    {
        ModelBuilder builder = Start(out int input, out _);
        builder.AddOperator(BuiltinOperator.Relu, [input], [input]);
        Fails(builder, "operator 0 (RELU) writes tensor 0 'in'");
        builder = Start(out input, out _);
        int constant = builder.AddConstant("c", [1], [1f]);
        builder.AddOperator(BuiltinOperator.Relu, [input], [constant]);
        Fails(builder, "operator 0 (RELU) writes tensor 2 'c'");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-2)]
    [InlineData(int.MinValue)]
    public void Tensors_out_of_range_are_named(int tensor)
    {
        ModelBuilder builder = Start(out int input, out int output);
        builder.AddOperator(BuiltinOperator.Add, [input, tensor], [output]);
        Fails(builder, $"operator 0 (ADD): tensor {tensor} does not exist, there are 2;");
        builder = Start(out input, out output);
        builder.AddOperator(BuiltinOperator.Relu, [input], [tensor]);
        Fails(builder, $"operator 0 (RELU): tensor {tensor} does not exist");
        builder = Start(out input, out output);
        builder.AddOperator(BuiltinOperator.Relu, [input], [output]);
        builder.MarkOutput(tensor);
        Fails(builder, $"model output: tensor {tensor} does not exist");
    }

    [Fact]
    public void Only_inputs_may_be_omitted()
    {
        ModelBuilder builder = Start(out int input, out int output);
        builder.AddOperator(BuiltinOperator.Add, [input, -1], [output]);
        Assert.Equal([0, -1], builder.Build().Operators[0].Inputs);
        builder.AddOperator(BuiltinOperator.Relu, [input], [-1]);
        Fails(builder, "operator 1 (RELU): tensor -1 does not exist");
    }

    [Fact]
    public void Outputs_must_be_there_and_computed()
    {
        ModelBuilder builder = Start(out _, out _);
        Fails(builder, "test: tensor 1 'out' Float32[1] is a model output, but nothing writes it;");
        Fails(new ModelBuilder("test"), "test: the model has no outputs;");
    }

    [Fact]
    public void Variables_may_be_read_first_and_written_again()
    {
        ModelBuilder builder = Start(out int input, out int output);
        int state = builder.AddVariable("state", Float, [1]);
        builder.AddOperator(BuiltinOperator.Add, [input, state], [output, state]);
        builder.AddCustomOperator("Keep", [output], [state]);
        Assert.Equal(2, builder.Build().Operators.Count);
    }

    [Fact]
    public void Data_must_fit_the_shape()
    {
        ModelBuilder builder = Start(out _, out _);
        builder.AddConstant("c", Float, [2, 3], new byte[20]);
        Fails(builder, "test: tensor 2 'c': it holds 20 bytes, but Float32[2,3] needs 24; ");
    }

    [Theory]
    [InlineData(new[] { 1f, 2f }, new long[] { 0 }, 0, "2 scales and 1 zero points do not match")]
    [InlineData(new float[0], new long[0], 0, "0 scales and 0 zero points do not match")]
    [InlineData(new[] { 1f }, new long[] { 0 }, 2, "quantization axis 2 is not a dimension of [2,3]")]
    [InlineData(new[] { 1f }, new long[] { 0 }, -1, "quantization axis -1 is not a dimension of [2,3]")]
    [InlineData(new[] { 1f, 2f }, new long[] { 0, 0 }, 1, "2 scales do not fit dimension 1 of [2,3]")]
    [InlineData(new[] { 0f }, new long[] { 0 }, 0, "scale 0 is not a positive number")]
    [InlineData(new[] { 1f, -1f }, new long[] { 0, 0 }, 0, "scale -1 is not a positive number")]
    [InlineData(new[] { float.NaN }, new long[] { 0 }, 0, "scale NaN is not a positive number")]
    [InlineData(new[] { float.PositiveInfinity }, new long[] { 0 }, 0, "scale Infinity is not a positive number")]
    [InlineData(new[] { 1f }, new long[] { 128 }, 0, "zero point 128 is outside -128 … 127")]
    [InlineData(new[] { 1f, 1f }, new long[] { 0, -129 }, 0, "zero point -129 is outside -128 … 127")]
    public void Quantization_must_make_sense(float[] scales, long[] zeroPoints, int axis, string message)
    {
        ModelBuilder builder = Start(out _, out _);
        builder.AddTensor("q", TensorType.Int8, [2, 3], new TensorQuantization { Scales = [.. scales], ZeroPoints = [.. zeroPoints], Axis = axis });
        Fails(builder, $"test: tensor 2 'q': {message}");
    }

    [Theory]
    [InlineData(TensorType.UInt8, 0, 255)]
    [InlineData(TensorType.Int8, -128, 127)]
    [InlineData(TensorType.Int16, -32768, 32767)]
    [InlineData(TensorType.Int32, int.MinValue, int.MaxValue)]
    public void Zero_points_span_the_type(TensorType type, long lowest, long highest)
    {
        Assert.NotNull(Build(lowest).Tensors[2].Quantization);
        Assert.NotNull(Build(highest).Tensors[2].Quantization);
        Assert.Contains("zero point", Assert.Throws<ModelFormatException>(() => Build(lowest - 1)).Message);
        Assert.Contains("zero point", Assert.Throws<ModelFormatException>(() => Build(highest + 1)).Message);

        TfliteModel Build(long zeroPoint)
        {
            ModelBuilder builder = Start(out int input, out int output);
            builder.AddTensor("q", type, [], TensorQuantization.PerTensor(1f, zeroPoint));
            builder.AddOperator(BuiltinOperator.Relu, [input], [output]);
            return builder.Build();
        }
    }

    [Fact]
    public void Several_scales_do_not_fit_a_scalar()
    {
        ModelBuilder builder = Start(out _, out _);
        builder.AddTensor("q", TensorType.Int8, [], TensorQuantization.PerChannel([1f, 1f], 0));
        Fails(builder, "2 scales do not fit dimension 0 of []");
    }

    [Fact]
    public void Hostile_names_stay_on_one_line()
    {
        var builder = new ModelBuilder("test");
        builder.AddTensor(new string('x', 90) + "\r\n\u2028" + new string('y', 5000), Float, [0]);
        string message = Assert.Throws<ModelFormatException>(() => builder.Build()).Message;
        Assert.Contains(new string('x', 90) + "???yyyyyyy…'", message);
        Assert.DoesNotContain('\n', message);
    }

    // An input and an output, which nothing computes yet.
    private static ModelBuilder Start(out int input, out int output)
    {
        var builder = new ModelBuilder("test");
        input = builder.AddInput("in", Float, [1]);
        output = builder.AddTensor("out", Float, [1]);
        builder.MarkOutput(output);
        return builder;
    }

    private static void Fails(ModelBuilder builder, string message) =>
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => builder.Build()).Message);
}
