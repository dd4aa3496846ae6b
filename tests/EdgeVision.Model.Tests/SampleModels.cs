using EdgeVision.Testing;

namespace EdgeVision.Model.Tests;

/// <summary>Small models made in memory.</summary>
internal static class SampleModels
{
    public static readonly ModelMetadata Metadata = new()
    {
        ModelName = "Sample",
        Description = "Tells stars from stripes.",
        Inputs =
        [
            new InputMetadata
            {
                Name = "image",
                ColorSpace = ColorSpace.Rgb,
                Normalization = new InputNormalization([127.5f, 126f, 125f], [127.5f, 128f, 129f]),
            },
        ],
        Labels = ["background", "", "Stern ☆", "stripe, red"],
    };

    /// <summary>A classifier with a convolution, a residual, a reshape with a constant shape, a custom operator and a softmax.</summary>
    public static ModelBuilder Classifier()
    {
        var random = new Prng(7);
        var weights = new sbyte[4 * 3 * 3 * 3];
        random.Fill(weights);
        var builder = new ModelBuilder("sample") { Description = "made by a test", MinRuntimeVersion = "1.14.0", Metadata = Metadata };
        TensorQuantization activation = TensorQuantization.PerTensor(0.0078125f, -1);
        int input = builder.AddInput("image", TensorType.Int8, [1, 4, 4, 3], activation);
        int filter = builder.AddConstant(
            "filter", [4, 3, 3, 3], weights, TensorQuantization.PerChannel([0.5f, 0.25f, 0.125f, 1e-13f], axis: 0));
        int bias = builder.AddConstant(
            "bias", [4], [1, -2, 3, int.MinValue], TensorQuantization.PerChannel([0.01f, 0.02f, 0.03f, 0.04f], axis: 0));
        int features = builder.AddTensor("features", TensorType.Int8, [1, 2, 2, 4], activation with { Min = [-1f], Max = [1f] });
        int sum = builder.AddTensor("sum", TensorType.Int8, [1, 2, 2, 4], activation);
        int shape = builder.AddConstant("shape", [2], [1, 16]);
        int flat = builder.AddTensor("flat", TensorType.Int8, [1, 16], activation);
        int logits = builder.AddTensor("logits", TensorType.Int8, [1, 4], activation);
        int output = builder.AddTensor("scores", TensorType.Int8, [1, 4], TensorQuantization.PerTensor(1 / 256f, -128));
        builder.AddOperator(
            BuiltinOperator.Conv2D,
            [input, filter, bias],
            [features],
            new Conv2DOptions(Padding.Same, 2, 2, FusedActivation.Relu6),
            version: 3);
        builder.AddOperator(BuiltinOperator.Add, [features, features], [sum], new AddOptions(FusedActivation.Relu), version: 2);
        builder.AddOperator(BuiltinOperator.Reshape, [sum, shape], [flat], new ReshapeOptions([1, -1]));
        builder.AddCustomOperator("TakeFour", [flat, -1], [logits], new byte[] { 1, 2, 3 });
        builder.AddOperator(BuiltinOperator.Softmax, [logits], [output], new SoftmaxOptions(1f), version: 2);
        builder.MarkOutput(output);
        return builder;
    }

    /// <summary>One operator from tensor 0 to tensor 1.</summary>
    public static TfliteModel Single(BuiltinOperator code, OperatorOptions? options, int version = 1)
    {
        var builder = new ModelBuilder("single");
        int input = builder.AddInput("in", TensorType.Float32, [1, 2]);
        int output = builder.AddTensor("out", TensorType.Float32, [1, 2]);
        builder.AddOperator(code, [input], [output], options, version);
        builder.MarkOutput(output);
        return builder.Build();
    }
}
