namespace EdgeVision.Kernels;

/// <summary>
/// The input rows under a row of windows, copied with their padding, so that every tap of every window lies in memory and no pixel is a
/// special case. Windows that move on by less than their height find most rows already there.
/// </summary>
internal abstract unsafe class PaddedRows
{
    private const int MaxBytes = 128 << 10;

    private readonly ConvParameters _parameters;
    private readonly int _elementBytes;
    private readonly byte _padding;
    private readonly int _rowBytes;

    /// <param name="parameters">Shapes and window.</param>
    /// <param name="slack">Elements that may be read after a row.</param>
    /// <param name="elementBytes">Bytes of an element in the copy.</param>
    /// <param name="padding">What the bytes of elements outside the image are.</param>
    protected PaddedRows(ConvParameters parameters, int slack, int elementBytes, byte padding)
    {
        _parameters = parameters;
        _elementBytes = elementBytes;
        _padding = padding;
        _rowBytes = (int)RowBytes(parameters, slack, elementBytes);
    }

    /// <summary>Memory for the rows of one window.</summary>
    public int Bytes => Rows * _rowBytes;

    /// <summary>Rows of a window.</summary>
    public int Rows => _parameters.Window.KernelHeight;

    /// <summary>Whether the rows fit any thread's stack.</summary>
    public static bool Fit(ConvParameters parameters, int slack, int elementBytes) =>
        parameters.Window.KernelHeight * (double)RowBytes(parameters, slack, elementBytes) <= MaxBytes;

    /// <summary>Forgets the rows of another image.</summary>
    /// <param name="held">Which image row is in each of the <see cref="Rows"/> places.</param>
    public void Clear(int* held) => new Span<int>(held, Rows).Fill(int.MinValue);

    /// <summary>Copies the rows that are not there yet and finds the first window's taps.</summary>
    /// <param name="image">The image's first byte.</param>
    /// <param name="top">The windows' first row, which may be outside the image.</param>
    /// <param name="memory"><see cref="Bytes"/> bytes.</param>
    /// <param name="held">See <see cref="Clear"/>.</param>
    /// <param name="taps">Receives the addresses of the first window's pixels, in the filter's order.</param>
    public void Load(sbyte* image, int top, byte* memory, int* held, byte** taps)
    {
        Window window = _parameters.Window;
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int y = top + ky * window.DilationHeight;
            int place = window.DilationHeight == 1 ? (y + window.KernelHeight * window.PadTop) % window.KernelHeight : ky;
            byte* row = memory + (nint)place * _rowBytes;
            if (held[place] != y)
                Fill(image, y, row);
            held[place] = y;
            for (int kx = 0; kx < window.KernelWidth; kx++)
                *taps++ = row + (nint)kx * window.DilationWidth * _parameters.Input.Channels * _elementBytes;
        }
    }

    /// <summary>Copies elements of the image.</summary>
    /// <param name="from">Where they are.</param>
    /// <param name="to">Their copies.</param>
    /// <param name="count">How many.</param>
    protected abstract void Copy(sbyte* from, byte* to, int count);

    private static long RowBytes(ConvParameters parameters, int slack, int elementBytes)
    {
        Window window = parameters.Window;
        long width = ((parameters.Output.Width - 1L) * window.StrideWidth) + ((window.KernelWidth - 1L) * window.DilationWidth) + 1;
        return ((width * parameters.Input.Channels + slack) * elementBytes + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes;
    }

    private void Fill(sbyte* image, int y, byte* row)
    {
        TensorShape source = _parameters.Input;
        int before = _parameters.Window.PadLeft * source.Channels * _elementBytes;
        var bytes = new Span<byte>(row, _rowBytes);
        if ((uint)y >= (uint)source.Height)
        {
            bytes.Fill(_padding);
            return;
        }

        int line = source.Width * source.Channels, count = Math.Min(line, (_rowBytes - before) / _elementBytes);
        bytes[..before].Fill(_padding);
        Copy(image + (nint)y * line, row + before, count);
        bytes[(before + count * _elementBytes)..].Fill(_padding);
    }
}
