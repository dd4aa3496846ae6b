namespace EdgeVision.Kernels;

/// <summary>
/// The input rows under a row of windows, copied with their padding, so that every tap of every window lies in memory and no pixel is a
/// special case. Windows that move on by less than their height find most rows already there.
/// </summary>
internal sealed unsafe class PaddedRows
{
    private const int MaxBytes = 128 << 10;

    private readonly ConvParameters _parameters;
    private readonly int _rowBytes;
    private readonly int _raise;

    /// <param name="parameters">Shapes, window and the input's zero point.</param>
    /// <param name="slack">Bytes that may be read after a row.</param>
    /// <param name="raise">What is added to every byte: 0, or 128 to make it unsigned.</param>
    public PaddedRows(ConvParameters parameters, int slack, int raise)
    {
        _parameters = parameters;
        _raise = raise;
        _rowBytes = (int)RowBytes(parameters, slack);
    }

    /// <summary>Memory for the rows of one window.</summary>
    public int Bytes => Rows * _rowBytes;

    /// <summary>Rows of a window.</summary>
    public int Rows => _parameters.Window.KernelHeight;

    /// <summary>What a padding byte is, and what is subtracted from every byte.</summary>
    public int ZeroPoint => _parameters.InputZeroPoint + _raise;

    /// <summary>Whether the rows fit any thread's stack.</summary>
    public static bool Fit(ConvParameters parameters, int slack) =>
        parameters.Window.KernelHeight * (double)RowBytes(parameters, slack) <= MaxBytes;

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
                *taps++ = row + (nint)kx * window.DilationWidth * _parameters.Input.Channels;
        }
    }

    private static long RowBytes(ConvParameters parameters, int slack)
    {
        Window window = parameters.Window;
        long width = ((parameters.Output.Width - 1L) * window.StrideWidth) + ((window.KernelWidth - 1L) * window.DilationWidth) + 1;
        return (width * parameters.Input.Channels + slack + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes;
    }

    private void Fill(sbyte* image, int y, byte* row)
    {
        TensorShape source = _parameters.Input;
        int before = _parameters.Window.PadLeft * source.Channels;
        var bytes = new Span<byte>(row, _rowBytes);
        if ((uint)y >= (uint)source.Height)
        {
            bytes.Fill((byte)ZeroPoint);
            return;
        }

        int line = source.Width * source.Channels, length = Math.Min(line, _rowBytes - before);
        bytes[..before].Fill((byte)ZeroPoint);
        RaisedBytes.Copy(image + (nint)y * line, row + before, length, (byte)_raise);
        bytes[(before + length)..].Fill((byte)ZeroPoint);
    }
}
