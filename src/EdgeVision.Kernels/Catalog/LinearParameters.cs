namespace EdgeVision.Kernels;

/// <summary>
/// What all multiply-accumulate operations share: <c>output = clamp(R(bias[c] + Σ (x − InputZeroPoint)·(w − FilterZeroPoint),
/// Multipliers[c]) + OutputZeroPoint)</c>, R being <see cref="FixedPointMultiplier.Apply"/>.
/// </summary>
public abstract record LinearParameters
{
    /// <summary>In [−128, 127].</summary>
    public int InputZeroPoint { get; init; }

    /// <summary>In [−128, 127]; 0 in int8 models.</summary>
    public int FilterZeroPoint { get; init; }

    /// <summary>In [−128, 127].</summary>
    public int OutputZeroPoint { get; init; }

    /// <summary><c>s_in·s_w/s_out</c>: one for all output channels, or one per output channel.</summary>
    public required IReadOnlyList<FixedPointMultiplier> Multipliers { get; init; }

    /// <summary>The fused activation; <see cref="OutputRange.Full"/> unless set.</summary>
    public OutputRange Range { get; init; } = OutputRange.Full;
}
