namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// The inverse cosine transform to 4×4, 2×2 or 1 sample instead of 8×8: with only the block's lowest frequencies, a transform of that
/// length gives the picture at that fraction of its size, smoothed as it should be. On each axis, scaled so that the first coefficient
/// counts once, <c>s(i) = X(0) + √2 Σ X(k) cos((2i + 1) k π / 2N)</c> for 0 &lt; k &lt; N; both axes together scale by 8.
/// </summary>
internal static class ReducedInverseDct
{
    private const int Side = JpegComponent.BlockSide;

    /// <summary>Fraction bits kept until the end, so that rounding between the axes stays far below half a step.</summary>
    private const int FractionBits = 6;

    private const int ConstantBits = 13;

    /// <summary>√2 cos π/8.</summary>
    private const int LargeCosine = 10703;

    /// <summary>√2 cos 3π/8.</summary>
    private const int SmallCosine = 4433;

    /// <summary>Samples are stored centred on 0.</summary>
    private const int Centre = 128;

    /// <summary>Dequantizes and transforms one block.</summary>
    /// <param name="coefficients">64 coefficients, row-major.</param>
    /// <param name="quantization">64 factors, row-major.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    /// <param name="side">Samples of a row and rows: 1, 2 or 4.</param>
    public static void Transform(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, Span<byte> samples, int stride, int side)
    {
        Span<int> block = stackalloc int[4 * 4];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                int position = (row * Side) + column;
                block[(row * side) + column] = (coefficients[position] * quantization[position]) << FractionBits;
            }
        }

        for (int i = 0; i < side; i++)
            TransformLine(block[i..], side, side);
        for (int i = 0; i < side; i++)
            TransformLine(block[(i * side)..], 1, side);
        const int Rounding = (Centre << (FractionBits + 3)) + (1 << (FractionBits + 2));
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                samples[(row * stride) + column] =
                    (byte)Math.Clamp((block[(row * side) + column] + Rounding) >> (FractionBits + 3), 0, 255);
            }
        }
    }

    /// <summary>Transforms <paramref name="length"/> values, one every <paramref name="step"/>.</summary>
    private static void TransformLine(Span<int> v, int step, int length)
    {
        if (length == 2)
            (v[0], v[step]) = (v[0] + v[step], v[0] - v[step]);
        else if (length == 4)
            TransformFour(ref v[0], ref v[step], ref v[2 * step], ref v[3 * step]);
    }

    private static void TransformFour(ref int v0, ref int v1, ref int v2, ref int v3)
    {
        int sum = v0 + v2;
        int difference = v0 - v2;
        const int Rounding = 1 << (ConstantBits - 1);
        int outer = (int)((((long)v1 * LargeCosine) + ((long)v3 * SmallCosine) + Rounding) >> ConstantBits);
        int inner = (int)((((long)v1 * SmallCosine) - ((long)v3 * LargeCosine) + Rounding) >> ConstantBits);
        v0 = sum + outer;
        v1 = difference + inner;
        v2 = difference - inner;
        v3 = sum - outer;
    }
}
