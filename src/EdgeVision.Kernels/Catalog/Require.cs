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

    /// <summary>The zero points and the output range of a multiply-accumulate operation.</summary>
    public static void Linear(LinearParameters parameters)
    {
        ZeroPoint(parameters.InputZeroPoint, "input");
        ZeroPoint(parameters.FilterZeroPoint, "filter");
        ZeroPoint(parameters.OutputZeroPoint, "output");
        Range(parameters.Range);
    }

    /// <summary>Patches that a kernel can multiply; those of a file need not be.</summary>
    public static void Patches(bool fit, FilterLayout layout)
    {
        if (!fit)
            throw new KernelException($"patches of {layout.Taps} taps for {layout.Channels} channels are too many for this kernel");
    }

    /// <summary>So many blocks as a kernel is restored from.</summary>
    public static void Blocks(ReadOnlySpan<PackedBlock> blocks, int expected) => Length(blocks.Length, expected, "list of packed blocks");

    /// <summary>A block that holds so many numbers of so many bytes.</summary>
    public static void Block(PackedBlock block, long length, int size)
    {
        if (block.Length != length * size)
            throw new KernelException($"packed block of {block.Length} bytes, expected {length * size}");
        if (CacheLine.Padding(block.Start) != 0)
            throw new KernelException($"packed block does not start at a multiple of {CacheLine.Bytes}");
    }

    public static void Range(OutputRange range)
    {
        if (range.Min > range.Max)
            throw new KernelException($"output range [{range.Min}, {range.Max}] is empty");
    }

    public static void Multiplier(FixedPointMultiplier multiplier)
    {
        if (multiplier.Mantissa is not (0 or >= 1 << 30) || multiplier.Exponent is < FixedPointMultiplier.MinExponent or > FixedPointMultiplier.MaxExponent)
            throw new KernelException($"multiplier {multiplier.Mantissa}·2^({multiplier.Exponent} - 31) is outside the legal range");
    }

    /// <summary>A value up to <paramref name="bound"/> fits 32 bits, also after the left shift of a multiplier of 1 or more.</summary>
    public static void FitsShift(long bound, FixedPointMultiplier multiplier, string what)
    {
        int left = Math.Max(multiplier.Exponent, 0);
        if (bound > int.MaxValue >> left)
            throw new KernelException($"{what} up to {bound}, shifted left by {left}, does not fit 32 bits");
    }

    /// <summary>One of the numbers from 0 to <paramref name="last"/> that stand for something.</summary>
    public static void Known(int value, int last, string what)
    {
        if ((uint)value > (uint)last)
            throw new KernelException($"{what} {value} is unknown");
    }

    /// <summary>
    /// Every window starts before the image's end, and the padding leaves no window wholly before its start, so an undilated window
    /// always covers a pixel. All tap positions, and the sums made on the way to them, fit 32 bits.
    /// </summary>
    public static void Window(Window window, TensorShape input, TensorShape output)
    {
        Equal(output.Batch, input.Batch, "output batch");
        WindowAxis(
            window.KernelHeight, window.StrideHeight, window.DilationHeight, window.PadTop, input.Height, output.Height, "height");
        WindowAxis(window.KernelWidth, window.StrideWidth, window.DilationWidth, window.PadLeft, input.Width, output.Width, "width");
    }

    /// <summary>The text is put together only if it is needed: valid plans are also checked where strings cannot be.</summary>
    private static void Positive(int value, string what, string axis)
    {
        if (value < 1)
            throw new KernelException($"{what} {axis} is {value}, must be at least 1");
    }

    private static void WindowAxis(int kernel, int stride, int dilation, int pad, int input, int output, string axis)
    {
        Positive(kernel, "kernel", axis);
        Positive(stride, "stride", axis);
        Positive(dilation, "dilation", axis);
        long reach = (kernel - 1L) * dilation;
        if (pad < 0 || pad > reach)
            throw new KernelException($"padding {pad} before the {axis} is outside [0, {reach}]");
        long lastOrigin = (output - 1L) * stride - pad;
        if (lastOrigin >= input)
            throw new KernelException($"output {axis} {output} puts a window outside the input {axis} {input}");
        if (lastOrigin + pad + 2 * reach + input > int.MaxValue)
            throw new KernelException($"a window of {kernel} taps and dilation {dilation} over the {axis} does not fit 32 bits");
    }
}
