namespace EdgeVision.Kernels;

/// <summary>
/// The loop of pools that reduce a tile of channels of one window at a time, in bytes or 16 bits. The last channels are covered by a tile that
/// overlaps the one before it, so that there must be as many as a tile has.
/// </summary>
internal abstract unsafe class PoolTiles(PoolParameters parameters, int tile) : PreparedKernel
{
    private readonly TensorShape _source = parameters.Input;
    private readonly TensorShape _target = parameters.Output;
    private readonly Window _window = parameters.Window;

    public override long Lead => WriteOrder.RowByRow(_source, _target, _window);

    protected OutputRange Range { get; } = parameters.Range;

    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int channels = _source.Channels, imageLength = _source.Height * _source.Width * channels;
        nint line = (nint)_source.Width * channels;
        fixed (sbyte* from = input, to = output)
        {
            for (int row = first; row < first + count; row++)
            {
                (int batch, int y) = Math.DivRem(row, _target.Height);
                int top = y * _window.StrideHeight - _window.PadTop;
                TapRange rows = TapRange.Inside(top, _window.KernelHeight, 1, _source.Height);
                sbyte* image = from + (nint)batch * imageLength + (top + rows.First) * line;
                for (int x = 0; x < _target.Width; x++)
                {
                    int left = x * _window.StrideWidth - _window.PadLeft;
                    TapRange columns = TapRange.Inside(left, _window.KernelWidth, 1, _source.Width);
                    var pixels = new Pixels(
                        image + (nint)(left + columns.First) * channels, rows.End - rows.First, columns.End - columns.First, line, channels);
                    sbyte* pixel = to + ((nint)row * _target.Width + x) * channels;
                    for (int c = 0; c < channels; c += tile)
                        Reduce(pixels, Math.Min(c, channels - tile), pixel);
                }
            }
        }
    }

    /// <summary>Computes a tile of channels of an output pixel.</summary>
    /// <param name="pixels">The window.</param>
    /// <param name="channel">The first of them.</param>
    /// <param name="output">The output pixel.</param>
    protected abstract void Reduce(in Pixels pixels, int channel, sbyte* output);

    /// <summary>The part of a window that is in the image.</summary>
    /// <param name="first">Its first pixel.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="line">Bytes from row to row.</param>
    /// <param name="step">Bytes from column to column.</param>
    protected readonly struct Pixels(sbyte* first, int rows, int columns, nint line, nint step)
    {
        public readonly sbyte* First = first;
        public readonly int Rows = rows;
        public readonly int Columns = columns;
        public readonly nint Line = line;
        public readonly nint Step = step;

        public int Count => Rows * Columns;
    }
}
