namespace EdgeVision.Kernels;

/// <summary>Any function of one int8 value, tabulated when it is prepared.</summary>
public sealed class LookupTable
{
    private const int Size = 256;
    private const float LogisticScale = 1f / 256;
    private const float TanhScale = 1f / 128;

    private readonly sbyte[] _entries;
    private readonly TableKernel _kernel;
    private readonly PreparedKernel _prepared;

    private LookupTable(sbyte[] entries, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(isa);
        _entries = entries;
        _kernel = TableKernel.Select(isa);
        _prepared = _kernel.Prepare(entries);
    }

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName => _kernel.Name;

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa => _kernel.Isa;

    /// <summary>256 values: entry i is the output for the input value i − 128.</summary>
    public ReadOnlySpan<sbyte> Entries => _entries;

    /// <summary>A table of 256 values that were <see cref="Entries"/>.</summary>
    /// <exception cref="KernelException">There are not 256.</exception>
    internal static LookupTable Restore(ReadOnlySpan<sbyte> entries, IsaPolicy isa)
    {
        Require.Length(entries.Length, Size, "table");
        return new LookupTable(entries.ToArray(), isa);
    }

    /// <summary>The logistic function, rounded half up: <c>⌊256·σ(x) + ½⌋ − 128</c>.</summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException"><paramref name="output"/> is not scale 1/256, zero point −128.</exception>
    public static LookupTable Logistic(Quantization input, Quantization output, IsaPolicy isa)
    {
        RequireFixed(output, LogisticScale, sbyte.MinValue);
        return FromReal(input, x => Math.Floor(256 / (1 + Math.Exp(-x)) + 0.5) - 128, isa);
    }

    /// <summary>The hyperbolic tangent, rounded half away from zero: <c>round(128·tanh(x))</c>.</summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException"><paramref name="output"/> is not scale 1/128, zero point 0.</exception>
    public static LookupTable Tanh(Quantization input, Quantization output, IsaPolicy isa)
    {
        RequireFixed(output, TanhScale, 0);
        return FromReal(input, x => Math.Round(128 * Math.Tanh(x), MidpointRounding.AwayFromZero), isa);
    }

    /// <summary><c>x·relu6(x + 3)/6</c> in TFLite's 16-bit steps.</summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">A quantization is invalid, or <c>s_in/128</c> is not below <c>s_out</c>.</exception>
    public static LookupTable HardSwish(Quantization input, Quantization output, IsaPolicy isa)
    {
        Require.Quantization(input, "input");
        Require.Quantization(output, "output");
        var function = new HardSwish16(input, output);
        return FromQuantized(function.Apply, isa);
    }

    /// <summary><c>max(x, 0)</c>, rescaled.</summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">A quantization is invalid, or <c>s_in/s_out</c> is too large for 32-bit arithmetic.</exception>
    public static LookupTable Relu(Quantization input, Quantization output, IsaPolicy isa) => Rescale(input, output, OutputRange.Relu(output), isa);

    /// <summary><c>min(max(x, 0), 6)</c>, rescaled.</summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">A quantization is invalid, or <c>s_in/s_out</c> is too large for 32-bit arithmetic.</exception>
    public static LookupTable Relu6(Quantization input, Quantization output, IsaPolicy isa) => Rescale(input, output, OutputRange.Relu6(output), isa);

    /// <summary><c>min(max(x, −1), 1)</c>, rescaled.</summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">A quantization is invalid, or <c>s_in/s_out</c> is too large for 32-bit arithmetic.</exception>
    public static LookupTable ReluN1To1(Quantization input, Quantization output, IsaPolicy isa) => Rescale(input, output, OutputRange.ReluN1To1(output), isa);

    /// <summary>The same real value in another quantization: <c>clamp(R(x − z_in, s_in/s_out) + z_out)</c>.</summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">A quantization is invalid, or <c>s_in/s_out</c> is too large for 32-bit arithmetic.</exception>
    public static LookupTable Requantize(Quantization input, Quantization output, IsaPolicy isa) => Rescale(input, output, OutputRange.Full, isa);

    /// <summary>
    /// What a legacy uint8 concatenation does to an input of another quantization, on data shifted by 128: on unsigned values
    /// <c>round(x·m − z_in·m) + z_out</c> in float32 with <c>m = s_in·(1/s_out)</c>; the identity where the quantizations are equal.
    /// </summary>
    /// <param name="input">Scale and zero point of the input.</param>
    /// <param name="output">Scale and zero point of the output.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">A quantization is invalid, or the quotient of the scales leaves float32.</exception>
    public static LookupTable RescaleUnsigned(Quantization input, Quantization output, IsaPolicy isa)
    {
        Require.Quantization(input, "input");
        Require.Quantization(output, "output");
        if (input == output)
            return FromQuantized(x => x, isa);
        float scale = input.Scale * (1 / output.Scale);
        Require.Scale(scale, "rescaling");
        float offset = -(input.ZeroPoint + 128) * scale;

        // The shift cancels between the output's zero point and its value, so only the input is made unsigned.
        return FromQuantized(x => MathF.Round((x + 128) * scale + offset, MidpointRounding.AwayFromZero) + output.ZeroPoint, isa);
    }

    /// <summary>Looks every value up. Allocates nothing.</summary>
    /// <param name="input">Any number of values.</param>
    /// <param name="output">As many; may be <paramref name="input"/> itself, not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        BufferLength.Check(output.Length, input.Length, nameof(output));
        _prepared.Run(input, output, 0, input.Length);
    }

    private static LookupTable Rescale(Quantization input, Quantization output, OutputRange range, IsaPolicy isa)
    {
        Require.Quantization(input, "input");
        Require.Quantization(output, "output");
        FixedPointMultiplier multiplier = FixedPointMultiplier.FromDouble((double)input.Scale / output.Scale);
        Require.FitsShift(255, multiplier, "input");
        return FromQuantized(x => Math.Clamp((double)multiplier.Apply(x - input.ZeroPoint) + output.ZeroPoint, range.Min, range.Max), isa);
    }

    private static LookupTable FromReal(Quantization input, Func<double, double> function, IsaPolicy isa)
    {
        Require.Quantization(input, "input");
        return FromQuantized(x => function((double)input.Scale * (x - input.ZeroPoint)), isa);
    }

    private static LookupTable FromQuantized(Func<int, double> function, IsaPolicy isa)
    {
        sbyte[] entries = new sbyte[Size];
        for (int i = 0; i < Size; i++)
            entries[i] = (sbyte)Math.Clamp(function(i - 128), sbyte.MinValue, sbyte.MaxValue);
        return new LookupTable(entries, isa);
    }

    private static void RequireFixed(Quantization output, float scale, int zeroPoint)
    {
        if (output != new Quantization(scale, zeroPoint))
            throw new KernelException($"output quantization ({output.Scale}, {output.ZeroPoint}) must be ({scale}, {zeroPoint})");
    }
}
