using System.Runtime.Intrinsics;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// The two steps of a triangle filter that doubles a component's sides. Sums of columns have a margin of one at each end, which repeats
/// the outermost sum. Each step's loop over single values defines what its vectors compute, and does what is left of a row.
/// </summary>
internal static class TriangleFilter
{
    /// <summary>Sums each column of two rows, the nearer one three times.</summary>
    /// <param name="nearer">The row that a result row lies in.</param>
    /// <param name="farther">The next row on its side.</param>
    /// <param name="sums">Two more than the rows have.</param>
    public static void AddRows(ReadOnlySpan<byte> nearer, ReadOnlySpan<byte> farther, Span<ushort> sums)
    {
        Span<ushort> inner = sums[1..^1];
        int start = Vector128.IsHardwareAccelerated ? AddVectors(nearer, farther, inner) : 0;
        AddFrom(start, nearer, farther, inner);
        sums[0] = inner[0];
        sums[^1] = inner[^1];
    }

    /// <summary>Makes two values of each sum but the margins: the sum three times and its left or right neighbour, over 16.</summary>
    /// <param name="sums">Sums of columns, at most 1020.</param>
    /// <param name="leftRounding">Added to the left values before the division.</param>
    /// <param name="rightRounding">Added to the right values before the division.</param>
    /// <param name="row">Where the values go: twice as many as sums without margins.</param>
    public static void DoubleWidth(ReadOnlySpan<ushort> sums, int leftRounding, int rightRounding, Span<byte> row)
    {
        int start = Vector128.IsHardwareAccelerated ? DoubleVectors(sums, leftRounding, rightRounding, row) : 0;
        DoubleFrom(start, sums, leftRounding, rightRounding, row);
    }

    internal static void AddFrom(int start, ReadOnlySpan<byte> nearer, ReadOnlySpan<byte> farther, Span<ushort> sums)
    {
        for (int x = start; x < sums.Length; x++)
            sums[x] = (ushort)((3 * nearer[x]) + farther[x]);
    }

    internal static void DoubleFrom(int start, ReadOnlySpan<ushort> sums, int leftRounding, int rightRounding, Span<byte> row)
    {
        for (int x = start; x < sums.Length - 2; x++)
        {
            int three = 3 * sums[x + 1];
            row[2 * x] = (byte)((three + sums[x] + leftRounding) >> 4);
            row[(2 * x) + 1] = (byte)((three + sums[x + 2] + rightRounding) >> 4);
        }
    }

    private static int AddVectors(ReadOnlySpan<byte> nearer, ReadOnlySpan<byte> farther, Span<ushort> sums)
    {
        int x = 0;
        for (; x <= sums.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            Vector128<byte> near = Vector128.Create(nearer[x..]);
            Vector128<byte> far = Vector128.Create(farther[x..]);
            Add(Vector128.WidenLower(near), Vector128.WidenLower(far)).CopyTo(sums[x..]);
            Add(Vector128.WidenUpper(near), Vector128.WidenUpper(far)).CopyTo(sums[(x + Vector128<ushort>.Count)..]);
        }

        return x;
    }

    private static Vector128<ushort> Add(Vector128<ushort> nearer, Vector128<ushort> farther) => nearer + nearer + nearer + farther;

    private static int DoubleVectors(ReadOnlySpan<ushort> sums, int leftRounding, int rightRounding, Span<byte> row)
    {
        var leftRoundings = Vector128.Create((ushort)leftRounding);
        var rightRoundings = Vector128.Create((ushort)rightRounding);
        int x = 0;
        for (; x <= sums.Length - 2 - Vector128<ushort>.Count; x += Vector128<ushort>.Count)
        {
            var one = Vector128.Create(sums[(x + 1)..]);
            Vector128<ushort> three = one + one + one;
            Vector128<ushort> left = (three + Vector128.Create(sums[x..]) + leftRoundings) >> 4;
            Vector128<ushort> right = (three + Vector128.Create(sums[(x + 2)..]) + rightRoundings) >> 4;
            (left | (right << 8)).AsByte().CopyTo(row[(2 * x)..]);
        }

        return x;
    }
}
