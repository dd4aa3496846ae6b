namespace EdgeVision.Kernels;

/// <summary>What every <c>Prepare</c> checks; each failure is a <see cref="KernelException"/> naming the value.</summary>
internal static class Require
{
    public static void Positive(int value, string what)
    {
        if (value < 1)
            throw new KernelException($"{what} is {value}, must be at least 1");
    }

    /// <summary>Extents at least 1 and their product an <see cref="int"/>, which is returned.</summary>
    public static int Count(string what, params ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (int extent in extents)
        {
            Positive(extent, what);
            count *= extent;
            if (count > int.MaxValue)
                throw new KernelException($"{what} has more than 2^31 − 1 elements");
        }

        return (int)count;
    }

    public static int Shape(TensorShape shape, string what) => Count(what, shape.Batch, shape.Height, shape.Width, shape.Channels);

    public static void Length(int actual, int expected, string what)
    {
        if (actual != expected)
            throw new KernelException($"{what} has {actual} elements, expected {expected}");
    }

    public static void Equal(int actual, int expected, string what)
    {
        if (actual != expected)
            throw new KernelException($"{what} is {actual}, expected {expected}");
    }

    public static void ZeroPoint(int zeroPoint, string what)
    {
        if (zeroPoint is < sbyte.MinValue or > sbyte.MaxValue)
            throw new KernelException($"{what} zero point {zeroPoint} is outside [-128, 127]");
    }

    public static void Quantization(Quantization quantization, string what)
    {
        Scale(quantization.Scale, what);
        ZeroPoint(quantization.ZeroPoint, what);
    }

    public static void Scale(float scale, string what)
    {
        if (!(scale > 0) || !float.IsFinite(scale))
            throw new KernelException($"{what} scale {scale} is not a positive finite number");
    }

    public static void Range(OutputRange range)
    {
        if (range.Min > range.Max)
            throw new KernelException($"output range [{range.Min}, {range.Max}] is empty");
    }

    public static void Multiplier(FixedPointMultiplier multiplier)
    {
        if (multiplier.Mantissa < 0 || multiplier.Exponent is < -31 or > 30)
            throw new KernelException($"multiplier {multiplier.Mantissa}·2^({multiplier.Exponent} - 31) is outside the legal range");
    }

    /// <summary>The left shift of a multiplier of 1 or more must not lose bits of a value up to <paramref name="bound"/>.</summary>
    public static void FitsShift(long bound, FixedPointMultiplier multiplier, string what)
    {
        if (bound > int.MaxValue >> Math.Max(multiplier.Exponent, 0))
            throw new KernelException($"{what} up to {bound} times 2^{multiplier.Exponent} does not fit 32 bits");
    }

    public static void Defined<TEnum>(TEnum value, string what)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new KernelException($"{what} {value} is unknown");
    }
}
