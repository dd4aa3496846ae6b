using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Quantize;

public class QuantizeTests
{
    [Theory]
    [InlineData(1f, 0)]
    [InlineData(0.5f, -128)]
    [InlineData(0.0078125f, 127)]
    [InlineData(0.3f, 17)]
    public void Quantize_rounds_half_away_from_zero_and_clamps(float scale, int zeroPoint)
    {
        var prng = new Prng(91);
        float[] input = new float[5000];
        for (int i = 0; i < input.Length; i++)
            input[i] = prng.Next(-400, 400) * scale / 2 + (i % 3 == 0 ? prng.Next(-9, 9) * scale * 1e-3f : 0);
        sbyte[] output = new sbyte[input.Length];
        QuantizeFloat.Prepare(new(scale, zeroPoint)).Run(input, output);
        for (int i = 0; i < input.Length; i++)
        {
            float quotient = input[i] / scale;
            decimal rounded = Math.Floor(Math.Abs((decimal)(double)quotient) + 0.5m) * Math.Sign(quotient);
            Assert.Equal(Math.Clamp(rounded + zeroPoint, -128, 127), output[i]);
        }
    }

    [Fact]
    public void Quantize_takes_any_float()
    {
        float[] input = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, -0f, 1e10f];
        sbyte[] output = new sbyte[input.Length];
        QuantizeFloat.Prepare(new(1e-30f, 9)).Run(input, output);
        Assert.Equal([9, 127, -128, 127, -128, 9, 127], output);
    }

    [Theory]
    [InlineData(1f, 0)]
    [InlineData(0.1f, -128)]
    [InlineData(0.0235294122f, 127)]
    public void Dequantize_is_one_float_product(float scale, int zeroPoint)
    {
        sbyte[] input = [.. Enumerable.Range(-128, 256).Select(v => (sbyte)v)];
        float[] output = new float[256];
        Dequantize.Prepare(new(scale, zeroPoint)).Run(input, output);
        for (int i = 0; i < 256; i++)
            Assert.Equal((float)((double)scale * (i - 128 - zeroPoint)), output[i]);
    }

    [Fact]
    public void Quantizing_a_dequantized_tensor_gives_it_back()
    {
        sbyte[] values = [.. Enumerable.Range(-128, 256).Select(v => (sbyte)v)];
        float[] real = new float[256];
        sbyte[] back = new sbyte[256];
        Dequantize.Prepare(new(0.037f, -11)).Run(values, real);
        QuantizeFloat.Prepare(new(0.037f, -11)).Run(real, back);
        Assert.Equal(values, back);
    }

    [Fact]
    public void What_is_no_quantization_is_refused()
    {
        Refusal.Assert("output scale 0", () => QuantizeFloat.Prepare(new(0, 0)));
        Refusal.Assert("output zero point -129", () => QuantizeFloat.Prepare(new(1, -129)));
        Refusal.Assert("input scale Infinity", () => Dequantize.Prepare(new(float.PositiveInfinity, 0)));
        Refusal.Assert("input zero point 128", () => Dequantize.Prepare(new(1, 128)));
        Assert.Throws<ArgumentException>("output", () => QuantizeFloat.Prepare(new(1, 0)).Run(new float[3], new sbyte[2]));
        Assert.Throws<ArgumentException>("output", () => Dequantize.Prepare(new(1, 0)).Run(new sbyte[3], new float[4]));
    }
}
