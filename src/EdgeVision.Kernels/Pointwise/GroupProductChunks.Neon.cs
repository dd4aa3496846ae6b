using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>What the loops do with one or two chunks of taps.</summary>
internal sealed unsafe partial class GroupProductNeon
{
    /// <summary>Two chunks of eight channels times those of two patches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFours<TAdd>(
        sbyte* x,
        sbyte* w,
        sbyte* u,
        ref Vector128<int> a0,
        ref Vector128<int> a1,
        ref Vector128<int> b0,
        ref Vector128<int> b1,
        ref Vector128<int> c0,
        ref Vector128<int> c1,
        ref Vector128<int> d0,
        ref Vector128<int> d1,
        ref Vector128<int> e0,
        ref Vector128<int> e1,
        ref Vector128<int> f0,
        ref Vector128<int> f1,
        ref Vector128<int> g0,
        ref Vector128<int> g1,
        ref Vector128<int> h0,
        ref Vector128<int> h1)
        where TAdd : struct, IAdd
    {
        const int Second = Group * Chunk;
        var (x0, x1, x2, x3) = (Vector64.Load(x), Vector64.Load(x + 8), Vector64.Load(x + Second), Vector64.Load(x + Second + 8));
        var (y0, y1, y2, y3) = (Vector64.Load(x + 16), Vector64.Load(x + 24), Vector64.Load(x + Second + 16), Vector64.Load(x + Second + 24));
        AddFour<TAdd>(w, 0, x0, x1, x2, x3, y0, y1, y2, y3, ref a0, ref a1);
        AddFour<TAdd>(w, 16, x0, x1, x2, x3, y0, y1, y2, y3, ref b0, ref b1);
        AddFour<TAdd>(w, 32, x0, x1, x2, x3, y0, y1, y2, y3, ref c0, ref c1);
        AddFour<TAdd>(w, 48, x0, x1, x2, x3, y0, y1, y2, y3, ref d0, ref d1);
        AddFour<TAdd>(u, 0, x0, x1, x2, x3, y0, y1, y2, y3, ref e0, ref e1);
        AddFour<TAdd>(u, 16, x0, x1, x2, x3, y0, y1, y2, y3, ref f0, ref f1);
        AddFour<TAdd>(u, 32, x0, x1, x2, x3, y0, y1, y2, y3, ref g0, ref g1);
        AddFour<TAdd>(u, 48, x0, x1, x2, x3, y0, y1, y2, y3, ref h0, ref h1);
    }

    /// <summary>One chunk of eight channels times those of two patches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPairs<TAdd>(
        sbyte* x,
        sbyte* w,
        sbyte* u,
        ref Vector128<int> a0,
        ref Vector128<int> a1,
        ref Vector128<int> b0,
        ref Vector128<int> b1,
        ref Vector128<int> c0,
        ref Vector128<int> c1,
        ref Vector128<int> d0,
        ref Vector128<int> d1,
        ref Vector128<int> e0,
        ref Vector128<int> e1,
        ref Vector128<int> f0,
        ref Vector128<int> f1,
        ref Vector128<int> g0,
        ref Vector128<int> g1,
        ref Vector128<int> h0,
        ref Vector128<int> h1)
        where TAdd : struct, IAdd
    {
        var (x0, x1, y0, y1) = (Vector64.Load(x), Vector64.Load(x + 8), Vector64.Load(x + 16), Vector64.Load(x + 24));
        AddPair<TAdd>(w, 0, x0, x1, y0, y1, ref a0, ref a1);
        AddPair<TAdd>(w, 16, x0, x1, y0, y1, ref b0, ref b1);
        AddPair<TAdd>(w, 32, x0, x1, y0, y1, ref c0, ref c1);
        AddPair<TAdd>(w, 48, x0, x1, y0, y1, ref d0, ref d1);
        AddPair<TAdd>(u, 0, x0, x1, y0, y1, ref e0, ref e1);
        AddPair<TAdd>(u, 16, x0, x1, y0, y1, ref f0, ref f1);
        AddPair<TAdd>(u, 32, x0, x1, y0, y1, ref g0, ref g1);
        AddPair<TAdd>(u, 48, x0, x1, y0, y1, ref h0, ref h1);
    }

    /// <summary>A chunk of four channels times those of four patches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddChunk<TAdd>(
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
        where TAdd : struct, IAdd
    {
        int at = number * Group * Chunk; // a constant, as part of each load's address
        var (x0, y0, x1, y1) = (Vector64.Load(x + at), Vector64.Load(x + (at + 8)), Vector64.Load(x + (at + 16)), Vector64.Load(x + (at + 24)));
        var (x2, y2) = (Vector64.Load(x + (at + 32)), Vector64.Load(x + (at + 40)));
        var (x3, y3) = (Vector64.Load(x + (at + 48)), Vector64.Load(x + (at + 56)));
        at = number * Tile * Chunk;
        Add<TAdd>(Vector64.Load(w + at), Vector64.Load(w + (at + 8)), x0, y0, x1, y1, x2, y2, x3, y3, ref a0, ref a1, ref a2, ref a3);
        Add<TAdd>(Vector64.Load(w + (at + 16)), Vector64.Load(w + (at + 24)), x0, y0, x1, y1, x2, y2, x3, y3, ref b0, ref b1, ref b2, ref b3);
        Add<TAdd>(Vector64.Load(w + (at + 32)), Vector64.Load(w + (at + 40)), x0, y0, x1, y1, x2, y2, x3, y3, ref c0, ref c1, ref c2, ref c3);
        Add<TAdd>(Vector64.Load(w + (at + 48)), Vector64.Load(w + (at + 56)), x0, y0, x1, y1, x2, y2, x3, y3, ref d0, ref d1, ref d2, ref d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour<TAdd>(
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
        where TAdd : struct, IAdd
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
        first = TAdd.Add(first, p);
        second = TAdd.Add(second, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPair<TAdd>(
        sbyte* w,
        [ConstantExpected] int at,
        Vector64<sbyte> x0,
        Vector64<sbyte> x1,
        Vector64<sbyte> y0,
        Vector64<sbyte> y1,
        ref Vector128<int> first,
        ref Vector128<int> second)
        where TAdd : struct, IAdd
    {
        Vector64<sbyte> w0 = Vector64.Load(w + at), w1 = Vector64.Load(w + (at + 8));
        Vector128<short> p = AdvSimd.MultiplyWideningLower(w0, x0), q = AdvSimd.MultiplyWideningLower(w0, y0);
        p = AdvSimd.MultiplyWideningLowerAndAdd(p, w1, x1);
        q = AdvSimd.MultiplyWideningLowerAndAdd(q, w1, y1);
        first = TAdd.Add(first, p);
        second = TAdd.Add(second, q);
    }

    /// <summary>
    /// One channel's chunk times those of four patches. Four independent products in a row: cores that execute in order would wait for each
    /// other's results otherwise.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TAdd>(
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
        where TAdd : struct, IAdd
    {
        Vector128<short> p0 = AdvSimd.MultiplyWideningLower(v, x0), p1 = AdvSimd.MultiplyWideningLower(v, x1);
        Vector128<short> p2 = AdvSimd.MultiplyWideningLower(v, x2), p3 = AdvSimd.MultiplyWideningLower(v, x3);
        p0 = AdvSimd.MultiplyWideningLowerAndAdd(p0, u, y0);
        p1 = AdvSimd.MultiplyWideningLowerAndAdd(p1, u, y1);
        p2 = AdvSimd.MultiplyWideningLowerAndAdd(p2, u, y2);
        p3 = AdvSimd.MultiplyWideningLowerAndAdd(p3, u, y3);
        sum0 = TAdd.Add(sum0, p0);
        sum1 = TAdd.Add(sum1, p1);
        sum2 = TAdd.Add(sum2, p2);
        sum3 = TAdd.Add(sum3, p3);
    }

    /// <summary>Sums neighbouring products of 16 bits in 32.</summary>
    private interface IAdd
    {
        static abstract Vector128<int> Add(Vector128<int> sum, Vector128<short> products);
    }

    /// <summary>The first of a sum, which needs no zeros then.</summary>
    private readonly struct First : IAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<int> Add(Vector128<int> sum, Vector128<short> products) => AdvSimd.AddPairwiseWidening(products);
    }

    private readonly struct Next : IAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<int> Add(Vector128<int> sum, Vector128<short> products) => AdvSimd.AddPairwiseWideningAndAdd(sum, products);
    }
}
