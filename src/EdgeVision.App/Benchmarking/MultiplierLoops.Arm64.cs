using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.App.Benchmarking;

/// <summary>Here one instruction multiplies and accumulates, so that constant factors do no harm.</summary>
internal static partial class MultiplierLoops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Neon(int rounds)
    {
        Vector128<int> a = Vector128.Create(1), b = Vector128.Create(2), c = Vector128.Create(3), d = Vector128.Create(4);
        Vector128<int> e = Vector128.Create(5), f = Vector128.Create(6), g = Vector128.Create(7), h = Vector128.Create(8);
        Vector128<int> i = Vector128.Create(9), j = Vector128.Create(10), k = Vector128.Create(11), l = Vector128.Create(12);
        Vector64<short> factor = Vector64.Create((short)MultiplierLoop.Factor);
        for (; rounds > 0; rounds--)
        {
            a = AdvSimd.MultiplyWideningLowerAndAdd(a, factor, factor);
            b = AdvSimd.MultiplyWideningLowerAndAdd(b, factor, factor);
            c = AdvSimd.MultiplyWideningLowerAndAdd(c, factor, factor);
            d = AdvSimd.MultiplyWideningLowerAndAdd(d, factor, factor);
            e = AdvSimd.MultiplyWideningLowerAndAdd(e, factor, factor);
            f = AdvSimd.MultiplyWideningLowerAndAdd(f, factor, factor);
            g = AdvSimd.MultiplyWideningLowerAndAdd(g, factor, factor);
            h = AdvSimd.MultiplyWideningLowerAndAdd(h, factor, factor);
            i = AdvSimd.MultiplyWideningLowerAndAdd(i, factor, factor);
            j = AdvSimd.MultiplyWideningLowerAndAdd(j, factor, factor);
            k = AdvSimd.MultiplyWideningLowerAndAdd(k, factor, factor);
            l = AdvSimd.MultiplyWideningLowerAndAdd(l, factor, factor);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int NeonDot(int rounds)
    {
        Vector128<int> a = Vector128.Create(1), b = Vector128.Create(2), c = Vector128.Create(3), d = Vector128.Create(4);
        Vector128<int> e = Vector128.Create(5), f = Vector128.Create(6), g = Vector128.Create(7), h = Vector128.Create(8);
        Vector128<int> i = Vector128.Create(9), j = Vector128.Create(10), k = Vector128.Create(11), l = Vector128.Create(12);
        Vector128<sbyte> factor = Vector128.Create((sbyte)MultiplierLoop.Factor);
        for (; rounds > 0; rounds--)
        {
            a = Dp.DotProduct(a, factor, factor);
            b = Dp.DotProduct(b, factor, factor);
            c = Dp.DotProduct(c, factor, factor);
            d = Dp.DotProduct(d, factor, factor);
            e = Dp.DotProduct(e, factor, factor);
            f = Dp.DotProduct(f, factor, factor);
            g = Dp.DotProduct(g, factor, factor);
            h = Dp.DotProduct(h, factor, factor);
            i = Dp.DotProduct(i, factor, factor);
            j = Dp.DotProduct(j, factor, factor);
            k = Dp.DotProduct(k, factor, factor);
            l = Dp.DotProduct(l, factor, factor);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
