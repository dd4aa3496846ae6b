namespace EdgeVision.Kernels;

/// <summary>A fully connected layer.</summary>
public sealed record DenseParameters : LinearParameters
{
    /// <summary>Number of input vectors, ≥ 1.</summary>
    public required int Batch { get; init; }

    /// <summary>Length of an input vector, ≥ 1.</summary>
    public required int InputDepth { get; init; }

    /// <summary>Length of an output vector, ≥ 1.</summary>
    public required int OutputDepth { get; init; }
}
