using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// <see cref="InverseDctReference"/> for half a row at a time: the same sums of the same products modulo 2³², so the same samples for all
/// coefficients.
/// </summary>
internal static class InverseDct
{
    private const int Side = JpegComponent.BlockSide;
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

        ReadOnlySpan<Vector128<short>> values = MemoryMarshal.Cast<short, Vector128<short>>(coefficients);
        ReadOnlySpan<Vector128<ushort>> factors = MemoryMarshal.Cast<ushort, Vector128<ushort>>(quantization);
        Span<Vector128<int>> halves = stackalloc Vector128<int>[2 * Side];
        for (int row = 0; row < Side; row++)
        {
            halves[2 * row] = Vector128.WidenLower(values[row]) * Vector128.WidenLower(factors[row]).AsInt32();
            halves[(2 * row) + 1] = Vector128.WidenUpper(values[row]) * Vector128.WidenUpper(factors[row]).AsInt32();
        }

        TransformColumns(halves);
        TransformColumns(halves[1..]);
        ReadOnlySpan<int> block = MemoryMarshal.Cast<Vector128<int>, int>(halves);
        for (int row = 0; row < Side; row++)
            BinaryPrimitives.WriteUInt64LittleEndian(samples[(row * stride)..], TransformRow(block.Slice(row * Side, Side)));
    }

    /// <summary>
    /// Transforms the four columns at the start of each row. Columns without vertical frequencies are not rounded, which shows where the
    /// others would overflow.
    /// </summary>
    private static void TransformColumns(Span<Vector128<int>> v)
    {
        Vector128<int> ac = v[2] | v[4] | v[6] | v[8] | v[10] | v[12] | v[14];
        Vector128<int> flat = Vector128.Equals(ac, Vector128<int>.Zero);
        Vector128<int> flatValue = v[0] << ColumnFractionBits;
        if (ac == Vector128<int>.Zero)
        {
            for (int i = 0; i < 2 * Side; i += 2)
                v[i] = flatValue;
            return;
        }

        Vector128<int> rounding = Vector128.Create(1 << (ColumnShift - 1));
        Vector128<int> sum = ((v[0] + v[8]) << ConstantBits) + rounding;
        Vector128<int> difference = ((v[0] - v[8]) << ConstantBits) + rounding;
        Vector128<int> rotation = (v[4] + v[12]) * 4433;
        Vector128<int> large = rotation + (v[4] * 6270);
        Vector128<int> small = rotation - (v[12] * 15137);

        Vector128<int> all = (v[2] + v[6] + v[10] + v[14]) * 9633;
        Vector128<int> outer = (v[2] + v[14]) * -7373;
        Vector128<int> inner = (v[6] + v[10]) * -20995;
        Vector128<int> high = all + ((v[6] + v[14]) * -16069);
        Vector128<int> low = all + ((v[2] + v[10]) * -3196);
        Vector128<int> first = (v[2] * 12299) + outer + low;
        Vector128<int> second = (v[6] * 25172) + inner + high;
        Vector128<int> third = (v[10] * 16819) + inner + low;
        Vector128<int> fourth = (v[14] * 2446) + outer + high;

        v[0] = Vector128.ConditionalSelect(flat, flatValue, (sum + large + first) >> ColumnShift);
        v[2] = Vector128.ConditionalSelect(flat, flatValue, (difference + small + second) >> ColumnShift);
        v[4] = Vector128.ConditionalSelect(flat, flatValue, (difference - small + third) >> ColumnShift);
        v[6] = Vector128.ConditionalSelect(flat, flatValue, (sum - large + fourth) >> ColumnShift);
        v[8] = Vector128.ConditionalSelect(flat, flatValue, (sum - large - fourth) >> ColumnShift);
        v[10] = Vector128.ConditionalSelect(flat, flatValue, (difference - small - third) >> ColumnShift);
        v[12] = Vector128.ConditionalSelect(flat, flatValue, (difference + small - second) >> ColumnShift);
        v[14] = Vector128.ConditionalSelect(flat, flatValue, (sum + large - first) >> ColumnShift);
    }

    /// <summary>
    /// Eight samples of a row, the first in the lowest byte. Each value is multiplied by what it gives to the first four outputs, where the
    /// reference shares products; the even frequencies give the same to the last four, mirrored, the odd ones their negative.
    /// </summary>
    private static ulong TransformRow(ReadOnlySpan<int> v)
    {
        Vector128<int> even = Vector128.Create((Centre << RowShift) + (1 << (RowShift - 1)))
            + (Vector128.Create(8192, 8192, 8192, 8192) * v[0])
            + (Vector128.Create(10703, 4433, -4433, -10703) * v[2])
            + (Vector128.Create(8192, -8192, -8192, 8192) * v[4])
            + (Vector128.Create(4433, -10704, 10704, -4433) * v[6]);
        Vector128<int> odd = (Vector128.Create(11363, 9633, 6437, 2260) * v[1])
            + (Vector128.Create(9633, -2259, -11362, -6436) * v[3])
            + (Vector128.Create(6437, -11362, 2261, 9633) * v[5])
            + (Vector128.Create(2260, -6436, 9633, -11363) * v[7]);
        Vector128<int> mirrored = Vector128.Shuffle(even - odd, Vector128.Create(3, 2, 1, 0));
        Vector128<short> sums = Vector128.NarrowWithSaturation((even + odd) >> RowShift, mirrored >> RowShift);
        Vector128<ushort> clamped = Vector128.Max(sums, Vector128<short>.Zero).AsUInt16();
        return Vector128.NarrowWithSaturation(clamped, clamped).AsUInt64().ToScalar();
    }
}
