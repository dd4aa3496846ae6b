namespace EdgeVision.Kernels;

/// <summary>
/// A bilinear resize in integers, in which order does not matter: horizontally first, then vertically. That is what int8 models do; and
/// what legacy ones do wherever all their float32 numbers are exact.
/// </summary>
internal sealed class ExactBilinear
{
    /// <summary>Fractional bits of a weight; a mixed element has twice as many.</summary>
    public const int WeightBits = 10;

    /// <summary>
    /// Fractional bits of weights for which float32 is exact. Fractions are from −½ (half a pixel before the first) to 1, so that weights are 1½ at
    /// most: a byte (8 bits) times two of them stays below 2^24, and so do the sums of four such products, of which those of a weight above
    /// 1 have different signs.
    /// </summary>
    private const int FloatWeightBits = 7;

    private ExactBilinear(BilinearAxis<int> rows, BilinearAxis<int> columns, ResizeArithmetic arithmetic)
    {
        (Rows, Columns) = (rows, columns);
        TieCorrection = arithmetic == ResizeArithmetic.Integer ? -1 : 0;
    }

    public BilinearAxis<int> Rows { get; }

    public BilinearAxis<int> Columns { get; }

    /// <summary>What is added to negative elements before they are rounded by adding a half: −1 takes ties away from zero, 0 up.</summary>
    public int TieCorrection { get; }

    /// <summary>The resize in integers; null where float32 would round.</summary>
    public static ExactBilinear? TryCreate(ResizeParameters parameters)
    {
        (TensorShape source, TensorShape target) = (parameters.Input, parameters.Output);
        BilinearAxis<int>? rows = Axis(source.Height, target.Height, parameters);
        BilinearAxis<int>? columns = Axis(source.Width, target.Width, parameters);
        return rows is null || columns is null ? null : new ExactBilinear(rows, columns, parameters.Arithmetic);
    }

    private static BilinearAxis<int>? Axis(int input, int output, ResizeParameters parameters)
    {
        if (parameters.Arithmetic == ResizeArithmetic.Integer)
            return BilinearAxis<int>.Create<IntegerBilinear>(input, output, parameters.Coordinates);
        var real = BilinearAxis<float>.Create<Float32Bilinear>(input, output, parameters.Coordinates);
        int[] fractions = new int[output];
        for (int i = 0; i < output; i++)
        {
            float steps = real.Fraction[i] * (1 << FloatWeightBits);
            if (steps != (int)steps)
                return null;

            // A pixel mixed with itself is itself.
            fractions[i] = real.Lower[i] == real.Upper[i] ? 0 : (int)steps << (WeightBits - FloatWeightBits);
        }

        return new BilinearAxis<int>(real.Lower, real.Upper, fractions);
    }
}
