using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Depthwise convolution two taps at a time. The taps' channels are interleaved, so that one 16-bit multiply-add sums both taps of a
/// channel. The input's zero point is folded into the bias. Where a tile has several times the image's channels, it computes as many
/// neighbouring pixels, because their channels are neighbours too.
/// </summary>
internal abstract unsafe class DepthwisePairs : PreparedKernel
{
    /// <summary>Most taps it can do.</summary>
    public const int MaxTaps = 256;

    private readonly ConvParameters _parameters;
    private readonly PaddedRows _rows;
    private readonly AlignedArray<short> _weights;
    private readonly int _group;

    /// <summary>Packs [tap][channel] weights as [tile][pair of taps][lane][tap of the pair], repeated for each pixel of a group.</summary>
    /// <param name="parameters">Shapes, window and zero points.</param>
    /// <param name="size">Channels per tile.</param>
    /// <param name="vectors">See <see cref="ChannelTiles"/>.</param>
    /// <param name="filter">[tap][channel].</param>
    /// <param name="requantization">Of every channel.</param>
    protected DepthwisePairs(ConvParameters parameters, int size, int vectors, ReadOnlySpan<sbyte> filter, Requantization requantization)
    {
        _parameters = parameters;
        _rows = new PaddedRows(parameters, size);
        int channels = parameters.Output.Channels;
        RealTaps = TapsOf(parameters);
        _group = Math.Max(1, size / channels);
        Tiles = new ChannelTiles(channels * _group, size, vectors);
        Taps = RealTaps + RealTaps % 2;
        Table = new RequantizationTable(requantization, Tiles);
        _weights = new AlignedArray<short>(Tiles.Count * size * Taps);
        for (int i = 0; i < Tiles.Count * size; i++)
        {
            (int tile, int lane) = Math.DivRem(i, size);
            int sum = 0;
            for (int t = 0; t < RealTaps; t++)
            {
                int weight = filter[t * channels + Tiles.Channel(tile, lane) % channels] - parameters.FilterZeroPoint;
                _weights[((tile * Taps + t / 2 * 2) * size) + lane * 2 + t % 2] = (short)weight;
                sum += weight;
            }

            Table[tile, RequantizationTable.Bias, lane] -= _rows.ZeroPoint * sum;
        }
    }

    public override long PackedBytes => _weights.Bytes + Table.Bytes;

    public override long Lead => WriteOrder.RowByRow(_parameters.Input, _parameters.Output, _parameters.Window);

    /// <summary>The taps, made even by one that meets zero weights.</summary>
    protected int Taps { get; }

    /// <summary>The window's taps.</summary>
    protected int RealTaps { get; }

    /// <summary>With biases for unsigned inputs.</summary>
    protected RequantizationTable Table { get; }

    protected ChannelTiles Tiles { get; }

    /// <summary>Bytes between what neighbouring groups of output pixels read.</summary>
    protected nint Step => (nint)_parameters.Window.StrideWidth * _parameters.Input.Channels * _group;

    /// <summary>Whether every channel has its own input, and channels, or those of neighbouring pixels, fill tiles.</summary>
    public static bool Fits(ConvParameters parameters, int tileChannels)
    {
        int channels = parameters.Input.Channels;
        Window window = parameters.Window;
        bool fills = channels >= tileChannels || (tileChannels % channels == 0 && window.StrideWidth == 1);
        return fills && channels == parameters.Output.Channels && PaddedRows.Fit(parameters, tileChannels)
            && window.KernelHeight <= MaxTaps && window.KernelWidth <= MaxTaps && TapsOf(parameters) <= MaxTaps;
    }

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

    /// <summary>The packed weights of a tile of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref short Weights(int tile) => ref _weights[tile * Tiles.Size * Taps];

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
