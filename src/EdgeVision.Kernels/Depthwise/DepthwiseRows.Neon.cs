using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>16 channels at a time: what the kernels have in common that sum products in 16 and in 32 bits.</summary>
/// <typeparam name="TWeight">What holds a weight, less its zero point.</typeparam>
internal abstract unsafe class DepthwiseRowsNeon<TWeight> : DepthwiseRows
    where TWeight : unmanaged, IBinaryInteger<TWeight>
{
    /// <summary>Channels computed at once.</summary>
    protected const int Lanes = DepthwiseNeon.Lanes;

    private const int Block = 32; // groups of pixels whose sums wait for their requantization

    private readonly AlignedArray<TWeight> _weights;
    private readonly RequantizationTableNeon _table;

    /// <summary>Packs [tap][channel] weights as [tile][tap][channel], repeated for each pixel of a group.</summary>
    protected DepthwiseRowsNeon(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        int channels = parameters.Output.Channels;
        _table = new RequantizationTableNeon(requantization, GroupPixels);
        _weights = new AlignedArray<TWeight>(Tiles.Count * Lanes * Taps);
        for (int i = 0; i < Tiles.Count * Lanes; i++)
        {
            (int tile, int lane) = Math.DivRem(i, Lanes);
            int c = Tiles.Channel(tile, lane) % channels;
            for (int t = 0; t < RealTaps; t++)
                _weights[(tile * Taps + t) * Lanes + lane] = TWeight.CreateChecked(filter[t * channels + c] - parameters.FilterZeroPoint);
        }

        for (int i = 0; i < channels * GroupPixels; i++)
        {
            for (int t = 0; t < RealTaps; t++)
                _table[RequantizationTableNeon.Bias, i] -= ZeroPoint * (filter[t * channels + i % channels] - parameters.FilterZeroPoint);
        }
    }

    /// <summary>The kernel that <paramref name="blocks"/> were taken from.</summary>
    protected DepthwiseRowsNeon(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        Require.Length(blocks.Length, 2, "list of packed blocks");
        Require.ZeroPoint(parameters.InputZeroPoint, "input");
        _weights = new AlignedArray<TWeight>(blocks[0], (long)Tiles.Count * Lanes * Taps);
        _table = new RequantizationTableNeon(parameters, parameters.Output.Channels * GroupPixels, blocks[1]);
    }

    public override long PackedBytes => _weights.Bytes + _table.Bytes;

    public override PackedBlock[] Blocks => [_weights.Block, _table.Block];

    /// <summary>All packed weights.</summary>
    protected ReadOnlySpan<TWeight> Weights => _weights.Slice(0, _weights.Length);

    [SkipLocalsInit]
    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        int* sums = stackalloc int[Block * Lanes];
        nint step = Step;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            int first = Tiles.First(tile);
            TWeight* weights = (TWeight*)Unsafe.AsPointer(ref _weights[tile * Lanes * Taps]);
            int* bias = _table.Row(RequantizationTableNeon.Bias, first);
            for (int group = 0; group < count; group += Block)
            {
                int groups = Math.Min(Block, count - group);
                Sum(taps, first + group * step, step, groups, weights, bias, sums);
                RequantizationNeon.Apply(_table, first, Lanes, sums, groups, output + (nint)group * Tiles.Channels + first, Tiles.Channels);
            }
        }
    }

    /// <summary>Sums the products of a tile's channels for some groups of pixels.</summary>
    /// <param name="taps">Addresses of the first pixel's taps; <see cref="DepthwiseRows.Taps"/> of them.</param>
    /// <param name="from">Bytes from there to the first group's first channel.</param>
    /// <param name="step">Bytes from one group to the next.</param>
    /// <param name="groups">How many.</param>
    /// <param name="weights">[tap][channel] of the tile.</param>
    /// <param name="bias">What the sums start from.</param>
    /// <param name="sums">[group][channel].</param>
    protected abstract void Sum(byte** taps, nint from, nint step, int groups, TWeight* weights, int* bias, int* sums);
}
