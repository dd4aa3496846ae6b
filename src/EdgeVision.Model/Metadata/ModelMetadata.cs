namespace EdgeVision.Model;

/// <summary>What a model says about itself for people and for preprocessing (TensorFlow Lite Metadata).</summary>
public sealed record ModelMetadata
{
    /// <summary>Nothing known.</summary>
    public static ModelMetadata Empty { get; } = new();

    /// <summary>A title, such as "ImageClassifier".</summary>
    public string? ModelName { get; init; }

    /// <summary>What the model does, in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>One entry per model input, in order, or empty when the model has no metadata about inputs.</summary>
    public IReadOnlyList<InputMetadata> Inputs { get; init; } = [];

    /// <summary>One label per class, in the order of the output's last axis; empty when there are none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// Where the labels came from: <c>metadata: labels.txt</c> for a file packed into the model, the path of a file beside it, or
    /// <see langword="null"/> without labels or when they were set in memory.
    /// </summary>
    public string? LabelsSource { get; init; }
}

/// <summary>What a model says about one of its inputs.</summary>
public sealed record InputMetadata
{
    /// <summary>Nothing known.</summary>
    public static InputMetadata Empty { get; } = new();

    /// <summary>A name for people, such as "image".</summary>
    public string? Name { get; init; }

    /// <summary>Channel order of an image input.</summary>
    public ColorSpace ColorSpace { get; init; }

    /// <summary>How raw values become the real numbers the model was trained on; <see langword="null"/> when not stated.</summary>
    public InputNormalization? Normalization { get; init; }
}

/// <summary>
/// Normalization before quantization: <c>real = (raw − Mean[c]) / Std[c]</c>, raw 0 … 255 for images, c the channel.
/// </summary>
/// <param name="Mean">One value for all channels or one per channel, finite.</param>
/// <param name="Std">As many as <paramref name="Mean"/>, finite and not 0.</param>
public sealed record InputNormalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std);

/// <summary>Channel order of an image input.</summary>
public enum ColorSpace
{
    /// <summary>Not stated.</summary>
    Unknown = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 1,

    /// <summary>One channel of luminance.</summary>
    Grayscale = 2,
}
