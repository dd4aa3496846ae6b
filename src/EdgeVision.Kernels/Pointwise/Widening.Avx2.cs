using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>From int8 values to 16-bit differences from their zero point.</summary>
internal static class WideningAvx2
{
    private const int Lanes = 16;
    private const int Half = Lanes / 2;

    /// <summary>
    /// Writes <c>source − zeroPoint</c>, which must not overlap it, to as many numbers; the last ones may be written twice, so that they take
    /// a vector, too.
    /// </summary>
    public static void Subtract(ReadOnlySpan<sbyte> source, short zeroPoint, Span<short> destination)
    {
        ref sbyte from = ref MemoryMarshal.GetReference(source);
        ref short to = ref MemoryMarshal.GetReference(destination);
        int length = source.Length;
        if (length >= Lanes)
        {
            Vector256<short> zeroPoints = Vector256.Create(zeroPoint);
            for (int i = 0; i < length; i += Lanes)
            {
                nuint at = (nuint)Math.Min(i, length - Lanes);
                (Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref from, at)) - zeroPoints).StoreUnsafe(ref to, at);
            }
        }
        else if (length >= Half)
        {
            SubtractHalf(ref from, zeroPoint, ref to);
            SubtractHalf(ref Unsafe.Add(ref from, length - Half), zeroPoint, ref Unsafe.Add(ref to, length - Half));
        }
        else
        {
            for (int i = 0; i < length; i++)
                destination[i] = (short)(source[i] - zeroPoint);
        }
    }

    private static void SubtractHalf(ref sbyte source, short zeroPoint, ref short destination)
    {
        Vector128<sbyte> bytes = Vector64.LoadUnsafe(ref source).ToVector128Unsafe();
        (Sse41.ConvertToVector128Int16(bytes) - Vector128.Create(zeroPoint)).StoreUnsafe(ref destination);
    }
}
