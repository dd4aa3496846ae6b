namespace EdgeVision.Quantize.Sources;

/// <summary>What a source file cannot say about itself.</summary>
public sealed record SourceOptions
{
    /// <summary>Nothing given.</summary>
    public static SourceOptions None { get; } = new();

    /// <summary>
    /// <c>keras</c>, <c>timm</c> or <c>timm-imagenet</c>: padding, epsilon and normalization of a source that holds only weights, and the
    /// normalization of one that holds a graph. <see langword="null"/> lets the source's names decide.
    /// </summary>
    public string? Convention { get; init; }

    /// <summary>Height and width of the image, for sources that leave them open; 8 … 4096.</summary>
    public int? InputSize { get; init; }

    /// <summary>A UTF-8 text file with one label per line, as many as the model has classes.</summary>
    public string? LabelsFile { get; init; }
}
