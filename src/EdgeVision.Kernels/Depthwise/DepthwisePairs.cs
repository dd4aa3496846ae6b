using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Depthwise convolution two taps at a time. The taps' channels are interleaved, so that one 16-bit multiply-add sums both taps of a
/// channel. The input's zero point is folded into the bias; taps outside the image therefore read a pixel of zero points. Where a tile has
/// several times the image's channels, it computes as many neighbouring pixels, because their channels are neighbours too.
/// </summary>
internal abstract unsafe class DepthwisePairs : PreparedKernel
{
    /// <summary>Most taps it can do.</summary>
    public const int MaxTaps = 256;

    private readonly ConvParameters _parameters;
    private readonly short[] _weights;
    private readonly sbyte[] _outside;
    private readonly int _group;

    /// <summary>Packs [tap][channel] weights as [tile][pair of taps][lane][tap of the pair], repeated for each pixel of a group.</summary>
    protected DepthwisePairs(ConvParameters parameters, int tileChannels, ReadOnlySpan<sbyte> filter, Requantization requantization)
    {
        _parameters = parameters;
        int channels = parameters.Output.Channels, taps = TapsOf(parameters);
        RealTaps = taps;
        _group = Math.Max(1, tileChannels / channels);
        Tiles = new ChannelTiles(channels * _group, tileChannels);
        Taps = taps + taps % 2;
        Table = new RequantizationTable(requantization, Tiles);
        _weights = new short[Tiles.Count * tileChannels * Taps];
        _outside = new sbyte[channels];
        Array.Fill(_outside, (sbyte)parameters.InputZeroPoint);
        for (int i = 0; i < Tiles.Count * tileChannels; i++)
        {
            (int tile, int lane) = Math.DivRem(i, tileChannels);
            int sum = 0;
            for (int t = 0; t < taps; t++)
            {
                int weight = filter[t * channels + Tiles.Channel(tile, lane) % channels] - parameters.FilterZeroPoint;
                _weights[((tile * Taps + t / 2 * 2) * tileChannels) + lane * 2 + t % 2] = (short)weight;
                sum += weight;
            }

            Table[tile, RequantizationTable.Bias, lane] -= parameters.InputZeroPoint * sum;
        }
    }

    public override long PackedBytes => (long)sizeof(short) * _weights.Length + Table.Bytes + _outside.Length;

    public override long Lead => WriteOrder.RowByRow(_parameters.Input, _parameters.Output, _parameters.Window);

    /// <summary>The taps, made even by one that meets zero weights.</summary>
    protected int Taps { get; }

    /// <summary>The window's taps.</summary>
    protected int RealTaps { get; }

    /// <summary>With biases for raw inputs.</summary>
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
        return fills && channels == parameters.Output.Channels
            && window.KernelHeight <= MaxTaps && window.KernelWidth <= MaxTaps && TapsOf(parameters) <= MaxTaps;
    }

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        TensorShape source = _parameters.Input, target = _parameters.Output;
        Window window = _parameters.Window;
        sbyte** taps = stackalloc sbyte*[Taps];
        fixed (sbyte* start = input, to = output, outside = _outside)
        {
            taps[Taps - 1] = outside;
            for (int row = first; row < first + count; row++)
            {
                sbyte* image = start + (nint)(row / target.Height) * source.Height * source.Width * source.Channels;
                int top = row % target.Height * window.StrideHeight - window.PadTop;
                sbyte* line = to + (nint)row * target.Width * target.Channels;
                var inside = PixelSpan.Inside(window, source, target.Width, top);
                for (int x = 0; x < target.Width; x++)
                {
                    int groups = x == inside.Begin ? (inside.End - inside.Begin) / _group : 0;
                    Locate(image, outside, top, x * window.StrideWidth - window.PadLeft, taps);
                    if (groups > 0)
                        RunGroups(taps, line + (nint)x * target.Channels, groups);
                    else
                        RunPixel(taps, line + (nint)x * target.Channels);
                    x += Math.Max(groups * _group, 1) - 1;
                }
            }
        }
    }

    /// <summary>Computes all channels of neighbouring groups of output pixels.</summary>
    /// <param name="taps"><see cref="Taps"/> addresses of the first pixel's input pixels, in the filter's order.</param>
    /// <param name="output">The first output pixel.</param>
    /// <param name="count">How many; each reads <see cref="Step"/> bytes after the one before it.</param>
    protected abstract void RunGroups(sbyte** taps, sbyte* output, int count);

    /// <summary>The packed weights of a tile of channels.</summary>
    protected ref short Weights(int tile) => ref _weights[tile * Tiles.Size * Taps];

    /// <summary>One pixel. In a group it must not read or write its neighbours, so copies of its taps are given to a whole group.</summary>
    [SkipLocalsInit]
    private void RunPixel(sbyte** taps, sbyte* output)
    {
        if (_group == 1)
        {
            RunGroups(taps, output, 1);
            return;
        }

        int size = Tiles.Size, channels = _parameters.Input.Channels;
        sbyte** copies = stackalloc sbyte*[Taps];
        sbyte* buffer = stackalloc sbyte[(Taps + 1) * size];
        for (int t = 0; t < Taps; t++)
        {
            copies[t] = buffer + t * size;
            new ReadOnlySpan<sbyte>(taps[t], channels).CopyTo(new Span<sbyte>(copies[t], size));
        }

        sbyte* result = buffer + Taps * size;
        RunGroups(copies, result, 1);
        new ReadOnlySpan<sbyte>(result, channels).CopyTo(new Span<sbyte>(output, channels));
    }

    private static int TapsOf(ConvParameters parameters) => parameters.Window.KernelHeight * parameters.Window.KernelWidth;

    private void Locate(sbyte* image, sbyte* outside, int top, int left, sbyte** taps)
    {
        TensorShape source = _parameters.Input;
        Window window = _parameters.Window;
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int y = top + ky * window.DilationHeight;
            bool inside = (uint)y < (uint)source.Height;
            sbyte* line = image + (nint)y * source.Width * source.Channels;
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int x = left + kx * window.DilationWidth;
                *taps++ = inside && (uint)x < (uint)source.Width ? line + (nint)x * source.Channels : outside;
            }
        }
    }
}
