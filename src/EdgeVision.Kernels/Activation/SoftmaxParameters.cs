namespace EdgeVision.Kernels;

/// <summary>A softmax over the last extent.</summary>
public sealed record SoftmaxParameters
{
    /// <summary>Number of independent rows, ≥ 1.</summary>
    public required int Rows { get; init; }

    /// <summary>Values per row, ≥ 1.</summary>
    public required int Depth { get; init; }

    /// <summary>Scale of the input; positive and finite. Its zero point cancels out.</summary>
    public required float InputScale { get; init; }

    /// <summary>Factor on the input, positive and finite; 1 unless set.</summary>
    public float Beta { get; init; } = 1;
}
