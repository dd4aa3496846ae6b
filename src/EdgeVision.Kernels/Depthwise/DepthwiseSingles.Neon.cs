using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>For any weights: each product is added in 32 bits.</summary>
internal sealed unsafe class DepthwiseSinglesNeon : DepthwiseRowsNeon<short>
{
    public DepthwiseSinglesNeon(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public DepthwiseSinglesNeon(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, blocks)
    {
    }

    protected override void Sum(byte** taps, nint from, nint step, int groups, short* weights, int* bias, int* sums)
    {
        for (int group = 0; group < groups; group++, from += step, sums += Lanes)
        {
            Vector128<int> a = Vector128.Load(bias), b = Vector128.Load(bias + 4), c = Vector128.Load(bias + 8), d = Vector128.Load(bias + 12);
            short* w = weights;
            for (int t = 0; t < RealTaps; t++, w += Lanes)
            {
                sbyte* x = (sbyte*)taps[t] + from;
                Vector128<short> low = AdvSimd.SignExtendWideningLower(Vector64.Load(x));
                Vector128<short> high = AdvSimd.SignExtendWideningLower(Vector64.Load(x + 8));
                Vector128<short> v = Vector128.Load(w), u = Vector128.Load(w + 8);
                b = AdvSimd.MultiplyWideningUpperAndAdd(b, v, low);
                a = AdvSimd.MultiplyWideningLowerAndAdd(a, v.GetLower(), low.GetLower());
                d = AdvSimd.MultiplyWideningUpperAndAdd(d, u, high);
                c = AdvSimd.MultiplyWideningLowerAndAdd(c, u.GetLower(), high.GetLower());
            }

            a.Store(sums);
            b.Store(sums + 4);
            c.Store(sums + 8);
            d.Store(sums + 12);
        }
    }
}
