namespace EdgeVision.Quantize.Graph;

/// <summary>A float model as a source file describes it: NHWC, constants in TensorFlow Lite's order, nothing folded.</summary>
public sealed class FloatGraph
{
    /// <summary>The source's name, usually the file's without extension.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of source, such as "Keras .h5 (full model)".</summary>
    public required string Source { get; init; }

    /// <summary>The image it takes.</summary>
    public required GraphInput Input { get; init; }

    /// <summary>Operations, each after those whose values it reads.</summary>
    public required IReadOnlyList<FloatNode> Nodes { get; init; }

    /// <summary>Name of the value that is the model's result.</summary>
    public required string Output { get; init; }

    /// <summary>How pixels become the model's input; <see langword="null"/> where the source does not say.</summary>
    public InputConvention? Convention { get; init; }

    /// <summary>Where <see cref="Convention"/> comes from, for people.</summary>
    public string? ConventionReason { get; init; }

    /// <summary>One label per class, or empty.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
