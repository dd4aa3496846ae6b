using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>How pixels become a model's input, and why it is believed.</summary>
internal readonly record struct ChosenConvention(InputConvention? Normalization, string? Reason);

/// <summary>What a training library takes for granted and a weights file does not say.</summary>
/// <param name="Name">As the option gives it.</param>
/// <param name="Epsilon">Of batch normalization.</param>
/// <param name="StridedPadding">What is added around a 3×3 window with stride 2.</param>
/// <param name="Normalization">Of pixels.</param>
/// <param name="Description">For people.</param>
internal sealed record NamedConvention(
    string Name,
    float Epsilon,
    ImagePads StridedPadding,
    InputConvention Normalization,
    string Description)
{
    private static readonly InputConvention MinusOneToOne = new([127.5f], [127.5f]);

    public static NamedConvention Keras { get; } = new(
        "keras", 1e-3f, new ImagePads(0, 1, 0, 1), MinusOneToOne, "TensorFlow padding, epsilon 1e-3, pixels in [−1, 1]");

    /// <summary>timm's published MobileNetV1 weights were trained on pixels in [−1, 1], unlike most of its models.</summary>
    public static NamedConvention Timm { get; } = new(
        "timm", 1e-5f, new ImagePads(1, 1, 1, 1), MinusOneToOne, "symmetric padding, epsilon 1e-5, pixels in [−1, 1]");

    public static NamedConvention TimmImageNet { get; } = Timm with
    {
        Name = "timm-imagenet",
        Normalization = new InputConvention([123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f]),
        Description = "symmetric padding, epsilon 1e-5, ImageNet mean and deviation",
    };

    /// <summary>This convention's normalization, because the user wants it.</summary>
    public ChosenConvention AsChosen() => new(Normalization, $"chosen by option: '{Name}'");

    /// <summary>The convention of a name, or <see langword="null"/> without one.</summary>
    /// <exception cref="SourceException">There is no such convention.</exception>
    public static NamedConvention? Find(SourceFile file, string? name) => name switch
    {
        null => null,
        "keras" => Keras,
        "timm" => Timm,
        "timm-imagenet" => TimmImageNet,
        _ => throw file.Error($"convention '{name}' is unknown; keras, timm and timm-imagenet are known"),
    };
}
