namespace EdgeVision.Kernels;

/// <summary>
/// TFLite's quantized hard-swish: 16-bit steps whose rounding differs from the real function, so the steps themselves are the
/// definition. With <c>v = 128·(x − z_in)</c>, one factor is v in the output's scale, the other <c>relu6(v + 3)/6</c> in Q0.15.
/// </summary>
internal readonly struct HardSwish16
{
    private readonly Quantization _input;
    private readonly Quantization _output;
    private readonly short _outputMantissa;
    private readonly int _outputExponent;
    private readonly short _reluMantissa;
    private readonly int _reluExponent;

    public HardSwish16(Quantization input, Quantization output)
    {
        _input = input;
        _output = output;
        float highResolutionScale = input.Scale * (1f / 128);
        (_outputMantissa, _outputExponent) = Round(FixedPointMultiplier.FromDouble(highResolutionScale / output.Scale));
        (_reluMantissa, _reluExponent) = Round(FixedPointMultiplier.FromDouble(highResolutionScale / (3f / 32768)));
        if (_outputExponent > 0)
            throw new KernelException($"hard-swish from scale {input.Scale} to scale {output.Scale} needs a factor of 128 or more");
    }

    /// <summary>The output, not yet clamped to a byte.</summary>
    public double Apply(int x)
    {
        int value = 128 * (x - _input.ZeroPoint);
        int scaled = HighMultiply(value, _outputMantissa);
        int gate = (ReluArgument(value) + 32768) >> 1;
        int product = gate * scaled / 32768;
        return FixedPointMath.RoundingDivideByPowerOfTwo(product, -_outputExponent) + _output.ZeroPoint;
    }

    /// <summary><c>v/3</c> in Q0.15, saturating: the half of the left shift that follows the multiplication keeps its precision.</summary>
    private int ReluArgument(int value)
    {
        if (_reluExponent <= 0)
            return FixedPointMath.RoundingDivideByPowerOfTwo(HighMultiply(value, _reluMantissa), -_reluExponent);
        int shifted = Saturate((long)value << (_reluExponent - 1));
        return Saturate(2L * HighMultiply(shifted, _reluMantissa));
    }

    private static (short Mantissa, int Exponent) Round(FixedPointMultiplier multiplier) =>
        ((short)Math.Min((multiplier.Mantissa + (1L << 15)) >> 16, short.MaxValue), multiplier.Exponent);

    private static int HighMultiply(int a, int b) => (a * b + (1 << 14)) >> 15;

    private static int Saturate(long x) => (int)Math.Clamp(x, short.MinValue, short.MaxValue);
}
