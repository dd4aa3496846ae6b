using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// The loops. The nine taps of a 3×3 window are unrolled: their weights stay in 18 of 32 registers, whole for the upper halves and as lower
/// halves, because a half of a whole costs a mov each time.
/// </summary>
internal sealed unsafe partial class DepthwisePairsNeon
{
    private const int UnrolledTaps = 9;

    /// <summary>Sums the products of a tile's channels for some groups of pixels.</summary>
    /// <param name="taps">Addresses of the first pixel's taps; <see cref="DepthwiseRows.Taps"/> of them.</param>
    /// <param name="from">Bytes from there to the first group's first channel.</param>
    /// <param name="step">Bytes from one group to the next.</param>
    /// <param name="groups">How many.</param>
    /// <param name="weights">[tap][channel] of the tile.</param>
    /// <param name="bias">What the sums start from.</param>
    /// <param name="sums">[group][channel].</param>
    private void Sum(byte** taps, nint from, nint step, int groups, sbyte* weights, int* bias, int* sums)
    {
        if (RealTaps == UnrolledTaps)
        {
            SumNine(taps, from, step, groups, weights, bias, sums);
            return;
        }

        for (; groups >= 2; groups -= 2, from += 2 * step, sums += 2 * Lanes)
            SumTwo(taps, Taps, from, step, weights, bias, sums);
        if (groups > 0)
            SumOne(taps, Taps, from, weights, bias, sums);
    }

    private static void SumNine(byte** taps, nint from, nint step, int count, sbyte* weights, int* bias, int* sums)
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
        Vector128<int> bias0 = Vector128.Load(bias), bias1 = Vector128.Load(bias + 4);
        Vector128<int> bias2 = Vector128.Load(bias + 8), bias3 = Vector128.Load(bias + 12);
        for (nint i = 0; i < count * step; i += step, sums += Lanes)
        {
            // Each value has a name of its own and gives its lower half last: only so is that half used in place, without a mov.
            Vector128<sbyte> x0 = Vector128.Load(t0 + i), x1 = Vector128.Load(t1 + i);
            Vector128<short> high0 = AdvSimd.MultiplyWideningUpper(w0, x0), low0 = AdvSimd.MultiplyWideningLower(v0, x0.GetLower());
            high0 = AdvSimd.MultiplyWideningUpperAndAdd(high0, w1, x1);
            low0 = AdvSimd.MultiplyWideningLowerAndAdd(low0, v1, x1.GetLower());
            Vector128<sbyte> x2 = Vector128.Load(t2 + i), x3 = Vector128.Load(t3 + i);
            Vector128<short> high1 = AdvSimd.MultiplyWideningUpper(w2, x2), low1 = AdvSimd.MultiplyWideningLower(v2, x2.GetLower());
            high1 = AdvSimd.MultiplyWideningUpperAndAdd(high1, w3, x3);
            low1 = AdvSimd.MultiplyWideningLowerAndAdd(low1, v3, x3.GetLower());
            Vector128<int> d = AdvSimd.AddWideningUpper(high0, high1), c = AdvSimd.AddWideningLower(high0.GetLower(), high1.GetLower());
            Vector128<int> b = AdvSimd.AddWideningUpper(low0, low1), a = AdvSimd.AddWideningLower(low0.GetLower(), low1.GetLower());

            Vector128<sbyte> x4 = Vector128.Load(t4 + i), x5 = Vector128.Load(t5 + i);
            Vector128<short> high2 = AdvSimd.MultiplyWideningUpper(w4, x4), low2 = AdvSimd.MultiplyWideningLower(v4, x4.GetLower());
            high2 = AdvSimd.MultiplyWideningUpperAndAdd(high2, w5, x5);
            low2 = AdvSimd.MultiplyWideningLowerAndAdd(low2, v5, x5.GetLower());
            d = AdvSimd.AddWideningUpper(d, high2);
            c = AdvSimd.AddWideningLower(c, high2.GetLower());
            b = AdvSimd.AddWideningUpper(b, low2);
            a = AdvSimd.AddWideningLower(a, low2.GetLower());

            Vector128<sbyte> x6 = Vector128.Load(t6 + i), x7 = Vector128.Load(t7 + i);
            Vector128<short> high3 = AdvSimd.MultiplyWideningUpper(w6, x6), low3 = AdvSimd.MultiplyWideningLower(v6, x6.GetLower());
            high3 = AdvSimd.MultiplyWideningUpperAndAdd(high3, w7, x7);
            low3 = AdvSimd.MultiplyWideningLowerAndAdd(low3, v7, x7.GetLower());
            d = AdvSimd.AddWideningUpper(d, high3);
            c = AdvSimd.AddWideningLower(c, high3.GetLower());
            b = AdvSimd.AddWideningUpper(b, low3);
            a = AdvSimd.AddWideningLower(a, low3.GetLower());

            Vector128<sbyte> x8 = Vector128.Load(t8 + i);
            Vector128<short> high4 = AdvSimd.MultiplyWideningUpper(w8, x8), low4 = AdvSimd.MultiplyWideningLower(v8, x8.GetLower());
            d = AdvSimd.AddWideningUpper(d, high4);
            c = AdvSimd.AddWideningLower(c, high4.GetLower());
            b = AdvSimd.AddWideningUpper(b, low4);
            a = AdvSimd.AddWideningLower(a, low4.GetLower());
            Store(a + bias0, b + bias1, c + bias2, d + bias3, sums);
        }
    }

    /// <summary>Two groups of any window, for which weights and addresses are read once.</summary>
    private static void SumTwo(byte** taps, int count, nint from, nint step, sbyte* weights, int* bias, int* sums)
    {
        Vector128<int> a0 = Vector128.Load(bias), b0 = Vector128.Load(bias + 4), c0 = Vector128.Load(bias + 8), d0 = Vector128.Load(bias + 12);
        Vector128<int> a1 = a0, b1 = b0, c1 = c0, d1 = d0;
        nint next = from + step;
        for (byte** end = taps + count; taps < end; taps += 2, weights += 2 * Lanes)
        {
            sbyte* t = (sbyte*)taps[0], s = (sbyte*)taps[1];
            Vector128<sbyte> v = Vector128.Load(weights), u = Vector128.Load(weights + Lanes);
            Vector128<sbyte> x0 = Vector128.Load(t + from), y0 = Vector128.Load(s + from);
            Vector128<short> high0 = AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpper(v, x0), u, y0);
            Vector128<short> low0 = AdvSimd.MultiplyWideningLowerAndAdd(
                AdvSimd.MultiplyWideningLower(v.GetLower(), x0.GetLower()), u.GetLower(), y0.GetLower());
            Vector128<sbyte> x1 = Vector128.Load(t + next), y1 = Vector128.Load(s + next);
            Vector128<short> high1 = AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpper(v, x1), u, y1);
            Vector128<short> low1 = AdvSimd.MultiplyWideningLowerAndAdd(
                AdvSimd.MultiplyWideningLower(v.GetLower(), x1.GetLower()), u.GetLower(), y1.GetLower());
            d0 = AdvSimd.AddWideningUpper(d0, high0);
            c0 = AdvSimd.AddWideningLower(c0, high0.GetLower());
            b0 = AdvSimd.AddWideningUpper(b0, low0);
            a0 = AdvSimd.AddWideningLower(a0, low0.GetLower());
            d1 = AdvSimd.AddWideningUpper(d1, high1);
            c1 = AdvSimd.AddWideningLower(c1, high1.GetLower());
            b1 = AdvSimd.AddWideningUpper(b1, low1);
            a1 = AdvSimd.AddWideningLower(a1, low1.GetLower());
        }

        Store(a0, b0, c0, d0, sums);
        Store(a1, b1, c1, d1, sums + Lanes);
    }

    /// <summary>One group of any window.</summary>
    private static void SumOne(byte** taps, int count, nint from, sbyte* weights, int* bias, int* sums)
    {
        Vector128<int> a = Vector128.Load(bias), b = Vector128.Load(bias + 4), c = Vector128.Load(bias + 8), d = Vector128.Load(bias + 12);
        for (byte** end = taps + count; taps < end; taps += 2, weights += 2 * Lanes)
        {
            Vector128<sbyte> x = Vector128.Load((sbyte*)taps[0] + from), y = Vector128.Load((sbyte*)taps[1] + from);
            Vector128<sbyte> v = Vector128.Load(weights), u = Vector128.Load(weights + Lanes);
            Vector128<short> high = AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpper(v, x), u, y);
            Vector128<short> low = AdvSimd.MultiplyWideningLowerAndAdd(
                AdvSimd.MultiplyWideningLower(v.GetLower(), x.GetLower()), u.GetLower(), y.GetLower());
            d = AdvSimd.AddWideningUpper(d, high);
            c = AdvSimd.AddWideningLower(c, high.GetLower());
            b = AdvSimd.AddWideningUpper(b, low);
            a = AdvSimd.AddWideningLower(a, low.GetLower());
        }

        Store(a, b, c, d, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d, int* sums)
    {
        a.Store(sums);
        b.Store(sums + 4);
        c.Store(sums + 8);
        d.Store(sums + 12);
    }
}
