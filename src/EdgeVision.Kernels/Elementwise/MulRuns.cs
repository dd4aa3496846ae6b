namespace EdgeVision.Kernels;

/// <summary>
/// The loop of all vector products: runs of elements that lie side by side in both inputs and in the output, a pixel's channels or, where
/// nothing is broadcast, a row's.
/// </summary>
internal abstract unsafe class MulRuns : PreparedBinary
{
    private readonly TensorShape _output;
    private readonly BroadcastStrides _first;
    private readonly BroadcastStrides _second;

    protected MulRuns(BinaryParameters parameters)
    {
        (TensorShape first, TensorShape second, _output) = Merged(parameters);
        (_first, _second) = (BroadcastStrides.Of(first), BroadcastStrides.Of(second));
    }

    /// <summary>Whether there are runs of at least so many elements.</summary>
    public static bool CanRun(BinaryParameters parameters, int elements)
    {
        (TensorShape first, TensorShape second, TensorShape output) = Merged(parameters);
        return first.Channels == second.Channels && output.Channels >= elements;
    }

    public override void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output, int row, int rows)
    {
        int length = _output.Channels;
        fixed (sbyte* x = first, y = second, to = output)
        {
            sbyte* run = to + (nint)row * _output.Width * length;
            for (int line = row; line < row + rows; line++)
            {
                (int image, int above) = Math.DivRem(line, _output.Height);
                for (int left = 0; left < _output.Width; left++, run += length)
                    Multiply(x + _first.OffsetOf(image, above, left), y + _second.OffsetOf(image, above, left), run, length);
            }
        }
    }

    /// <summary>Multiplies a run. The output may be one of the inputs.</summary>
    /// <param name="first">Elements of the first input.</param>
    /// <param name="second">Elements of the second input.</param>
    /// <param name="output">Their products.</param>
    /// <param name="length">How many.</param>
    protected abstract void Multiply(sbyte* first, sbyte* second, sbyte* output, int length);

    /// <summary>The shapes, with the channels of a row as those of one pixel where nothing is broadcast.</summary>
    private static (TensorShape First, TensorShape Second, TensorShape Output) Merged(BinaryParameters parameters)
    {
        if (!parameters.IsElementwise)
            return (parameters.First, parameters.Second, parameters.Output);
        TensorShape shape = parameters.Output;
        TensorShape rows = shape with { Width = 1, Channels = shape.Width * shape.Channels };
        return (rows, rows, rows);
    }
}
