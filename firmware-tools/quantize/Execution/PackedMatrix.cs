using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeVision.Quantize.Execution;

/// <summary>
/// The right side of a matrix product, in panels of 16 columns so that the inner loop reads it straight through, with the bias that each
/// result starts from.
/// </summary>
internal sealed class PackedMatrix
{
    private const int PanelWidth = 16;
    private const int RowBlock = 96;

    private readonly float[] _panels;
    private readonly float[] _bias;
    private readonly int _depth;
    private readonly int _columns;

    /// <summary>Packs weights.</summary>
    /// <param name="rows">[columns, depth]: one row of weights for each column of the result.</param>
    /// <param name="bias">One for each column.</param>
    public PackedMatrix(ReadOnlySpan<float> rows, ReadOnlySpan<float> bias)
    {
        _columns = bias.Length;
        _depth = rows.Length / _columns;
        int panels = (_columns + PanelWidth - 1) / PanelWidth;
        _panels = new float[panels * _depth * PanelWidth];
        _bias = new float[panels * PanelWidth];
        bias.CopyTo(_bias);
        for (int n = 0; n < _columns; n++)
        {
            int panel = n / PanelWidth * _depth * PanelWidth;
            for (int k = 0; k < _depth; k++)
                _panels[panel + (k * PanelWidth) + (n % PanelWidth)] = rows[(n * _depth) + k];
        }
    }

    /// <summary>result = left · packed + bias.</summary>
    /// <param name="left">[rows, depth], row-major.</param>
    /// <param name="result">[rows, columns], row-major.</param>
    /// <param name="rows">Rows of both.</param>
    public void Multiply(ReadOnlySpan<float> left, Span<float> result, int rows)
    {
        for (int first = 0; first < rows; first += RowBlock)
        {
            int end = Math.Min(rows, first + RowBlock);
            for (int column = 0; column < _columns; column += PanelWidth)
            {
                int m = first;
                for (; m + 4 <= end; m += 4)
                    FourRows(left, result, m, column);
                for (; m < end; m++)
                    OneRow(left, result, m, column);
            }
        }
    }

    private void FourRows(ReadOnlySpan<float> left, Span<float> result, int row, int column)
    {
        ref float a0 = ref MemoryMarshal.GetReference(left[(row * _depth)..((row + 4) * _depth)]);
        ref float a1 = ref Unsafe.Add(ref a0, _depth);
        ref float a2 = ref Unsafe.Add(ref a1, _depth);
        ref float a3 = ref Unsafe.Add(ref a2, _depth);
        ref float b = ref _panels[column * _depth];
        Vector256<float> biasLow = Vector256.LoadUnsafe(ref _bias[column]), biasHigh = Vector256.LoadUnsafe(ref _bias[column], 8);
        Vector256<float> c00 = biasLow, c01 = biasHigh, c10 = biasLow, c11 = biasHigh;
        Vector256<float> c20 = biasLow, c21 = biasHigh, c30 = biasLow, c31 = biasHigh;
        for (int k = 0; k < _depth; k++)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref b), high = Vector256.LoadUnsafe(ref b, 8);
            b = ref Unsafe.Add(ref b, PanelWidth);
            Vector256<float> x = Vector256.Create(Unsafe.Add(ref a0, k));
            c00 = Vector256.MultiplyAddEstimate(x, low, c00);
            c01 = Vector256.MultiplyAddEstimate(x, high, c01);
            x = Vector256.Create(Unsafe.Add(ref a1, k));
            c10 = Vector256.MultiplyAddEstimate(x, low, c10);
            c11 = Vector256.MultiplyAddEstimate(x, high, c11);
            x = Vector256.Create(Unsafe.Add(ref a2, k));
            c20 = Vector256.MultiplyAddEstimate(x, low, c20);
            c21 = Vector256.MultiplyAddEstimate(x, high, c21);
            x = Vector256.Create(Unsafe.Add(ref a3, k));
            c30 = Vector256.MultiplyAddEstimate(x, low, c30);
            c31 = Vector256.MultiplyAddEstimate(x, high, c31);
        }

        Store(result, row, column, c00, c01);
        Store(result, row + 1, column, c10, c11);
        Store(result, row + 2, column, c20, c21);
        Store(result, row + 3, column, c30, c31);
    }

    private void OneRow(ReadOnlySpan<float> left, Span<float> result, int row, int column)
    {
        ReadOnlySpan<float> a = left.Slice(row * _depth, _depth);
        ref float b = ref _panels[column * _depth];
        Vector256<float> low = Vector256.LoadUnsafe(ref _bias[column]), high = Vector256.LoadUnsafe(ref _bias[column], 8);
        foreach (float x in a)
        {
            Vector256<float> factor = Vector256.Create(x);
            low = Vector256.MultiplyAddEstimate(factor, Vector256.LoadUnsafe(ref b), low);
            high = Vector256.MultiplyAddEstimate(factor, Vector256.LoadUnsafe(ref b, 8), high);
            b = ref Unsafe.Add(ref b, PanelWidth);
        }

        Store(result, row, column, low, high);
    }

    private void Store(Span<float> result, int row, int column, Vector256<float> low, Vector256<float> high)
    {
        int valid = Math.Min(PanelWidth, _columns - column);
        Span<float> target = result.Slice((row * _columns) + column, valid);
        if (valid == PanelWidth)
        {
            low.StoreUnsafe(ref target[0]);
            high.StoreUnsafe(ref target[8]);
            return;
        }

        for (int i = 0; i < valid; i++)
            target[i] = i < 8 ? low[i] : high[i - 8];
    }
}
