using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>From int8 values to 16-bit differences from their zero point.</summary>
internal static class WideningAvx2
{
    /// <summary>What <see cref="SubtractWithSlack"/> may read and write too much.</summary>
    public const int Slack = 15;

    private const int Lanes = 16;

    /// <summary>Writes <c>source − zeroPoint</c>; the lengths are equal.</summary>
    public static void Subtract(ReadOnlySpan<sbyte> source, short zeroPoint, Span<short> destination)
    {
        ref sbyte from = ref MemoryMarshal.GetReference(source);
        ref short to = ref MemoryMarshal.GetReference(destination);
        Vector256<short> zeroPoints = Vector256.Create(zeroPoint);
        int i = 0;
        for (; i <= source.Length - Lanes; i += Lanes)
        {
            Vector256<short> values = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref from, (nuint)i));
            (values - zeroPoints).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < source.Length; i++)
            destination[i] = (short)(source[i] - zeroPoint);
    }

    /// <summary>The same in whole vectors: up to <see cref="Slack"/> more values are read and written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractWithSlack(ref sbyte source, int length, short zeroPoint, ref short destination)
    {
        Vector256<short> zeroPoints = Vector256.Create(zeroPoint);
        for (int i = 0; i < length; i += Lanes)
        {
            Vector256<short> values = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref source, (nuint)i));
            (values - zeroPoints).StoreUnsafe(ref destination, (nuint)i);
        }
    }
}
