namespace EdgeVision.Model.Tests;

public class ModelBuilderTests
{
    [Fact]
    public void Constants_must_hold_data()
    {
        var builder = new ModelBuilder("test");
        Assert.Throws<ArgumentException>(() => builder.AddConstant("c", TensorType.Int8, [1], default(ReadOnlyMemory<byte>)));
        Assert.Throws<NotSupportedException>(() => builder.AddConstant("c", [1], (ReadOnlySpan<decimal>)[1m]));
    }

    [Fact]
    public void Options_must_belong_to_the_operation()
    {
        var builder = new ModelBuilder("test");
        Assert.Throws<ArgumentException>(() => builder.AddOperator(BuiltinOperator.Add, [], [], new MulOptions()));
        Assert.Throws<ArgumentException>(() => builder.AddOperator(BuiltinOperator.Relu, [], [], new MulOptions()));
        Assert.Throws<ArgumentException>(() => builder.AddOperator(BuiltinOperator.Relu, [], [], new CustomOptions(default)));
        Assert.Throws<ArgumentException>(() => builder.AddOperator(BuiltinOperator.Conv2D, [], [], new OpaqueOptions(1, 1)));
        Assert.Throws<ArgumentException>(() => builder.AddOperator(BuiltinOperator.Custom, [], []));
        Assert.Throws<ArgumentException>(() => builder.AddCustomOperator("", [], []));
        Assert.Equal(0, builder.AddOperator(BuiltinOperator.Add, [], []));
    }

    [Fact]
    public void Built_models_do_not_change_with_the_builder()
    {
        ModelBuilder builder = SampleModels.Classifier();
        TfliteModel model = builder.Build();
        int operators = model.Operators.Count;
        builder.AddOperator(BuiltinOperator.Relu, [0], [builder.AddTensor("more", TensorType.Int8, [1])]);
        Assert.Equal(operators, model.Operators.Count);
        Assert.Equal(operators + 1, builder.Build().Operators.Count);
        Assert.Null(model.Path);
        Assert.Equal("sample", model.Name);
    }

    [Fact]
    public void Graph_errors_count_inputs_that_repeat()
    {
        var raw = new ModelBuilder("test");
        int constant = raw.AddConstant("c", [1], [1f]);
        raw.MarkOutput(constant);
        Assert.True(raw.Build().Tensors[constant].IsConstant);
    }
}
