using EdgeVision.Imaging.Tensor;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Tensor;

/// <summary>The vectors must compute what the loop over single values computes, also where gains overflow.</summary>
public sealed class FloatQuantizerTests
{
    [Theory]
    [InlineData(127.5f, 127.5f, 1 / 127.5f, -1)]
    [InlineData(0f, 255f, 1 / 255f, -128)]
    [InlineData(120f, -57f, 0.02f, 3)]
    [InlineData(3f, 1e-30f, 1e-5f, 0)]
    [InlineData(1f, 1e-30f, 1e-30f, 0)]
    public void Rows_of_all_lengths_equal_single_values(float mean, float std, float scale, int zeroPoint)
    {
        var prng = new Prng(9);
        for (int width = 1; width <= 40; width++)
        {
            foreach (int channels in (ReadOnlySpan<int>)[1, 3])
            {
                var spec = new InputTensorSpec { Height = 1, Width = width, Channels = channels, Scale = scale, ZeroPoint = zeroPoint };
                var quantizer = new FloatQuantizer(new Normalization([mean], [std]), spec);
                float[] row = new float[spec.Length];
                for (int i = 0; i < row.Length; i++)
                    row[i] = prng.Next(0, 3) == 0 ? prng.Next(0, 255) : prng.Next(0, 1 << 24) * (255f / (1 << 24));
                AssertSame(quantizer, row);
            }
        }
    }

    [Fact]
    public void Each_channel_has_its_own_parameters()
    {
        var spec = new InputTensorSpec { Height = 1, Width = 20, Channels = 3, Scale = 1, ZeroPoint = 0 };
        var quantizer = new FloatQuantizer(new Normalization([0, 10, 20], [1, 2, 4]), spec);
        float[] row = new float[60];
        Array.Fill(row, 60);
        sbyte[] quantized = AssertSame(quantizer, row);
        Assert.Equal(Enumerable.Repeat<sbyte[]>([60, 25, 10], 20).SelectMany(pixel => pixel), quantized);
    }

    private static sbyte[] AssertSame(FloatQuantizer quantizer, float[] row)
    {
        sbyte[] expected = new sbyte[row.Length];
        sbyte[] actual = new sbyte[row.Length];
        quantizer.QuantizeFrom(0, row, expected);
        quantizer.Quantize(row, actual);
        Assert.Equal(expected, actual);
        return actual;
    }
}
