using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.App.Benchmarking;

/// <summary>
/// The loops of <see cref="MultiplierLoop.All"/>. Each accumulator is its own factor: products of constants would be moved out of the loop.
/// </summary>
internal static partial class MultiplierLoops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Avx2(int rounds)
    {
        Vector256<int> a = Vector256.Create(1), b = Vector256.Create(2), c = Vector256.Create(3), d = Vector256.Create(4);
        Vector256<int> e = Vector256.Create(5), f = Vector256.Create(6), g = Vector256.Create(7), h = Vector256.Create(8);
        Vector256<int> i = Vector256.Create(9), j = Vector256.Create(10), k = Vector256.Create(11), l = Vector256.Create(12);
        Vector256<short> factor = Vector256.Create((short)MultiplierLoop.Factor);
        for (; rounds > 0; rounds--)
        {
            a += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(a.AsInt16(), factor);
            b += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(b.AsInt16(), factor);
            c += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(c.AsInt16(), factor);
            d += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(d.AsInt16(), factor);
            e += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(e.AsInt16(), factor);
            f += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(f.AsInt16(), factor);
            g += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(g.AsInt16(), factor);
            h += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(h.AsInt16(), factor);
            i += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(i.AsInt16(), factor);
            j += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(j.AsInt16(), factor);
            k += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(k.AsInt16(), factor);
            l += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(l.AsInt16(), factor);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Avx512(int rounds)
    {
        Vector512<int> a = Vector512.Create(1), b = Vector512.Create(2), c = Vector512.Create(3), d = Vector512.Create(4);
        Vector512<int> e = Vector512.Create(5), f = Vector512.Create(6), g = Vector512.Create(7), h = Vector512.Create(8);
        Vector512<int> i = Vector512.Create(9), j = Vector512.Create(10), k = Vector512.Create(11), l = Vector512.Create(12);
        Vector512<short> factor = Vector512.Create((short)MultiplierLoop.Factor);
        for (; rounds > 0; rounds--)
        {
            Two(ref a, ref b, factor);
            Two(ref c, ref d, factor);
            Two(ref e, ref f, factor);
            Two(ref g, ref h, factor);
            Two(ref i, ref j, factor);
            Two(ref k, ref l, factor);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    /// <summary>Two products before two sums keep four pipes busier than taking turns does (AMD Zen 4: 106 instead of 87 GMAC/s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(ref Vector512<int> a, ref Vector512<int> b, Vector512<short> factor)
    {
        Vector512<int> p = Avx512BW.MultiplyAddAdjacent(a.AsInt16(), factor);
        Vector512<int> q = Avx512BW.MultiplyAddAdjacent(b.AsInt16(), factor);
        a += p;
        b += q;
    }
}
