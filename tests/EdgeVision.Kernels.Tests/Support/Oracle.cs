using System.Numerics;

namespace EdgeVision.Kernels.Tests.Support;

/// <summary>The rules of the arithmetic written a second time, in unbounded integers and without sharing code with the library.</summary>
internal static class Oracle
{
    /// <summary>Mantissa and exponent straight from the bits of the double, rounding half up (the factor is positive).</summary>
    public static (BigInteger Mantissa, int Exponent) Decompose(double factor)
    {
        if (factor == 0)
            return (0, 0);
        long bits = BitConverter.DoubleToInt64Bits(factor);
        int rawExponent = (int)(bits >> 52 & 0x7FF);
        Assert.InRange(rawExponent, 1, 2046);
        BigInteger significand = (bits & ((1L << 52) - 1)) | (1L << 52);
        int exponent = rawExponent - 1022;
        BigInteger mantissa = FloorDivide(significand + (BigInteger.One << 21), BigInteger.One << 22);
        if (mantissa == BigInteger.One << 31)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        return rawExponent - 1022 < -31 ? (0, 0) : (mantissa, exponent);
    }

    /// <summary>R(x, M): a high half rounded half up, then a power of two rounded half away from zero.</summary>
    public static BigInteger Multiply(BigInteger x, BigInteger mantissa, int exponent)
    {
        BigInteger shifted = exponent > 0 ? x * BigInteger.Pow(2, exponent) : x;
        BigInteger high = FloorDivide(2 * shifted * mantissa + BigInteger.Pow(2, 31), BigInteger.Pow(2, 32));
        return exponent < 0 ? RoundHalfAway(high, BigInteger.Pow(2, -exponent)) : high;
    }

    public static BigInteger Multiply(BigInteger x, double factor)
    {
        (BigInteger mantissa, int exponent) = Decompose(factor);
        return Multiply(x, mantissa, exponent);
    }

    public static sbyte Requantize(long accumulator, FixedPointMultiplier multiplier, int zeroPoint, OutputRange range)
    {
        BigInteger value = Multiply(accumulator, multiplier.Mantissa, multiplier.Exponent) + zeroPoint;
        return (sbyte)BigInteger.Min(BigInteger.Max(value, range.Min), range.Max);
    }

    public static sbyte Clamp(BigInteger value) => (sbyte)BigInteger.Min(BigInteger.Max(value, -128), 127);

    public static BigInteger FloorDivide(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    public static BigInteger RoundHalfAway(BigInteger a, BigInteger b) =>
        a.Sign * FloorDivide(2 * BigInteger.Abs(a) + b, 2 * b);

    /// <summary>
    /// Accumulators of a convolution in scatter form: every input pixel adds to the outputs it reaches. The depthwise form has one
    /// input channel per output channel and 1HWC weights.
    /// </summary>
    public static long[] Accumulate(ConvParameters p, sbyte[] input, sbyte[] filter, int[] bias, bool depthwise)
    {
        var (inputShape, outputShape, w) = (p.Input, p.Output, p.Window);
        long[] sums = new long[outputShape.Count];
        for (int i = 0; i < sums.Length; i++)
            sums[i] = bias.Length == 0 ? 0 : bias[i % outputShape.Channels];
        for (int i = 0; i < input.Length; i++)
        {
            int ic = i % inputShape.Channels;
            int ix = i / inputShape.Channels % inputShape.Width;
            int iy = i / inputShape.Channels / inputShape.Width % inputShape.Height;
            int b = i / inputShape.Channels / inputShape.Width / inputShape.Height;
            for (int tap = 0; tap < w.KernelHeight * w.KernelWidth; tap++)
            {
                int y = iy + w.PadTop - tap / w.KernelWidth * w.DilationHeight;
                int x = ix + w.PadLeft - tap % w.KernelWidth * w.DilationWidth;
                if (y < 0 || x < 0 || y % w.StrideHeight != 0 || x % w.StrideWidth != 0)
                    continue;
                y /= w.StrideHeight;
                x /= w.StrideWidth;
                if (y >= outputShape.Height || x >= outputShape.Width)
                    continue;
                for (int oc = 0; oc < outputShape.Channels; oc++)
                {
                    if (depthwise && oc / (outputShape.Channels / inputShape.Channels) != ic)
                        continue;
                    int weight = depthwise
                        ? filter[tap * outputShape.Channels + oc]
                        : filter[(oc * w.KernelHeight * w.KernelWidth + tap) * inputShape.Channels + ic];
                    sums[((b * outputShape.Height + y) * outputShape.Width + x) * outputShape.Channels + oc] +=
                        (long)(input[i] - p.InputZeroPoint) * (weight - p.FilterZeroPoint);
                }
            }
        }

        return sums;
    }
}
