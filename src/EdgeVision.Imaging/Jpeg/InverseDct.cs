using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// <see cref="InverseDctReference"/> for four columns or half a row at a time: the same sums of the same products modulo 2³², so the
/// same samples for all coefficients.
/// </summary>
internal static class InverseDct
{
    private const int Side = JpegComponent.BlockSide;
    private const int Half = Side / 2;
    private const int ConstantBits = 13;
    private const int ColumnFractionBits = 2;
    private const int ColumnShift = ConstantBits - ColumnFractionBits;
    private const int RowShift = ConstantBits + ColumnFractionBits + 3;
    private const int Centre = 128;

    /// <summary>Dequantizes and transforms one block.</summary>
    /// <param name="coefficients">64 coefficients, row-major.</param>
    /// <param name="quantization">64 factors, row-major.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    public static void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, Span<byte> samples, int stride)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            InverseDctReference.Transform(coefficients, quantization, samples, stride);
            return;
        }

        Span<int> block = stackalloc int[JpegComponent.BlockLength];
        bool flat = true;
        for (int row = 0; row < JpegComponent.BlockLength; row += Side)
        {
            var values = Vector128.Create(coefficients[row..]);
            var factors = Vector128.Create(quantization[row..]);
            flat &= row == 0 || values == Vector128<short>.Zero;
            (Vector128.WidenLower(values) * Vector128.WidenLower(factors).AsInt32()).CopyTo(block[row..]);
            (Vector128.WidenUpper(values) * Vector128.WidenUpper(factors).AsInt32()).CopyTo(block[(row + Half)..]);
        }

        if (flat)
        {
            FillRows(block, samples, stride);
            return;
        }

        TransformColumns(block);
        TransformColumns(block[Half..]);
        for (int row = 0; row < Side; row++)
            BinaryPrimitives.WriteUInt64LittleEndian(samples[(row * stride)..], TransformRow(block[(row * Side)..]));
    }

    /// <summary>A block without vertical frequencies has eight equal rows.</summary>
    private static void FillRows(Span<int> block, Span<byte> samples, int stride)
    {
        for (int column = 0; column < Side; column++)
            block[column] <<= ColumnFractionBits;
        ulong all = TransformRow(block);
        for (int row = 0; row < Side; row++)
            BinaryPrimitives.WriteUInt64LittleEndian(samples[(row * stride)..], all);
    }

    /// <summary>Transforms the four columns that the block starts with.</summary>
    private static void TransformColumns(Span<int> block)
    {
        var v0 = Row(block, 0);
        var v1 = Row(block, 1);
        var v2 = Row(block, 2);
        var v3 = Row(block, 3);
        var v4 = Row(block, 4);
        var v5 = Row(block, 5);
        var v6 = Row(block, 6);
        var v7 = Row(block, 7);
        var flat = Vector128.Equals(v1 | v2 | v3 | v4 | v5 | v6 | v7, Vector128<int>.Zero);
        var flatValue = v0 << ColumnFractionBits;

        var rounding = Vector128.Create(1 << (ColumnShift - 1));
        var sum = ((v0 + v4) << ConstantBits) + rounding;
        var difference = ((v0 - v4) << ConstantBits) + rounding;
        var rotation = (v2 + v6) * 4433;
        var large = rotation + (v2 * 6270);
        var small = rotation - (v6 * 15137);

        var all = (v1 + v3 + v5 + v7) * 9633;
        var outer = (v1 + v7) * -7373;
        var inner = (v3 + v5) * -20995;
        var high = all + ((v3 + v7) * -16069);
        var low = all + ((v1 + v5) * -3196);

        StorePair(block, 0, sum + large, (v1 * 12299) + outer + low, flat, flatValue);
        StorePair(block, 1, difference + small, (v3 * 25172) + inner + high, flat, flatValue);
        StorePair(block, 2, difference - small, (v5 * 16819) + inner + low, flat, flatValue);
        StorePair(block, 3, sum - large, (v7 * 2446) + outer + high, flat, flatValue);
    }

    private static Vector128<int> Row(ReadOnlySpan<int> block, int row) => Vector128.Create(block[(row * Side)..]);

    /// <summary>Stores a row and the one that mirrors it. Columns without vertical frequencies are not rounded, which only overflow shows.</summary>
    private static void StorePair(
        Span<int> block, int row, Vector128<int> even, Vector128<int> odd, Vector128<int> flat, Vector128<int> flatValue)
    {
        Vector128.ConditionalSelect(flat, flatValue, (even + odd) >> ColumnShift).CopyTo(block[(row * Side)..]);
        Vector128.ConditionalSelect(flat, flatValue, (even - odd) >> ColumnShift).CopyTo(block[((Side - 1 - row) * Side)..]);
    }

    /// <summary>
    /// Eight samples of a row, the first in the lowest byte. Each value is multiplied by what it gives to the first four outputs, where the
    /// reference shares products; the even frequencies give the same to the last four, mirrored, the odd ones their negative.
    /// </summary>
    private static ulong TransformRow(ReadOnlySpan<int> v)
    {
        var even = Vector128.Create((Centre << RowShift) + (1 << (RowShift - 1)))
            + (v[0] * Vector128.Create(8192, 8192, 8192, 8192))
            + (v[2] * Vector128.Create(10703, 4433, -4433, -10703))
            + (v[4] * Vector128.Create(8192, -8192, -8192, 8192))
            + (v[6] * Vector128.Create(4433, -10704, 10704, -4433));
        var odd = (v[1] * Vector128.Create(11363, 9633, 6437, 2260))
            + (v[3] * Vector128.Create(9633, -2259, -11362, -6436))
            + (v[5] * Vector128.Create(6437, -11362, 2261, 9633))
            + (v[7] * Vector128.Create(2260, -6436, 9633, -11363));
        var mirrored = Vector128.Shuffle(even - odd, Vector128.Create(3, 2, 1, 0));
        var sums = Vector128.NarrowWithSaturation((even + odd) >> RowShift, mirrored >> RowShift);
        var clamped = Vector128.Max(sums, Vector128<short>.Zero).AsUInt16();
        return Vector128.NarrowWithSaturation(clamped, clamped).AsUInt64().ToScalar();
    }
}
