using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// 16 channels at a time, two taps summed in 16 bits, which they cannot leave if no weight is −128: <c>2·127·128 = 32,512</c>. The nine taps
/// of a 3×3 window are unrolled: their weights stay in 18 of 32 registers, whole for the upper halves and as lower halves, because a half of
/// a whole costs a mov each time.
/// </summary>
internal sealed unsafe class DepthwiseRowsNeon : DepthwiseRows
{
    /// <summary>Channels computed at once.</summary>
    public const int Lanes = RequantizationTableNeon.PanelChannels;

    private const int UnrolledTaps = 9;
    private const int Block = 32; // groups of pixels whose sums wait for their requantization

    private readonly AlignedArray<sbyte> _weights;
    private readonly RequantizationTableNeon _table;

    /// <summary>Packs [tap][channel] weights as [tile][tap][channel], repeated for each pixel of a group.</summary>
    public DepthwiseRowsNeon(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        int channels = parameters.Output.Channels;
        _table = new RequantizationTableNeon(requantization, GroupPixels);
        _weights = new AlignedArray<sbyte>(Tiles.Count * Lanes * Taps);
        for (int i = 0; i < Tiles.Count * Lanes; i++)
        {
            (int tile, int lane) = Math.DivRem(i, Lanes);
            int channel = Tiles.Channel(tile, lane);
            for (int t = 0; t < RealTaps; t++)
                _weights[(tile * Taps + t) * Lanes + lane] = (sbyte)(filter[t * channels + channel % channels] - parameters.FilterZeroPoint);
        }

        for (int i = 0; i < channels * GroupPixels; i++)
        {
            for (int t = 0; t < RealTaps; t++)
                _table[RequantizationTableNeon.Bias, i] -= ZeroPoint * (filter[t * channels + i % channels] - parameters.FilterZeroPoint);
        }
    }

    /// <summary>The kernel that <paramref name="blocks"/> were taken from.</summary>
    public DepthwiseRowsNeon(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        Require.Length(blocks.Length, 2, "list of packed blocks");
        Require.ZeroPoint(parameters.InputZeroPoint, "input");
        _weights = new AlignedArray<sbyte>(blocks[0], (long)Tiles.Count * Lanes * Taps);
        _table = new RequantizationTableNeon(parameters, parameters.Output.Channels * GroupPixels, blocks[1]);
        if (_weights.Slice(0, _weights.Length).Contains(sbyte.MinValue))
            throw new KernelException("a packed weight is -128, with which sums of two products do not fit 16 bits");
    }

    public override long PackedBytes => _weights.Bytes + _table.Bytes;

    public override PackedBlock[] Blocks => [_weights.Block, _table.Block];

    [SkipLocalsInit]
    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        int* sums = stackalloc int[Block * Lanes];
        nint step = Step;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            int first = Tiles.First(tile);
            sbyte* weights = (sbyte*)Unsafe.AsPointer(ref _weights[tile * Lanes * Taps]);
            for (int group = 0; group < count; group += Block)
            {
                int groups = Math.Min(Block, count - group);
                nint from = first + group * step;
                if (RealTaps == UnrolledTaps)
                    SumNine(taps, from, step, groups, weights, sums);
                else
                    SumAny(taps, Taps, from, step, groups, weights, sums);
                RequantizationNeon.Apply(_table, first, sums, groups, output + (nint)group * Tiles.Channels + first, Tiles.Channels);
            }
        }
    }

    private static void SumNine(byte** taps, nint from, nint step, int count, sbyte* weights, int* sums)
    {
        sbyte* t0 = (sbyte*)taps[0] + from;
        sbyte* t1 = (sbyte*)taps[1] + from;
        sbyte* t2 = (sbyte*)taps[2] + from;
        sbyte* t3 = (sbyte*)taps[3] + from;
        sbyte* t4 = (sbyte*)taps[4] + from;
        sbyte* t5 = (sbyte*)taps[5] + from;
        sbyte* t6 = (sbyte*)taps[6] + from;
        sbyte* t7 = (sbyte*)taps[7] + from;
        sbyte* t8 = (sbyte*)taps[8] + from;
        Vector128<sbyte> w0 = Vector128.Load(weights + 0 * Lanes);
        Vector128<sbyte> w1 = Vector128.Load(weights + 1 * Lanes);
        Vector128<sbyte> w2 = Vector128.Load(weights + 2 * Lanes);
        Vector128<sbyte> w3 = Vector128.Load(weights + 3 * Lanes);
        Vector128<sbyte> w4 = Vector128.Load(weights + 4 * Lanes);
        Vector128<sbyte> w5 = Vector128.Load(weights + 5 * Lanes);
        Vector128<sbyte> w6 = Vector128.Load(weights + 6 * Lanes);
        Vector128<sbyte> w7 = Vector128.Load(weights + 7 * Lanes);
        Vector128<sbyte> w8 = Vector128.Load(weights + 8 * Lanes);
        Vector64<sbyte> v0 = Vector64.Load(weights + 0 * Lanes);
        Vector64<sbyte> v1 = Vector64.Load(weights + 1 * Lanes);
        Vector64<sbyte> v2 = Vector64.Load(weights + 2 * Lanes);
        Vector64<sbyte> v3 = Vector64.Load(weights + 3 * Lanes);
        Vector64<sbyte> v4 = Vector64.Load(weights + 4 * Lanes);
        Vector64<sbyte> v5 = Vector64.Load(weights + 5 * Lanes);
        Vector64<sbyte> v6 = Vector64.Load(weights + 6 * Lanes);
        Vector64<sbyte> v7 = Vector64.Load(weights + 7 * Lanes);
        Vector64<sbyte> v8 = Vector64.Load(weights + 8 * Lanes);
        for (nint i = 0; i < count * step; i += step, sums += Lanes)
        {
            Vector128<sbyte> x = Vector128.Load(t0 + i), y = Vector128.Load(t1 + i), z = Vector128.Load(t2 + i), u = Vector128.Load(t3 + i);
            Vector128<short> high = AdvSimd.MultiplyWideningUpper(w0, x), nextHigh = AdvSimd.MultiplyWideningUpper(w2, z);
            Vector128<short> low = AdvSimd.MultiplyWideningLower(v0, x.GetLower()), next = AdvSimd.MultiplyWideningLower(v2, z.GetLower());
            high = AdvSimd.MultiplyWideningUpperAndAdd(high, w1, y);
            nextHigh = AdvSimd.MultiplyWideningUpperAndAdd(nextHigh, w3, u);
            low = AdvSimd.MultiplyWideningLowerAndAdd(low, v1, y.GetLower());
            next = AdvSimd.MultiplyWideningLowerAndAdd(next, v3, u.GetLower());
            Vector128<int> c = AdvSimd.AddWideningLower(high.GetLower(), nextHigh.GetLower()), d = AdvSimd.AddWideningUpper(high, nextHigh);
            Vector128<int> a = AdvSimd.AddWideningLower(low.GetLower(), next.GetLower()), b = AdvSimd.AddWideningUpper(low, next);

            x = Vector128.Load(t4 + i);
            y = Vector128.Load(t5 + i);
            high = AdvSimd.MultiplyWideningUpper(w4, x);
            low = AdvSimd.MultiplyWideningLower(v4, x.GetLower());
            high = AdvSimd.MultiplyWideningUpperAndAdd(high, w5, y);
            low = AdvSimd.MultiplyWideningLowerAndAdd(low, v5, y.GetLower());
            d = AdvSimd.AddWideningUpper(d, high);
            b = AdvSimd.AddWideningUpper(b, low);
            c = AdvSimd.AddWideningLower(c, high.GetLower());
            a = AdvSimd.AddWideningLower(a, low.GetLower());

            x = Vector128.Load(t6 + i);
            y = Vector128.Load(t7 + i);
            high = AdvSimd.MultiplyWideningUpper(w6, x);
            low = AdvSimd.MultiplyWideningLower(v6, x.GetLower());
            high = AdvSimd.MultiplyWideningUpperAndAdd(high, w7, y);
            low = AdvSimd.MultiplyWideningLowerAndAdd(low, v7, y.GetLower());
            d = AdvSimd.AddWideningUpper(d, high);
            b = AdvSimd.AddWideningUpper(b, low);
            c = AdvSimd.AddWideningLower(c, high.GetLower());
            a = AdvSimd.AddWideningLower(a, low.GetLower());

            x = Vector128.Load(t8 + i);
            high = AdvSimd.MultiplyWideningUpper(w8, x);
            low = AdvSimd.MultiplyWideningLower(v8, x.GetLower());
            AdvSimd.AddWideningLower(a, low.GetLower()).Store(sums);
            AdvSimd.AddWideningUpper(b, low).Store(sums + 4);
            AdvSimd.AddWideningLower(c, high.GetLower()).Store(sums + 8);
            AdvSimd.AddWideningUpper(d, high).Store(sums + 12);
        }
    }

    private static void SumAny(byte** taps, int count, nint from, nint step, int groups, sbyte* weights, int* sums)
    {
        for (int group = 0; group < groups; group++, from += step, sums += Lanes)
        {
            Vector128<int> a = default, b = default, c = default, d = default;
            sbyte* w = weights;
            for (int t = 0; t < count; t += 2, w += 2 * Lanes)
            {
                Vector128<sbyte> x = Vector128.Load((sbyte*)taps[t] + from), y = Vector128.Load((sbyte*)taps[t + 1] + from);
                Vector128<sbyte> v = Vector128.Load(w), u = Vector128.Load(w + Lanes);
                Vector128<short> high = AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpper(v, x), u, y);
                Vector128<short> low = AdvSimd.MultiplyWideningLower(v.GetLower(), x.GetLower());
                low = AdvSimd.MultiplyWideningLowerAndAdd(low, u.GetLower(), y.GetLower());
                d = AdvSimd.AddWideningUpper(d, high);
                c = AdvSimd.AddWideningLower(c, high.GetLower());
                b = AdvSimd.AddWideningUpper(b, low);
                a = AdvSimd.AddWideningLower(a, low.GetLower());
            }

            a.Store(sums);
            b.Store(sums + 4);
            c.Store(sums + 8);
            d.Store(sums + 12);
        }
    }
}
