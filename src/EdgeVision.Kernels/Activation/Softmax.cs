using System.Numerics;

namespace EdgeVision.Kernels;

/// <summary>
/// <c>e^(beta·x) / Σ e^(beta·x)</c> over each row in fixed point, every step rounded as in TFLite. The output's scale is 1/256, its
/// zero point −128.
/// </summary>
public sealed class Softmax
{
    private const int IntegerBits = 5;
    private const int FractionBits = 31 - IntegerBits;

    /// <summary>Integer bits of the sum of exponentials, which are Q0.31.</summary>
    private const int SumIntegerBits = 12;

    /// <summary>By distance from the row's maximum: e^−distance in Q0.31, and the same as a term of the sum.</summary>
    private readonly int[] _exponentials;
    private readonly int[] _terms;

    /// <summary>Distances from here on give −128 whatever the sum.</summary>
    private readonly int _end;

    private Softmax(SoftmaxParameters parameters, FixedPointMultiplier multiplier)
    {
        Parameters = parameters;
        long radius = (((1L << IntegerBits) - 1) << FractionBits) >> multiplier.Exponent;
        _end = (int)Math.Min(radius, byte.MaxValue) + 1;
        _exponentials = new int[_end];
        _terms = new int[_end];
        for (int distance = 0; distance < _end; distance++)
        {
            int scaled = FixedPointMath.RoundingDoublingHighMultiply(-distance << multiplier.Exponent, multiplier.Mantissa);
            _exponentials[distance] = FixedPointFunctions.ExpOnNegativeValues(scaled);
            _terms[distance] = FixedPointMath.RoundingDivideByPowerOfTwo(_exponentials[distance], SumIntegerBits);
        }
    }

    /// <summary>What it was prepared for.</summary>
    internal SoftmaxParameters Parameters { get; }

    /// <summary>Validates everything and tabulates the exponentials.</summary>
    /// <exception cref="KernelException">
    /// An extent is not positive, scale or beta is not positive and finite, or their product is below 2^−26.
    /// </exception>
    public static Softmax Prepare(SoftmaxParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Count("softmax extents", parameters.Rows, parameters.Depth);
        Require.Scale(parameters.InputScale, "input");
        Require.Scale(parameters.Beta, "beta");
        double factor = Math.Min((double)parameters.Beta * parameters.InputScale * (1 << FractionBits), int.MaxValue);
        if (factor < 1)
            throw new KernelException($"input scale {parameters.InputScale} times beta {parameters.Beta} is below 2^-{FractionBits}");
        return new Softmax(parameters, FixedPointMultiplier.FromDouble(factor));
    }

    /// <summary>Normalizes every row. Allocates nothing.</summary>
    /// <param name="input">[row][depth].</param>
    /// <param name="output">[row][depth]; may be <paramref name="input"/> itself, not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        (int rows, int depth) = (Parameters.Rows, Parameters.Depth);
        BufferLength.Check(input.Length, rows * depth, nameof(input));
        BufferLength.Check(output.Length, rows * depth, nameof(output));
        for (int row = 0; row < rows; row++)
            RunRow(input.Slice(row * depth, depth), output.Slice(row * depth, depth));
    }

    private void RunRow(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        sbyte max = sbyte.MinValue;
        foreach (sbyte x in input)
            max = Math.Max(max, x);

        long sum = 0;
        foreach (sbyte x in input)
        {
            if (max - x < _end)
                sum += _terms[max - x];
        }

        // Such a sum leaves the reference's range (it aborts); no probability is above half a step.
        if (sum >= 1L << 28)
        {
            output.Fill(sbyte.MinValue);
            return;
        }

        int leadingZeros = BitOperations.LeadingZeroCount((uint)sum);
        int reciprocal = FixedPointFunctions.OneOverOnePlus((int)((sum << leadingZeros) - (1L << 31)));
        int shift = SumIntegerBits + 31 - 8 - leadingZeros;
        for (int i = 0; i < input.Length; i++)
        {
            int distance = max - input[i];
            output[i] = distance < _end ? Normalize(_exponentials[distance], reciprocal, shift) : sbyte.MinValue;
        }
    }

    private static sbyte Normalize(int exponential, int reciprocal, int shift)
    {
        int probability = FixedPointMath.RoundingDoublingHighMultiply(reciprocal, exponential);
        return (sbyte)Math.Clamp(FixedPointMath.RoundingDivideByPowerOfTwo(probability, shift) - 128, sbyte.MinValue, sbyte.MaxValue);
    }
}
