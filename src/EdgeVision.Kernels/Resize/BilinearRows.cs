using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeVision.Kernels;

/// <summary>
/// The loop of vector kernels for bilinear resizing. The input rows above and below an output row are stretched to its width first, which
/// serves all output rows between them, and then mixed element by element, whatever the number of channels. That is done in strips of
/// columns, so that the stretched rows stay in the first-level cache.
/// </summary>
internal abstract unsafe class BilinearRows : PreparedKernel
{
    private const int StripElements = 1024;
    private const int NoRow = -1;

    private readonly TensorShape _source;
    private readonly TensorShape _target;
    private readonly BilinearAxis<int> _rows;
    private readonly int[] _lefts;
    private readonly int[] _weights;

    protected BilinearRows(ResizeParameters parameters)
    {
        var resize = ExactBilinear.TryCreate(parameters) ?? throw new KernelException("a resize in float32 that rounds does not fit this kernel");
        (_source, _target) = (parameters.Input, parameters.Output);
        (_rows, TieCorrection) = (resize.Rows, resize.TieCorrection);
        (_lefts, _weights) = (new int[_target.Width], new int[_target.Width]);
        for (int x = 0; x < _target.Width; x++)
        {
            // Every pixel gets a right neighbour: the last one is that of the pixel before it.
            bool isLast = resize.Columns.Lower[x] == _source.Width - 1 && _source.Width > 1;
            _lefts[x] = (resize.Columns.Lower[x] - (isLast ? 1 : 0)) * _source.Channels;
            _weights[x] = isLast ? 1 << ExactBilinear.WeightBits : resize.Columns.Fraction[x];
        }
    }

    /// <summary>See <see cref="ExactBilinear.TieCorrection"/>.</summary>
    protected int TieCorrection { get; }

    /// <summary>Whether a kernel that mixes so many elements at once can do this operation.</summary>
    public static bool CanRun(ResizeParameters parameters, int elements) =>
        parameters.Output.Width * parameters.Output.Channels >= elements && ExactBilinear.TryCreate(parameters) is not null;

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int* memory = stackalloc int[2 * StripElements + CacheLine.Bytes / sizeof(int)];
        int* top = CacheLine.Align(memory);
        int line = _target.Width * _target.Channels, strip = Math.Min(line, StripElements);
        fixed (sbyte* from = input, to = output)
        {
            // The last strip may begin in the one before it.
            for (int start = 0; start < line; start += strip)
                RunStrip(from, to, Math.Min(start, line - strip), strip, first, count, top, top + StripElements);
        }
    }

    /// <summary>Mixes elements of two stretched rows.</summary>
    /// <param name="top">The upper row, with <see cref="ExactBilinear.WeightBits"/> fractional bits.</param>
    /// <param name="bottom">The lower row.</param>
    /// <param name="weight">Weight of the lower row, with as many fractional bits.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="count">How many; at least as many as the kernel mixes at once.</param>
    protected abstract void Mix(int* top, int* bottom, int weight, sbyte* output, int count);

    private void RunStrip(sbyte* input, sbyte* output, int start, int length, int first, int count, int* top, int* bottom)
    {
        int topRow = NoRow, bottomRow = NoRow;
        nint line = (nint)_target.Width * _target.Channels;
        for (int row = first; row < first + count; row++)
        {
            (int image, int y) = Math.DivRem(row, _target.Height);
            int above = image * _source.Height + _rows.Lower[y], below = image * _source.Height + _rows.Upper[y];
            if (above == bottomRow)
            {
                int* other = top;
                top = bottom;
                bottom = other;
                (topRow, bottomRow) = (bottomRow, topRow);
            }

            if (above != topRow)
                Stretch(input, above, start, length, top);
            topRow = above;
            if (below != above && below != bottomRow)
                Stretch(input, bottomRow = below, start, length, bottom);
            Mix(top, below == above ? top : bottom, _rows.Fraction[y], output + row * line + start, length);
        }
    }

    /// <summary>Stretches the part of an input row that is under some elements of an output row.</summary>
    private void Stretch(sbyte* input, int row, int start, int length, int* output)
    {
        int channels = _source.Channels;
        nint neighbour = _source.Width > 1 ? channels : 0;
        sbyte* line = input + (nint)row * _source.Width * channels;
        (int[] lefts, int[] weights) = (_lefts, _weights);
        if (channels == 1)
        {
            for (int i = 0; i < length; i++)
                output[i] = Stretched(line + lefts[start + i], neighbour, weights[start + i]);
            return;
        }

        (int x, int c) = Math.DivRem(start, channels);
        for (int* end = output + length; output < end; x++, c = 0)
        {
            int count = (int)Math.Min(channels - c, end - output);
            Stretch(line + lefts[x] + c, neighbour, weights[x], output, count);
            output += count;
        }
    }

    /// <summary>Mixes channels of a pixel and of its right neighbour.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stretch(sbyte* left, nint neighbour, int weight, int* output, int count)
    {
        int last = count - Vector128<sbyte>.Count;
        if (last < 0)
        {
            for (int i = 0; i < count; i++)
                output[i] = Stretched(left + i, neighbour, weight);
            return;
        }

        for (int i = 0; i < last; i += Vector128<sbyte>.Count)
            StretchVector(left + i, neighbour, weight, output + i);
        StretchVector(left + last, neighbour, weight, output + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Stretched(sbyte* left, nint neighbour, int weight) =>
        (*left << ExactBilinear.WeightBits) + (left[neighbour] - *left) * weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StretchVector(sbyte* left, nint neighbour, int weight, int* output)
    {
        (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.Load(left));
        (Vector128<short> lowerRight, Vector128<short> upperRight) = Vector128.Widen(Vector128.Load(left + neighbour));
        StretchHalf(lower, lowerRight - lower, weight, output);
        StretchHalf(upper, upperRight - upper, weight, output + Vector128<short>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StretchHalf(Vector128<short> left, Vector128<short> difference, int weight, int* output)
    {
        (Vector128<int> left0, Vector128<int> left1) = Vector128.Widen(left);
        (Vector128<int> difference0, Vector128<int> difference1) = Vector128.Widen(difference);
        ((left0 << ExactBilinear.WeightBits) + difference0 * weight).Store(output);
        ((left1 << ExactBilinear.WeightBits) + difference1 * weight).Store(output + Vector128<int>.Count);
    }
}
