namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// The inverse cosine transform in the integer arithmetic of libjpeg's default ("islow", after Loeffler, Ligtenberg and Moschytz,
/// 1989), so that samples equal those of the common decoders bit for bit. Each pass computes exact integer sums of products with
/// 13-bit constants and rounds once: columns first, keeping 2 fraction bits, then rows.
/// </summary>
internal static class InverseDctReference
{
    private const int Side = JpegComponent.BlockSide;
    private const int ConstantBits = 13;
    private const int ColumnFractionBits = 2;
    private const int ColumnShift = ConstantBits - ColumnFractionBits;

    /// <summary>Three more bits, because the two passes together scale by 8.</summary>
    private const int RowShift = ConstantBits + ColumnFractionBits + 3;

    /// <summary>Samples are stored centred on 0.</summary>
    private const int Centre = 128;

    /// <summary>Dequantizes and transforms one block.</summary>
    /// <param name="coefficients">64 coefficients, row-major.</param>
    /// <param name="quantization">64 factors, row-major.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    public static void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, Span<byte> samples, int stride)
    {
        Span<int> block = stackalloc int[JpegComponent.BlockLength];
        for (int i = 0; i < block.Length; i++)
            block[i] = coefficients[i] * quantization[i];
        for (int column = 0; column < Side; column++)
            TransformColumn(block[column..]);
        for (int row = 0; row < Side; row++)
            TransformRow(block.Slice(row * Side, Side), samples.Slice(row * stride, Side));
    }

    private static void TransformColumn(Span<int> v)
    {
        if ((v[8] | v[16] | v[24] | v[32] | v[40] | v[48] | v[56]) == 0)
        {
            int flat = v[0] << ColumnFractionBits;
            for (int i = 0; i < JpegComponent.BlockLength; i += Side)
                v[i] = flat;
            return;
        }

        Even even = new(v[0], v[16], v[32], v[48], 1 << (ColumnShift - 1));
        Odd odd = new(v[8], v[24], v[40], v[56]);
        v[0] = (even.First + odd.First) >> ColumnShift;
        v[8] = (even.Second + odd.Second) >> ColumnShift;
        v[16] = (even.Third + odd.Third) >> ColumnShift;
        v[24] = (even.Fourth + odd.Fourth) >> ColumnShift;
        v[32] = (even.Fourth - odd.Fourth) >> ColumnShift;
        v[40] = (even.Third - odd.Third) >> ColumnShift;
        v[48] = (even.Second - odd.Second) >> ColumnShift;
        v[56] = (even.First - odd.First) >> ColumnShift;
    }

    private static void TransformRow(ReadOnlySpan<int> v, Span<byte> samples)
    {
        Even even = new(v[0], v[2], v[4], v[6], (Centre << RowShift) + (1 << (RowShift - 1)));
        Odd odd = new(v[1], v[3], v[5], v[7]);
        samples[0] = ToSample(even.First + odd.First);
        samples[1] = ToSample(even.Second + odd.Second);
        samples[2] = ToSample(even.Third + odd.Third);
        samples[3] = ToSample(even.Fourth + odd.Fourth);
        samples[4] = ToSample(even.Fourth - odd.Fourth);
        samples[5] = ToSample(even.Third - odd.Third);
        samples[6] = ToSample(even.Second - odd.Second);
        samples[7] = ToSample(even.First - odd.First);
    }

    private static byte ToSample(int sum) => (byte)Math.Clamp(sum >> RowShift, 0, 255);

    /// <summary>What the even frequencies give to the first four outputs; the last four mirror them.</summary>
    private readonly ref struct Even
    {
        public readonly int First;
        public readonly int Second;
        public readonly int Third;
        public readonly int Fourth;

        public Even(int v0, int v2, int v4, int v6, int rounding)
        {
            int sum = ((v0 + v4) << ConstantBits) + rounding;
            int difference = ((v0 - v4) << ConstantBits) + rounding;
            int rotation = (v2 + v6) * 4433;            // √2 cos 3π/8
            int large = rotation + (v2 * 6270);         // √2 (cos π/8 − cos 3π/8)
            int small = rotation - (v6 * 15137);        // √2 (cos π/8 + cos 3π/8)
            First = sum + large;
            Second = difference + small;
            Third = difference - small;
            Fourth = sum - large;
        }
    }

    /// <summary>What the odd frequencies give to the first four outputs; the last four get its negative, mirrored.</summary>
    private readonly ref struct Odd
    {
        public readonly int First;
        public readonly int Second;
        public readonly int Third;
        public readonly int Fourth;

        public Odd(int v1, int v3, int v5, int v7)
        {
            int all = (v1 + v3 + v5 + v7) * 9633;       // √2 cos 3π/16
            int outer = (v1 + v7) * -7373;
            int inner = (v3 + v5) * -20995;
            int high = all + ((v3 + v7) * -16069);
            int low = all + ((v1 + v5) * -3196);
            First = (v1 * 12299) + outer + low;
            Second = (v3 * 25172) + inner + high;
            Third = (v5 * 16819) + inner + low;
            Fourth = (v7 * 2446) + outer + high;
        }
    }
}
