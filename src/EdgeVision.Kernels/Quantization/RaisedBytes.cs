using System.Runtime.Intrinsics;

namespace EdgeVision.Kernels;

/// <summary>Signed bytes as unsigned ones, 128 higher.</summary>
internal static unsafe class RaisedBytes
{
    /// <summary>By how much.</summary>
    public const int By = 128;

    /// <summary>Copies <paramref name="length"/> bytes and adds 0 or <see cref="By"/> to each.</summary>
    public static void Copy(sbyte* from, byte* to, int length, byte raise)
    {
        if (raise == 0)
        {
            Buffer.MemoryCopy(from, to, length, length);
            return;
        }

        int i = 0;
        for (; i <= length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            (Vector256.Load((byte*)from + i) ^ Vector256.Create(raise)).Store(to + i);
        for (; i < length; i++)
            to[i] = (byte)((byte)from[i] ^ raise);
    }
}
