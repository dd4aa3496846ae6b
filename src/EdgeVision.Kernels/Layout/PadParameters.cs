namespace EdgeVision.Kernels;

/// <summary>Elements added on one side of each dimension; none is negative.</summary>
/// <param name="Batch">Images.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
public readonly record struct Margin(int Batch, int Height, int Width, int Channels);

/// <summary>A tensor surrounded by a constant.</summary>
public sealed record PadParameters
{
    /// <summary>Shape of the input, NHWC.</summary>
    public required TensorShape Input { get; init; }

    /// <summary>What is added before the first element of each dimension.</summary>
    public Margin Before { get; init; }

    /// <summary>What is added after the last element of each dimension.</summary>
    public Margin After { get; init; }

    /// <summary>The constant; the zero point for TFLite's PAD.</summary>
    public required sbyte Value { get; init; }

    /// <summary>Shape of the output.</summary>
    /// <exception cref="OverflowException">An extent does not fit an <see cref="int"/>.</exception>
    public TensorShape Output => checked(new TensorShape(
        Before.Batch + Input.Batch + After.Batch,
        Before.Height + Input.Height + After.Height,
        Before.Width + Input.Width + After.Width,
        Before.Channels + Input.Channels + After.Channels));
}
