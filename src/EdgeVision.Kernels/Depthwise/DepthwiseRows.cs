using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// The loop of vector kernels for depthwise convolutions: a row of windows at a time, whose input rows are copied with their padding. Where
/// a tile has several times the image's channels, it computes as many neighbouring pixels, because their channels are neighbours too.
/// </summary>
internal abstract unsafe class DepthwiseRows : PreparedKernel
{
    /// <summary>Most taps it can do.</summary>
    public const int MaxTaps = 256;

    private readonly ConvParameters _parameters;
    private readonly RaisedRows _rows;
    private readonly int _group;

    /// <param name="parameters">Shapes, window and zero points.</param>
    /// <param name="size">Channels per tile.</param>
    /// <param name="vectors">See <see cref="ChannelTiles"/>.</param>
    /// <param name="raise">What is added to the input's bytes when they are copied: 0, or 128 to make them unsigned.</param>
    protected DepthwiseRows(ConvParameters parameters, int size, int vectors, int raise)
    {
        _parameters = parameters;
        _rows = new RaisedRows(parameters, size, raise);
        _group = Math.Max(1, size / parameters.Output.Channels);
        Tiles = new ChannelTiles(parameters.Output.Channels * _group, size, vectors);
        RealTaps = TapsOf(parameters);
        Taps = RealTaps + RealTaps % 2;
    }

    public override long Lead => WriteOrder.RowByRow(_parameters.Input, _parameters.Output, _parameters.Window);

    /// <summary>The taps, made even by one that meets zero weights.</summary>
    protected int Taps { get; }

    /// <summary>The window's taps.</summary>
    protected int RealTaps { get; }

    /// <summary>The channels of a group of pixels.</summary>
    protected ChannelTiles Tiles { get; }

    /// <summary>How many neighbouring pixels a tile computes.</summary>
    protected int GroupPixels => _group;

    /// <summary>Bytes between what neighbouring groups of output pixels read.</summary>
    protected nint Step => (nint)_parameters.Window.StrideWidth * _parameters.Input.Channels * _group;

    /// <summary>What is subtracted from every copied byte.</summary>
    protected int ZeroPoint => _rows.ZeroPoint;

    /// <summary>Whether every channel has its own input, and channels, or those of neighbouring pixels, fill tiles.</summary>
    public static bool Fits(ConvParameters parameters, int tileChannels)
    {
        int channels = parameters.Input.Channels;
        Window window = parameters.Window;
        bool fills = channels >= tileChannels || (tileChannels % channels == 0 && window.StrideWidth == 1);
        return fills && channels == parameters.Output.Channels && PaddedRows.Fit(parameters, tileChannels, sizeof(byte))
            && window.KernelHeight <= MaxTaps && window.KernelWidth <= MaxTaps && TapsOf(parameters) <= MaxTaps;
    }

    /// <summary>Parameters from a file, which need not fit.</summary>
    /// <exception cref="KernelException">They do not.</exception>
    public static ConvParameters Checked(ConvParameters parameters, int tileChannels) => Fits(parameters, tileChannels)
        ? parameters
        : throw new KernelException($"depthwise convolution of {parameters.Input.Channels} channels does not fit this kernel");

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        TensorShape source = _parameters.Input, target = _parameters.Output;
        byte* memory = stackalloc byte[_rows.Bytes + CacheLine.Bytes];
        byte* rows = CacheLine.Align(memory);
        int* held = stackalloc int[_rows.Rows];
        byte** taps = stackalloc byte*[Taps];
        _rows.Clear(held);
        fixed (sbyte* from = input, to = output)
        {
            for (int row = first; row < first + count; row++)
            {
                (int image, int y) = Math.DivRem(row, target.Height);
                if (y == 0)
                    _rows.Clear(held);
                sbyte* pixels = from + (nint)image * source.Height * source.Width * source.Channels;
                _rows.Load(pixels, y * _parameters.Window.StrideHeight - _parameters.Window.PadTop, rows, held, taps);
                taps[Taps - 1] = taps[RealTaps - 1];
                RunRow(taps, to + (nint)row * target.Width * target.Channels);
            }
        }
    }

    /// <summary>Computes all channels of neighbouring groups of output pixels.</summary>
    /// <param name="taps"><see cref="Taps"/> addresses of the first pixel's input pixels, in the filter's order.</param>
    /// <param name="output">The first output pixel.</param>
    /// <param name="count">How many; each reads <see cref="Step"/> bytes after the one before it.</param>
    protected abstract void RunGroups(byte** taps, sbyte* output, int count);

    private static int TapsOf(ConvParameters parameters) => parameters.Window.KernelHeight * parameters.Window.KernelWidth;

    /// <summary>Pixels that do not fill a group are computed again with those before them, or, in a narrow image, with rubbish after them.</summary>
    [SkipLocalsInit]
    private void RunRow(byte** taps, sbyte* output)
    {
        int width = _parameters.Output.Width, channels = _parameters.Output.Channels;
        int groups = width / _group;
        if (groups > 0)
            RunGroups(taps, output, groups);
        if (groups * _group == width)
            return;
        if (groups == 0)
        {
            sbyte* group = stackalloc sbyte[Tiles.Size];
            RunGroups(taps, group, 1);
            new ReadOnlySpan<sbyte>(group, width * channels).CopyTo(new Span<sbyte>(output, width * channels));
            return;
        }

        nint last = (nint)(width - _group) * channels;
        for (int t = 0; t < Taps; t++)
            taps[t] += last;
        RunGroups(taps, output + last, 1);
    }
}
