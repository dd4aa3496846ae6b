using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// 16 channels at a time. Two taps are summed in 16 bits, which they cannot leave if no weight is −128: <c>2·127·128 = 32,512</c>. What of a
/// weight is above that is added on its own.
/// </summary>
internal sealed unsafe partial class DepthwisePairsNeon : DepthwiseRows
{
    private const int Lanes = DepthwiseNeon.Lanes;
    private const int Block = 32; // groups of pixels whose sums wait for their requantization

    private readonly AlignedArray<sbyte> _weights;
    private readonly RequantizationTableNeon _table;
    private readonly DepthwiseResiduesNeon _residues;

    /// <summary>Packs [tap][channel] weights as [tile][tap][channel], repeated for each pixel of a group.</summary>
    public DepthwisePairsNeon(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        int channels = parameters.Output.Channels;
        _table = new RequantizationTableNeon(requantization, GroupPixels);
        _residues = new DepthwiseResiduesNeon(Tiles, parameters, filter);
        _weights = new AlignedArray<sbyte>(Tiles.Count * Lanes * Taps);
        for (int i = 0; i < Tiles.Count * Lanes; i++)
        {
            (int tile, int lane) = Math.DivRem(i, Lanes);
            int c = Tiles.Channel(tile, lane) % channels;
            for (int t = 0; t < RealTaps; t++)
                _weights[(tile * Taps + t) * Lanes + lane] = DepthwiseResiduesNeon.Kept(filter[t * channels + c] - parameters.FilterZeroPoint);
        }

        for (int i = 0; i < channels * GroupPixels; i++)
        {
            for (int t = 0; t < RealTaps; t++)
                _table[RequantizationTableNeon.Bias, i] -= ZeroPoint * (filter[t * channels + i % channels] - parameters.FilterZeroPoint);
        }
    }

    /// <summary>The kernel that <paramref name="blocks"/> were taken from.</summary>
    /// <exception cref="KernelException">The blocks do not fit, or a weight is −128.</exception>
    public DepthwisePairsNeon(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        Require.Blocks(blocks, 4);
        Require.ZeroPoint(parameters.InputZeroPoint, "input");
        _weights = new AlignedArray<sbyte>(blocks[0], (long)Tiles.Count * Lanes * Taps);
        _table = new RequantizationTableNeon(parameters, parameters.Output.Channels * GroupPixels, blocks[1]);
        _residues = new DepthwiseResiduesNeon(Tiles, RealTaps, blocks[2], blocks[3]);
        if (_weights.Slice(0, _weights.Length).Contains(sbyte.MinValue))
            throw new KernelException("a packed weight is -128, with which sums of two products do not fit 16 bits");
    }

    public override long PackedBytes => _weights.Bytes + _table.Bytes + _residues.Bytes;

    public override PackedBlock[] Blocks => [_weights.Block, _table.Block, _residues.Values, _residues.Index];

    [SkipLocalsInit]
    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        int* sums = stackalloc int[Block * Lanes];
        nint step = Step;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            int first = Tiles.First(tile);
            sbyte* weights = (sbyte*)Unsafe.AsPointer(ref _weights[tile * Lanes * Taps]);
            int* bias = _table.Row(RequantizationTableNeon.Bias, first);
            for (int group = 0; group < count; group += Block)
            {
                int groups = Math.Min(Block, count - group);
                Sum(taps, first + group * step, step, groups, weights, bias, sums);
                _residues.Add(tile, taps, first + group * step, step, groups, sums);
                RequantizationNeon.Apply(_table, first, Lanes, sums, groups, output + (nint)group * Tiles.Channels + first, Tiles.Channels);
            }
        }
    }
}
