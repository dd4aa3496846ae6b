namespace EdgeVision.Kernels;

/// <summary>A 1×1 convolution: every pixel's channels times one matrix.</summary>
public sealed record PointwiseParameters : LinearParameters
{
    /// <summary>Batch·height·width, ≥ 1.</summary>
    public required int Pixels { get; init; }

    /// <summary>Values read per pixel, ≥ 1.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Values written per pixel, ≥ 1.</summary>
    public required int OutputChannels { get; init; }
}
