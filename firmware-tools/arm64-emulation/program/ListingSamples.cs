using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Arm64Program;

/// <summary>Code as it must not be, which never runs: the checks of the listing must find it.</summary>
internal static unsafe class ListingSamples
{
    /// <summary>For an instruction set the compiler was not told of, it leaves the call in.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<int> Unexpanded(Vector128<int> value, byte count) => AdvSimd.ExtractVector128(value, value, count);

    /// <summary>36 sums and a product do not fit 32 registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Spilling(short* values, int* sums, int count)
    {
        Vector128<int> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default, a8 = default;
        Vector128<int> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default, b8 = default;
        Vector128<int> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default, c8 = default;
        Vector128<int> d0 = default, d1 = default, d2 = default, d3 = default, d4 = default, d5 = default, d6 = default, d7 = default, d8 = default;
        for (; count > 0; count--, values += 32)
        {
            var value = Vector128.Load(values);
            (a0, a1, a2) = (Add(a0, value), Add(a1, value), Add(a2, value));
            (a3, a4, a5) = (Add(a3, value), Add(a4, value), Add(a5, value));
            (a6, a7, a8) = (Add(a6, value), Add(a7, value), Add(a8, value));
            value = Vector128.Load(values + 8);
            (b0, b1, b2) = (Add(b0, value), Add(b1, value), Add(b2, value));
            (b3, b4, b5) = (Add(b3, value), Add(b4, value), Add(b5, value));
            (b6, b7, b8) = (Add(b6, value), Add(b7, value), Add(b8, value));
            value = Vector128.Load(values + 16);
            (c0, c1, c2) = (Add(c0, value), Add(c1, value), Add(c2, value));
            (c3, c4, c5) = (Add(c3, value), Add(c4, value), Add(c5, value));
            (c6, c7, c8) = (Add(c6, value), Add(c7, value), Add(c8, value));
            value = Vector128.Load(values + 24);
            (d0, d1, d2) = (Add(d0, value), Add(d1, value), Add(d2, value));
            (d3, d4, d5) = (Add(d3, value), Add(d4, value), Add(d5, value));
            (d6, d7, d8) = (Add(d6, value), Add(d7, value), Add(d8, value));
        }

        (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8).Store(sums);
        (b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7 + b8).Store(sums + 4);
        (c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8).Store(sums + 8);
        (d0 + d1 + d2 + d3 + d4 + d5 + d6 + d7 + d8).Store(sums + 12);
    }

    private static Vector128<int> Add(Vector128<int> sum, Vector128<short> values) => AdvSimd.AddPairwiseWideningAndAdd(sum, values);
}
