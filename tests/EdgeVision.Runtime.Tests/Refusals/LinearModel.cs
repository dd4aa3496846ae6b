using EdgeVision.Model;

namespace EdgeVision.Runtime.Tests.Refusals;

/// <summary>A usable convolution or fully connected layer, of which a test makes one property unusable.</summary>
internal sealed record LinearModel
{
    public BuiltinOperator Code { get; init; } = BuiltinOperator.Conv2D;

    public OperatorOptions Options { get; init; } = new Conv2DOptions(Padding.Same, 1, 1);

    public TensorType Type { get; init; } = TensorType.Int8;

    public TensorType WeightType { get; init; } = TensorType.Int8;

    public TensorType OutputType { get; init; } = TensorType.Int8;

    public int[] Input { get; init; } = [1, 5, 5, 4];

    public int[] Weights { get; init; } = [6, 3, 3, 4];

    public int[] Output { get; init; } = [1, 5, 5, 6];

    public TensorQuantization? InputQuantization { get; init; } = TensorQuantization.PerTensor(0.1f, 0);

    public TensorQuantization? WeightQuantization { get; init; } = TensorQuantization.PerTensor(0.01f, 0);

    public TensorQuantization? OutputQuantization { get; init; } = TensorQuantization.PerTensor(0.2f, 0);

    public TensorType BiasType { get; init; } = TensorType.Int32;

    public int BiasLength { get; init; } = 6;

    public bool BiasIsComputed { get; init; }

    public bool WeightsAreComputed { get; init; }

    public byte WeightValue { get; init; } = 1;

    public static LinearModel Depthwise => new()
    {
        Code = BuiltinOperator.DepthwiseConv2D,
        Options = new DepthwiseConv2DOptions(Padding.Same, 1, 1, 1),
        Weights = [1, 3, 3, 4],
        Output = [1, 5, 5, 4],
        BiasLength = 4,
    };

    public static LinearModel FullyConnected => new()
    {
        Code = BuiltinOperator.FullyConnected,
        Options = new FullyConnectedOptions(),
        Input = [2, 10],
        Weights = [6, 10],
        Output = [2, 6],
    };

    public TfliteModel Build()
    {
        var builder = new ModelBuilder("layer.tflite");
        int x = builder.AddInput("x", Type, Input, InputQuantization);
        byte[] data = new byte[WeightType.SizeInBytes() * Weights.Aggregate(1, (product, n) => product * n)];
        Array.Fill(data, WeightValue);
        int weights = WeightsAreComputed
            ? builder.AddInput("weights", WeightType, Weights, WeightQuantization)
            : builder.AddConstant("weights", WeightType, Weights, data, WeightQuantization);
        int bias = BiasIsComputed
            ? builder.AddInput("bias", BiasType, [BiasLength])
            : builder.AddConstant("bias", BiasType, [BiasLength], new byte[BiasType.SizeInBytes() * BiasLength]);
        int y = builder.AddTensor("y", OutputType, Output, OutputQuantization);
        builder.AddOperator(Code, [x, weights, bias], [y], Options);
        builder.MarkOutput(y);
        return builder.Build();
    }
}
