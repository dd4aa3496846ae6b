using EdgeVision.Model;

namespace EdgeVision.Testing;

/// <summary>
/// A classifier small enough to understand: "bright" when the mean of all pixels is above half, "dark" below. For tests that need an
/// answer which follows from the picture, with a camera or without, where no trained model is at hand.
/// </summary>
public static class BrightnessModel
{
    /// <summary>The classes, in the order of the two scores.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["dark", "bright"];

    // Logit of "bright": the mean of the picture, in 0…1, less a half, times this. 0.6 gives 92 %, 0.75 gives 99.8 %.
    private const float Slope = 12;

    private const float InputScale = 1 / 255f;
    private const float WeightScale = Slope / 3 / 127;
    private const float LogitScale = Slope / 250;

    /// <summary>The model, for RGB pictures.</summary>
    /// <param name="side">Width and height of the input in pixels.</param>
    public static TfliteModel Create(int side = 32)
    {
        var builder = new ModelBuilder("brightness")
        {
            Description = "dark or bright, by the mean of all pixels",
            Metadata = ModelMetadata.Empty with
            {
                ModelName = "Brightness",
                Inputs = [new InputMetadata { Name = "image", ColorSpace = ColorSpace.Rgb, Normalization = new InputNormalization([0f], [255f]) }],
                Labels = Labels,
            },
        };
        TensorQuantization pixels = TensorQuantization.PerTensor(InputScale, -128), logit = TensorQuantization.PerTensor(LogitScale, 0);
        int image = builder.AddInput("image", TensorType.Int8, [1, side, side, 3], pixels);
        int axes = builder.AddConstant<int>("axes", [2], [1, 2]);
        int mean = builder.AddTensor("mean", TensorType.Int8, [1, 3], pixels);
        builder.AddOperator(BuiltinOperator.Mean, [image, axes], [mean], new ReducerOptions(KeepDims: false));

        int weights = builder.AddConstant<sbyte>("weights", [2, 3], [-127, -127, -127, 127, 127, 127], TensorQuantization.PerTensor(WeightScale, 0));
        int half = (int)MathF.Round(Slope / 2 / (InputScale * WeightScale));
        int bias = builder.AddConstant<int>("bias", [2], [half, -half], TensorQuantization.PerTensor(InputScale * WeightScale, 0));
        int logits = builder.AddTensor("logits", TensorType.Int8, [1, 2], logit);
        builder.AddOperator(BuiltinOperator.FullyConnected, [mean, weights, bias], [logits], new FullyConnectedOptions(), version: 4);

        int scores = builder.AddTensor("scores", TensorType.Int8, [1, 2], TensorQuantization.PerTensor(1 / 256f, -128));
        builder.AddOperator(BuiltinOperator.Softmax, [logits], [scores], new SoftmaxOptions(1f), version: 2);
        builder.MarkOutput(scores);
        return builder.Build();
    }

    /// <summary>The same as the bytes of a <c>.tflite</c> file.</summary>
    /// <inheritdoc cref="Create"/>
    public static byte[] ToTflite(int side = 32) => TfliteWriter.Write(Create(side));
}
