using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>The loops that sum products; which one is right for a tile is <see cref="GroupProductNeon"/>'s business.</summary>
internal sealed unsafe partial class GroupProductNeon
{
    private static void SumPairs(sbyte* x, int groups, nint length, sbyte* weights, int* bias, int* sums)
    {
        for (int g = 0; g < groups; g++, sums += Group * PanelChannels)
        {
            Vector128<int> a0 = Start(bias), a1 = a0, a2 = a0, a3 = a0;
            Vector128<int> b0 = Start(bias + 1), b1 = b0, b2 = b0, b3 = b0;
            Vector128<int> c0 = Start(bias + 2), c1 = c0, c2 = c0, c3 = c0;
            Vector128<int> d0 = Start(bias + 3), d1 = d0, d2 = d0, d3 = d0;
            sbyte* w = weights;
            sbyte* end = x + length;
            for (sbyte* even = end - length % (2 * Group * Chunk); x < even; x += 2 * Group * Chunk, w += 2 * Tile * Chunk)
            {
                AddChunk(
                    0, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                AddChunk(
                    1, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
            }

            if (x < end)
            {
                AddChunk(
                    0, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                x += Group * Chunk;
            }

            Across(a0, b0, c0, d0).Store(sums);
            Across(a1, b1, c1, d1).Store(sums + PanelChannels);
            Across(a2, b2, c2, d2).Store(sums + 2 * PanelChannels);
            Across(a3, b3, c3, d3).Store(sums + 3 * PanelChannels);
        }
    }

    /// <summary>
    /// Eight channels, those of two tiles, and two patches by fours of taps: as many sums, with vectors of 32 taps of both patches.
    /// </summary>
    private static void SumFours(sbyte* groups, int count, nint length, sbyte* weights, int* bias, int* sums)
    {
        const int Next = Group * Chunk;
        nint tile = length / Group * Tile;
        for (int i = 0; i < 2 * count; i++, sums += 2 * PanelChannels)
        {
            Vector128<int> a0 = Start(bias), a1 = a0;
            Vector128<int> b0 = Start(bias + 1), b1 = b0;
            Vector128<int> c0 = Start(bias + 2), c1 = c0;
            Vector128<int> d0 = Start(bias + 3), d1 = d0;
            Vector128<int> e0 = Start(bias + 4), e1 = e0;
            Vector128<int> f0 = Start(bias + 5), f1 = f0;
            Vector128<int> g0 = Start(bias + 6), g1 = g0;
            Vector128<int> h0 = Start(bias + 7), h1 = h0;
            sbyte* x = groups + i / 2 * length + i % 2 * (2 * Chunk), end = x + length, w = weights, u = weights + tile;
            for (sbyte* even = end - length % (2 * Next); x < even; x += 2 * Next, w += 2 * Tile * Chunk, u += 2 * Tile * Chunk)
            {
                var (x0, x1, x2, x3) = (Vector64.Load(x), Vector64.Load(x + 8), Vector64.Load(x + Next), Vector64.Load(x + Next + 8));
                var (y0, y1, y2, y3) = (Vector64.Load(x + 16), Vector64.Load(x + 24), Vector64.Load(x + Next + 16), Vector64.Load(x + Next + 24));
                AddFour(w, 0, x0, x1, x2, x3, y0, y1, y2, y3, ref a0, ref a1);
                AddFour(w, 16, x0, x1, x2, x3, y0, y1, y2, y3, ref b0, ref b1);
                AddFour(w, 32, x0, x1, x2, x3, y0, y1, y2, y3, ref c0, ref c1);
                AddFour(w, 48, x0, x1, x2, x3, y0, y1, y2, y3, ref d0, ref d1);
                AddFour(u, 0, x0, x1, x2, x3, y0, y1, y2, y3, ref e0, ref e1);
                AddFour(u, 16, x0, x1, x2, x3, y0, y1, y2, y3, ref f0, ref f1);
                AddFour(u, 32, x0, x1, x2, x3, y0, y1, y2, y3, ref g0, ref g1);
                AddFour(u, 48, x0, x1, x2, x3, y0, y1, y2, y3, ref h0, ref h1);
            }

            if (x < end)
            {
                var (x0, x1, y0, y1) = (Vector64.Load(x), Vector64.Load(x + 8), Vector64.Load(x + 16), Vector64.Load(x + 24));
                AddPair(w, 0, x0, x1, y0, y1, ref a0, ref a1);
                AddPair(w, 16, x0, x1, y0, y1, ref b0, ref b1);
                AddPair(w, 32, x0, x1, y0, y1, ref c0, ref c1);
                AddPair(w, 48, x0, x1, y0, y1, ref d0, ref d1);
                AddPair(u, 0, x0, x1, y0, y1, ref e0, ref e1);
                AddPair(u, 16, x0, x1, y0, y1, ref f0, ref f1);
                AddPair(u, 32, x0, x1, y0, y1, ref g0, ref g1);
                AddPair(u, 48, x0, x1, y0, y1, ref h0, ref h1);
            }

            Across(a0, b0, c0, d0).Store(sums);
            Across(e0, f0, g0, h0).Store(sums + Tile);
            Across(a1, b1, c1, d1).Store(sums + PanelChannels);
            Across(e1, f1, g1, h1).Store(sums + PanelChannels + Tile);
        }
    }

    /// <summary>A chunk of four channels times those of four patches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddChunk(
        [ConstantExpected] int number,
        sbyte* x,
        sbyte* w,
        ref Vector128<int> a0,
        ref Vector128<int> a1,
        ref Vector128<int> a2,
        ref Vector128<int> a3,
        ref Vector128<int> b0,
        ref Vector128<int> b1,
        ref Vector128<int> b2,
        ref Vector128<int> b3,
        ref Vector128<int> c0,
        ref Vector128<int> c1,
        ref Vector128<int> c2,
        ref Vector128<int> c3,
        ref Vector128<int> d0,
        ref Vector128<int> d1,
        ref Vector128<int> d2,
        ref Vector128<int> d3)
    {
        int at = number * Group * Chunk; // a constant, as part of each load's address
        var (x0, y0, x1, y1) = (Vector64.Load(x + at), Vector64.Load(x + (at + 8)), Vector64.Load(x + (at + 16)), Vector64.Load(x + (at + 24)));
        var (x2, y2) = (Vector64.Load(x + (at + 32)), Vector64.Load(x + (at + 40)));
        var (x3, y3) = (Vector64.Load(x + (at + 48)), Vector64.Load(x + (at + 56)));
        at = number * Tile * Chunk;
        Add(Vector64.Load(w + at), Vector64.Load(w + (at + 8)), x0, y0, x1, y1, x2, y2, x3, y3, ref a0, ref a1, ref a2, ref a3);
        Add(Vector64.Load(w + (at + 16)), Vector64.Load(w + (at + 24)), x0, y0, x1, y1, x2, y2, x3, y3, ref b0, ref b1, ref b2, ref b3);
        Add(Vector64.Load(w + (at + 32)), Vector64.Load(w + (at + 40)), x0, y0, x1, y1, x2, y2, x3, y3, ref c0, ref c1, ref c2, ref c3);
        Add(Vector64.Load(w + (at + 48)), Vector64.Load(w + (at + 56)), x0, y0, x1, y1, x2, y2, x3, y3, ref d0, ref d1, ref d2, ref d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(
        sbyte* w,
        [ConstantExpected] int at,
        Vector64<sbyte> x0,
        Vector64<sbyte> x1,
        Vector64<sbyte> x2,
        Vector64<sbyte> x3,
        Vector64<sbyte> y0,
        Vector64<sbyte> y1,
        Vector64<sbyte> y2,
        Vector64<sbyte> y3,
        ref Vector128<int> first,
        ref Vector128<int> second)
    {
        const int Next = Tile * Chunk;
        Vector64<sbyte> w0 = Vector64.Load(w + at), w1 = Vector64.Load(w + (at + 8));
        Vector128<short> p = AdvSimd.MultiplyWideningLower(w0, x0), q = AdvSimd.MultiplyWideningLower(w0, y0);
        p = AdvSimd.MultiplyWideningLowerAndAdd(p, w1, x1);
        q = AdvSimd.MultiplyWideningLowerAndAdd(q, w1, y1);
        Vector64<sbyte> w2 = Vector64.Load(w + (at + Next)), w3 = Vector64.Load(w + (at + Next + 8));
        p = AdvSimd.MultiplyWideningLowerAndAdd(p, w2, x2);
        q = AdvSimd.MultiplyWideningLowerAndAdd(q, w2, y2);
        p = AdvSimd.MultiplyWideningLowerAndAdd(p, w3, x3);
        q = AdvSimd.MultiplyWideningLowerAndAdd(q, w3, y3);
        first = AdvSimd.AddPairwiseWideningAndAdd(first, p);
        second = AdvSimd.AddPairwiseWideningAndAdd(second, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPair(
        sbyte* w,
        [ConstantExpected] int at,
        Vector64<sbyte> x0,
        Vector64<sbyte> x1,
        Vector64<sbyte> y0,
        Vector64<sbyte> y1,
        ref Vector128<int> first,
        ref Vector128<int> second)
    {
        Vector64<sbyte> w0 = Vector64.Load(w + at), w1 = Vector64.Load(w + (at + 8));
        Vector128<short> p = AdvSimd.MultiplyWideningLower(w0, x0), q = AdvSimd.MultiplyWideningLower(w0, y0);
        p = AdvSimd.MultiplyWideningLowerAndAdd(p, w1, x1);
        q = AdvSimd.MultiplyWideningLowerAndAdd(q, w1, y1);
        first = AdvSimd.AddPairwiseWideningAndAdd(first, p);
        second = AdvSimd.AddPairwiseWideningAndAdd(second, q);
    }

    /// <summary>
    /// One channel's chunk times those of four patches. Four independent products in a row: cores that execute in order would wait for each
    /// other's results otherwise.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector64<sbyte> v,
        Vector64<sbyte> u,
        Vector64<sbyte> x0,
        Vector64<sbyte> y0,
        Vector64<sbyte> x1,
        Vector64<sbyte> y1,
        Vector64<sbyte> x2,
        Vector64<sbyte> y2,
        Vector64<sbyte> x3,
        Vector64<sbyte> y3,
        ref Vector128<int> sum0,
        ref Vector128<int> sum1,
        ref Vector128<int> sum2,
        ref Vector128<int> sum3)
    {
        Vector128<short> p0 = AdvSimd.MultiplyWideningLower(v, x0), p1 = AdvSimd.MultiplyWideningLower(v, x1);
        Vector128<short> p2 = AdvSimd.MultiplyWideningLower(v, x2), p3 = AdvSimd.MultiplyWideningLower(v, x3);
        p0 = AdvSimd.MultiplyWideningLowerAndAdd(p0, u, y0);
        p1 = AdvSimd.MultiplyWideningLowerAndAdd(p1, u, y1);
        p2 = AdvSimd.MultiplyWideningLowerAndAdd(p2, u, y2);
        p3 = AdvSimd.MultiplyWideningLowerAndAdd(p3, u, y3);
        sum0 = AdvSimd.AddPairwiseWideningAndAdd(sum0, p0);
        sum1 = AdvSimd.AddPairwiseWideningAndAdd(sum1, p1);
        sum2 = AdvSimd.AddPairwiseWideningAndAdd(sum2, p2);
        sum3 = AdvSimd.AddPairwiseWideningAndAdd(sum3, p3);
    }

    /// <summary>The first patch of a group.</summary>
    private static void SumOne(sbyte* x, nint length, sbyte* w, int* bias, int* sums)
    {
        Vector128<int> a = Start(bias), b = Start(bias + 1), c = Start(bias + 2), d = Start(bias + 3);
        for (sbyte* end = x + length; x < end; x += Group * Chunk, w += Tile * Chunk)
        {
            Vector64<sbyte> low = Vector64.Load(x), high = Vector64.Load(x + 8);
            var (v0, u0, v1, u1) = (Vector64.Load(w), Vector64.Load(w + 8), Vector64.Load(w + 16), Vector64.Load(w + 24));
            var (v2, u2, v3, u3) = (Vector64.Load(w + 32), Vector64.Load(w + 40), Vector64.Load(w + 48), Vector64.Load(w + 56));
            Add(low, high, v0, u0, v1, u1, v2, u2, v3, u3, ref a, ref b, ref c, ref d);
        }

        Across(a, b, c, d).Store(sums);
    }

    /// <summary>Groups of patches, with any weights.</summary>
    private static void SumWide(sbyte* x, int groups, nint length, sbyte* weights, int* bias, int* sums)
    {
        for (int i = 0; i < groups * Group; i++, sums += PanelChannels)
        {
            Vector128<int> a = Start(bias), b = Start(bias + 1), c = Start(bias + 2), d = Start(bias + 3);
            sbyte* patch = x + i / Group * length + i % Group * Chunk, w = weights;
            for (sbyte* end = patch + length; patch < end; patch += Group * Chunk, w += Tile * Chunk)
            {
                Vector64<sbyte> low = Vector64.Load(patch), high = Vector64.Load(patch + 8);
                a = AddWide(a, low, high, w);
                b = AddWide(b, low, high, w + 16);
                c = AddWide(c, low, high, w + 32);
                d = AddWide(d, low, high, w + 48);
            }

            Across(a, b, c, d).Store(sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> AddWide(Vector128<int> sum, Vector64<sbyte> low, Vector64<sbyte> high, sbyte* w)
    {
        sum = AdvSimd.AddPairwiseWideningAndAdd(sum, AdvSimd.MultiplyWideningLower(Vector64.Load(w), low));
        return AdvSimd.AddPairwiseWideningAndAdd(sum, AdvSimd.MultiplyWideningLower(Vector64.Load(w + 8), high));
    }

    /// <summary>A channel's bias in one of four lanes, which are summed in the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Start(int* bias) => Vector128.CreateScalar(*bias);

    /// <summary>The sum of each vector's lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Across(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) =>
        AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(a, b), AdvSimd.Arm64.AddPairwise(c, d));
}
