using System.Numerics;
using EdgeVision.Kernels.Tests.Support;

namespace EdgeVision.Kernels.Tests.Activation;

public class LookupTableTests
{
    private static readonly Quantization LogisticOutput = new(1f / 256, -128);
    private static readonly Quantization TanhOutput = new(1f / 128, 0);

    public static TheoryData<float, int> Inputs => new()
    {
        { 0.05f, 0 },
        { 0.1f, -128 },
        { 0.0235f, 127 },
        { 1.7f, 13 },
        { 0.0001f, -77 },
    };

    public static TheoryData<float, int, float, int> Rescalings => new()
    {
        { 0.05f, 3, 0.05f, 3 },
        { 0.05f, 3, 0.05f, -60 },
        { 0.0235f, -128, 0.0471f, -128 },
        { 0.11f, 0, 0.03f, 100 },
        { 0.5f, 1, 0.25f, -1 },
        { 0.25f, 7, 0.5f, 0 },
        { 1f / 3, -5, 1f, 20 },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Logistic_and_tanh_equal_other_forms_of_the_functions(float scale, int zeroPoint)
    {
        LookupTable logistic = LookupTable.Logistic(new(scale, zeroPoint), LogisticOutput, IsaPolicy.Auto);
        LookupTable tanh = LookupTable.Tanh(new(scale, zeroPoint), TanhOutput, IsaPolicy.Auto);
        for (int i = 0; i < 256; i++)
        {
            double x = scale * (double)(i - 128 - zeroPoint);
            double sigma = x >= 0 ? 1 - Math.Exp(-x) / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
            Assert.Equal(Math.Min((int)(256 * sigma + 0.5), 255) - 128, logistic.Entries[i]);

            double hyperbolic = Math.Sign(x) * (1 - 2 / (Math.Exp(2 * Math.Abs(x)) + 1));
            int magnitude = (int)(128 * Math.Abs(hyperbolic) + 0.5);
            Assert.Equal(Math.Min(Math.Sign(x) * magnitude, 127), tanh.Entries[i]);
        }
    }

    [Fact]
    public void Logistic_and_tanh_reach_both_ends()
    {
        ReadOnlySpan<sbyte> logistic = LookupTable.Logistic(new(0.1f, 0), LogisticOutput, IsaPolicy.Auto).Entries;
        Assert.Equal(256, logistic.Length);
        Assert.Equal((-128, 0, 127), (logistic[0], logistic[128], logistic[255]));
        ReadOnlySpan<sbyte> tanh = LookupTable.Tanh(new(0.1f, 0), TanhOutput, IsaPolicy.Auto).Entries;
        Assert.Equal((-128, 0, 127), (tanh[0], tanh[128], tanh[255]));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Hard_swish_is_within_a_step_of_the_real_function_and_equals_its_16_bit_steps(float scale, int zeroPoint)
    {
        foreach ((float outputScale, int outputZero) in new[] { (scale, -100), (scale * 0.53f, -20), (scale * 3, 0), (scale / 64, 9) })
        {
            LookupTable table = LookupTable.HardSwish(new(scale, zeroPoint), new(outputScale, outputZero), IsaPolicy.Auto);
            for (int i = 0; i < 256; i++)
            {
                double x = scale * (double)(i - 128 - zeroPoint);
                double exact = x * Math.Min(Math.Max(x + 3, 0), 6) / 6 / outputScale + outputZero;

                // Each 16-bit step may lose half a unit, which a fine output scale magnifies.
                double step = 1 + scale / outputScale / 16;
                Assert.InRange(table.Entries[i], Math.Clamp(exact - step, -128, 127), Math.Clamp(exact + step, -128, 127));
                Assert.Equal(HardSwishSteps(i - 128 - zeroPoint, scale, outputScale, outputZero), table.Entries[i]);
            }
        }
    }

    [Fact]
    public void Hard_swish_refuses_a_much_finer_output()
    {
        LookupTable.HardSwish(new(1, 0), new(1.001f / 128, 0), IsaPolicy.Auto);
        Refusal.Assert("hard-swish", () => LookupTable.HardSwish(new(1, 0), new(1f / 128, 0), IsaPolicy.Auto));
        Refusal.Assert("input scale", () => LookupTable.HardSwish(new(0, 0), new(1, 0), IsaPolicy.Auto));
        Refusal.Assert("output zero point", () => LookupTable.HardSwish(new(1, 0), new(1, 128), IsaPolicy.Auto));
    }

    [Theory]
    [MemberData(nameof(Rescalings))]
    public void Relus_and_requantize_equal_the_definition(float s1, int z1, float s2, int z2)
    {
        (Quantization input, Quantization output) = (new Quantization(s1, z1), new Quantization(s2, z2));
        (LookupTable Table, double Low, double High)[] tables =
        [
            (LookupTable.Requantize(input, output, IsaPolicy.Auto), double.NegativeInfinity, double.PositiveInfinity),
            (LookupTable.Relu(input, output, IsaPolicy.Auto), 0, double.PositiveInfinity),
            (LookupTable.Relu6(input, output, IsaPolicy.Auto), 0, 6),
            (LookupTable.ReluN1To1(input, output, IsaPolicy.Auto), -1, 1),
        ];
        foreach ((LookupTable table, double low, double high) in tables)
        {
            double min = Math.Max(-128, z2 + Math.Round(low / s2, MidpointRounding.AwayFromZero));
            double max = Math.Min(127, z2 + Math.Round(high / s2, MidpointRounding.AwayFromZero));
            for (int i = 0; i < 256; i++)
            {
                BigInteger scaled = Oracle.Multiply(i - 128 - z1, (double)s1 / s2) + z2;
                Assert.Equal(Math.Clamp((double)scaled, min, max), table.Entries[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rescalings))]
    public void Unsigned_rescaling_equals_the_rule_on_bytes(float s1, int z1, float s2, int z2)
    {
        LookupTable table = LookupTable.RescaleUnsigned(new(s1, z1), new(s2, z2), IsaPolicy.Auto);
        float inverse = 1f / s2;
        float m = s1 * inverse;
        float bias = -(z1 + 128f) * m;
        for (int u = 0; u < 256; u++)
        {
            float product = u * m;
            float sum = product + bias;
            float rounded = sum < 0 ? -MathF.Floor(-sum + 0.5f) : MathF.Floor(sum + 0.5f);
            int expected = s1 == s2 && z1 == z2 ? u : (int)Math.Clamp(rounded + (z2 + 128), 0f, 255f);
            Assert.Equal(expected, table.Entries[u] + 128);
        }
    }

    [Fact]
    public void Unusable_quantizations_are_refused()
    {
        Refusal.Assert("must be", () => LookupTable.Logistic(new(1, 0), new(1f / 256, 0), IsaPolicy.Auto));
        Refusal.Assert("must be", () => LookupTable.Logistic(new(1, 0), new(1f / 255, -128), IsaPolicy.Auto));
        Refusal.Assert("must be", () => LookupTable.Tanh(new(1, 0), LogisticOutput, IsaPolicy.Auto));
        Refusal.Assert("input scale", () => LookupTable.Tanh(new(0, 0), TanhOutput, IsaPolicy.Auto));
        Refusal.Assert("input zero point", () => LookupTable.Relu(new(1, -129), new(1, 0), IsaPolicy.Auto));
        Refusal.Assert("output scale", () => LookupTable.Relu6(new(1, 0), new(float.PositiveInfinity, 0), IsaPolicy.Auto));
        Refusal.Assert("does not fit 32 bits", () => LookupTable.Requantize(new(1e8f, 0), new(1, 0), IsaPolicy.Auto));
        Refusal.Assert("rescaling scale", () => LookupTable.RescaleUnsigned(new(1e30f, 0), new(1e-30f, 0), IsaPolicy.Auto));
        Refusal.Assert("input scale", () => LookupTable.RescaleUnsigned(new(-1, 0), new(1, 0), IsaPolicy.Auto));
        Refusal.Assert("output scale", () => LookupTable.RescaleUnsigned(new(1, 0), new(-1, 0), IsaPolicy.Auto));
    }

    [Fact]
    public void Run_looks_up_in_place_and_checks_lengths()
    {
        LookupTable table = LookupTable.Requantize(new(1, 0), new(1, 5), IsaPolicy.Auto);
        sbyte[] values = [-128, -1, 0, 1, 127];
        table.Run(values, values);
        Assert.Equal([-123, 4, 5, 6, 127], values);
        Assert.Throws<ArgumentException>("output", () => table.Run(values, new sbyte[4]));
    }

    [Fact]
    public void Ranges_of_fused_activations()
    {
        var q = new Quantization(0.1f, -10);
        Assert.Equal(new OutputRange(-128, 127), OutputRange.Full);
        Assert.Equal(new OutputRange(-10, 127), OutputRange.Relu(q));
        Assert.Equal(new OutputRange(-10, 50), OutputRange.Relu6(q));
        Assert.Equal(new OutputRange(-20, 0), OutputRange.ReluN1To1(q));
        Assert.Equal(new OutputRange(-128, 127), OutputRange.Relu6(new(1e-20f, -128)));
        Assert.Equal(new OutputRange(-10, -8), OutputRange.Relu6(new(4, -10))); // 1.5 rounds away from zero
    }

    /// <summary>The steps in unbounded integers; a 16-bit multiplication is (2ab + 2^15) / 2^16, rounded down.</summary>
    private static int HardSwishSteps(int difference, float inputScale, float outputScale, int outputZero)
    {
        float fine = inputScale / 128;
        (BigInteger output, int outputExponent) = To16(fine / outputScale);
        (BigInteger relu, int reluExponent) = To16(fine / (3f / 32768));
        BigInteger v = 128 * difference;
        BigInteger factor = High(v, output);
        BigInteger t = v;
        if (reluExponent > 0)
            t = Saturate(t * BigInteger.Pow(2, reluExponent - 1));
        t = High(t, relu);
        if (reluExponent > 0)
            t = Saturate(t * 2);
        else
            t = Oracle.RoundHalfAway(t, BigInteger.Pow(2, -reluExponent));
        BigInteger gate = Oracle.FloorDivide(t + 32768, 2);
        BigInteger product = BigInteger.Divide(gate * factor, 32768);
        return Oracle.Clamp(Oracle.RoundHalfAway(product, BigInteger.Pow(2, -outputExponent)) + outputZero);

        static (BigInteger Mantissa, int Exponent) To16(double factor)
        {
            (BigInteger mantissa, int exponent) = Oracle.Decompose(factor);
            return (BigInteger.Min(Oracle.FloorDivide(mantissa + 32768, 65536), 32767), exponent);
        }

        static BigInteger High(BigInteger a, BigInteger b) => Oracle.FloorDivide(2 * a * b + 32768, 65536);

        static BigInteger Saturate(BigInteger x) => BigInteger.Min(BigInteger.Max(x, -32768), 32767);
    }
}
