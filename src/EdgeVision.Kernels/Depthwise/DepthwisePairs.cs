using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Depthwise convolution two taps at a time. The taps' channels are interleaved, so that one 16-bit multiply-add sums both taps of a
/// channel. The input's zero point is folded into the bias.
/// </summary>
internal abstract unsafe class DepthwisePairs : DepthwiseRows
{
    private readonly AlignedArray<short> _weights;
    private readonly int _places;

    /// <summary>Packs [tap][channel] weights as [tile][pair of places][lane][place of the pair], repeated for each pixel of a group.</summary>
    /// <param name="parameters">Shapes, window and zero points.</param>
    /// <param name="size">Channels per tile.</param>
    /// <param name="vectors">See <see cref="ChannelTiles"/>.</param>
    /// <param name="filter">[tap][channel].</param>
    /// <param name="requantization">Of every channel.</param>
    /// <param name="order">Where taps have their places; one after another, unless given.</param>
    protected DepthwisePairs(
        ConvParameters parameters, int size, int vectors, ReadOnlySpan<sbyte> filter, Requantization requantization, TapOrder? order = null)
        : base(parameters, size, vectors, RaisedBytes.By)
    {
        int channels = parameters.Output.Channels;
        Table = new RequantizationTable(requantization, Tiles);
        _places = order?.Places ?? Taps;
        _weights = new AlignedArray<short>(Tiles.Count * size * _places);
        for (int i = 0; i < Tiles.Count * size; i++)
        {
            (int tile, int lane) = Math.DivRem(i, size);
            int sum = 0;
            for (int t = 0; t < RealTaps; t++)
            {
                int weight = filter[t * channels + Tiles.Channel(tile, lane) % channels] - parameters.FilterZeroPoint;
                int place = order?.Place(t, lane) ?? t;
                _weights[((tile * _places + place / 2 * 2) * size) + lane * 2 + place % 2] = (short)weight;
                sum += weight;
            }

            Table[tile, RequantizationTable.Bias, lane] -= ZeroPoint * sum;
        }
    }

    /// <summary>The kernel that <paramref name="blocks"/> were taken from.</summary>
    /// <exception cref="KernelException">Parameters or blocks do not fit.</exception>
    protected DepthwisePairs(ConvParameters parameters, int size, int vectors, ReadOnlySpan<PackedBlock> blocks, TapOrder? order = null)
        : base(Checked(parameters, size), size, vectors, RaisedBytes.By)
    {
        Require.Blocks(blocks, 2);
        Require.ZeroPoint(parameters.InputZeroPoint, "input");
        _places = order?.Places ?? Taps;
        _weights = new AlignedArray<short>(blocks[0], (long)Tiles.Count * size * _places);
        Table = new RequantizationTable(parameters, Tiles, blocks[1]);
    }

    public override long PackedBytes => _weights.Bytes + Table.Bytes;

    public override PackedBlock[] Blocks => [_weights.Block, Table.Block];

    /// <summary>With biases for unsigned inputs.</summary>
    protected RequantizationTable Table { get; }

    /// <summary>The packed weights of a tile of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref short Weights(int tile) => ref _weights[tile * Tiles.Size * _places];

    /// <summary>An order of taps in which some places stay empty.</summary>
    /// <param name="Places">An even number.</param>
    /// <param name="Place">The place of a tap, for a lane.</param>
    protected sealed record TapOrder(int Places, Func<int, int, int> Place);
}
