using System.Numerics;
using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Pooling;

/// <summary>Every kernel of means that this CPU runs, against the rule in unbounded integers.</summary>
public class MeanTests
{
    private const int Cases = 240;

    /// <summary>Scales and zero points: down and up, factors of 0, and of as much as 32 bits hold, or half of that.</summary>
    private static readonly (Quantization Input, Quantization Output)[] Quantizations =
        [
            (new(0.0235294122f, -128), new(0.0235294122f, -128)), (new(0.5f, 3), new(0.25f, -7)), (new(0.1f, 127), new(0.3f, 0)),
            (new(3e-5f, -3), new(2e-6f, 5)), (new(1e-9f, 0), new(1f, 5)), (new(0.0235f, -128), new(0.0131f, 127)),
            (new(1 << 21, 127), new(1, -1)), (new(1 << 20, -128), new(1, 0)), (new(1e-15f, 3), new(1, 17)),
        ];

    public static TheoryData<string> Kernels => new(KernelCatalog.Mean.Where(k => k.IsSupported).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_extents_give_what_the_definition_gives(string name)
    {
        var prng = new Prng(41);
        int ran = 0;
        for (int i = 0; i < Cases; i++)
        {
            (Quantization input, Quantization output) = Quantizations[i % Quantizations.Length];
            var parameters = new MeanParameters
            {
                Outer = prng.Next(1, 3),
                Reduced = i % 5 == 0 ? prng.Next(250, 530) : prng.Next(1, 70),
                Inner = i % 4 == 0 ? prng.Next(1, 4) * 32 : prng.Next(1, 200),
                Input = input,
                Output = output,
            };
            sbyte[] values = new sbyte[parameters.Outer * parameters.Reduced * parameters.Inner];
            prng.Fill(values);
            if (i % 3 == 0)
                Array.Fill(values, i % 2 == 0 ? sbyte.MinValue : sbyte.MaxValue);
            ran += Check(name, parameters, values);
        }

        Assert.True(ran > Cases / 2, $"{name} ran only {ran} cases");
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_sum_is_rounded_as_the_definition_rounds_it(string name)
    {
        int ran = 0;
        foreach (int reduced in new[] { 1, 2, 16, 49 })
        {
            sbyte[] values = EverySum.Of(reduced);
            foreach ((Quantization input, Quantization output) in Quantizations)
                ran += Check(name, new MeanParameters { Outer = 1, Reduced = reduced, Inner = EverySum.Channels(reduced), Input = input, Output = output }, values);
        }

        Assert.True(ran > 4 * Quantizations.Length / 2, $"{name} ran only {ran} cases");
    }

    /// <summary>256 bytes of −128 are the most that fit 16 bits.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sums_beyond_16_bits_are_exact(string name)
    {
        int ran = 0;
        foreach (int reduced in new[] { 255, 256, 257, 258, 511, 512, 513, 1025 })
        {
            foreach (sbyte value in new sbyte[] { sbyte.MinValue, sbyte.MaxValue })
            {
                sbyte[] values = new sbyte[reduced * 70];
                Array.Fill(values, value);
                var quantization = new Quantization(0.1f, 0);
                ran += Check(name, new MeanParameters { Outer = 1, Reduced = reduced, Inner = 70, Input = quantization, Output = quantization }, values);
            }
        }

        Assert.Equal(16, ran);
    }

    [Theory]
    [InlineData(Isa.Scalar, 1280, "mean_s8_scalar")]
    [InlineData(Isa.Avx2, 31, "mean_s8_scalar")]
    [InlineData(Isa.Avx2, 32, "mean_s8_1x32_avx2")]
    [InlineData(Isa.Avx512, 63, "mean_s8_1x32_avx2")]
    [InlineData(Isa.Avx512, 64, "mean_s8_1x64_avx512")]
    public void Instruction_set_and_channels_decide_which_kernel_is_chosen(Isa isa, int inner, string expected)
    {
        var unit = new Quantization(1, 0);
        var parameters = new MeanParameters { Outer = 1, Reduced = 49, Inner = inner, Input = unit, Output = unit };
        Assert.Equal(expected, Mean.Prepare(parameters, IsaPolicy.ForTarget(isa)).KernelName);
    }

    [Fact]
    public void Input_and_output_share_nothing()
    {
        var unit = new Quantization(1, 0);
        Mean mean = Mean.Prepare(new() { Outer = 3, Reduced = 5, Inner = 70, Input = unit, Output = unit }, IsaPolicy.Auto);
        Assert.Equal((3, 210), (mean.Units, mean.Lead));
    }

    [Fact]
    public void What_cannot_be_averaged_is_refused()
    {
        var valid = new MeanParameters { Outer = 1, Reduced = 4, Inner = 2, Input = new(1, 0), Output = new(1, 0) };
        Mean mean = Prepare(valid);
        Assert.Throws<ArgumentException>("input", () => mean.Run(new sbyte[9], new sbyte[2]));
        Assert.Throws<ArgumentException>("output", () => mean.Run(new sbyte[8], new sbyte[1]));
        Refusal.Assert("mean extents is 0", () => Prepare(valid with { Reduced = 0 }));
        Refusal.Assert("input scale 0", () => Prepare(valid with { Input = new(0, 0) }));
        Refusal.Assert("output zero point 128", () => Prepare(valid with { Output = new(1, 128) }));
        MeanParameters large = valid with { Inner = 1, Reduced = int.MaxValue / 128 };
        Prepare(large);
        Refusal.Assert("does not fit 32 bits", () => Prepare(large with { Reduced = large.Reduced + 1 }));
        Refusal.Assert("shifted left by 28, does not fit", () => Prepare(valid with { Input = new(1e9f, 0) }));
    }

    private static Mean Prepare(MeanParameters parameters) => Mean.Prepare(parameters, IsaPolicy.Auto);

    /// <summary>Compares, if the kernel can do it; how many cases that are.</summary>
    private static int Check(string name, MeanParameters p, sbyte[] input)
    {
        Prepare(p); // it is valid
        MeanKernel kernel = KernelCatalog.Mean.Single(k => k.Name == name);
        FixedPointMultiplier multiplier = Mean.Multiplier(p);
        if (!kernel.CanRun(p, multiplier))
            return 0;
        KernelRun.AssertGives(kernel.Prepare(p, multiplier), input, Definition(p, input), p.Outer, $"{name} {p}");
        return 1;
    }

    private static sbyte[] Definition(MeanParameters p, sbyte[] input)
    {
        double ratio = (double)p.Input.Scale / p.Output.Scale;
        (BigInteger mantissa, int exponent) = Oracle.Decompose(ratio);
        int bits = 0;
        while (2 << bits <= p.Reduced && bits < 31 + exponent)
            bits++;
        mantissa = Oracle.FloorDivide(mantissa * BigInteger.Pow(2, bits), p.Reduced);
        var known = new Dictionary<long, sbyte>();
        var output = new sbyte[p.Outer * p.Inner];
        for (int i = 0; i < output.Length; i++)
        {
            long sum = 0;
            for (int r = 0; r < p.Reduced; r++)
                sum += input[(i / p.Inner * p.Reduced * p.Inner) + (r * p.Inner) + (i % p.Inner)] - p.Input.ZeroPoint;
            if (!known.TryGetValue(sum, out output[i]))
            {
                output[i] = Oracle.Clamp(Oracle.Multiply(sum, mantissa, exponent - bits) + p.Output.ZeroPoint);
                double real = (ratio * sum / p.Reduced) + p.Output.ZeroPoint;
                Assert.InRange(output[i], Math.Clamp(real - 1, -128, 127), Math.Clamp(real + 1, -128, 127));
                known.Add(sum, output[i]);
            }
        }

        return output;
    }
}
