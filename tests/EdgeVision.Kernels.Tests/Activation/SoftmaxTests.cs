using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Activation;

public class SoftmaxTests
{
    [Theory]
    [InlineData(1, 1f)]
    [InlineData(2, 0.1f)]
    [InlineData(10, 0.05f)]
    [InlineData(256, 0.3f)]
    [InlineData(1001, 0.08f)]
    [InlineData(5, 0.0001f)]
    [InlineData(5, 10f)]
    [InlineData(5, 1e6f)]
    [InlineData(7, 1.6e-8f)]
    public void Agrees_with_double_precision(int depth, float scale)
    {
        const int Rows = 40;
        var prng = new Prng(61);
        sbyte[] input = new sbyte[Rows * depth];
        prng.Fill(input);

        // Every second row is nearly flat, with a few large values, so that many probabilities are far from 0.
        for (int i = 0; i < input.Length; i++)
        {
            if (i / depth % 2 == 0)
                input[i] = (sbyte)(prng.Next(0, 9) == 0 ? 100 : -100 + prng.Next(0, 20));
        }

        sbyte[] output = new sbyte[input.Length];
        Softmax.Prepare(new() { Rows = Rows, Depth = depth, InputScale = scale }).Run(input, output);
        int different = 0;
        for (int row = 0; row < Rows; row++)
        {
            double[] exponentials = [.. input.Skip(row * depth).Take(depth).Select(x => Math.Exp(scale * (double)(x - 127)))];
            double max = input.Skip(row * depth).Take(depth).Max();
            exponentials = [.. input.Skip(row * depth).Take(depth).Select(x => Math.Exp(scale * (x - max)))];
            double sum = exponentials.Sum();
            for (int i = 0; i < depth; i++)
            {
                int exact = Math.Min((int)Math.Floor(256 * exponentials[i] / sum + 0.5), 255) - 128;
                Assert.InRange(output[row * depth + i], exact - 1, exact + 1);
                different += output[row * depth + i] == exact ? 0 : 1;
            }
        }

        Assert.Equal(0, different);
    }

    [Fact]
    public void Beta_multiplies_the_scale_and_rows_are_independent()
    {
        sbyte[] input = [1, 2, 3, 100, 50, 99, -128, -128, 127];
        sbyte[] scaled = new sbyte[9];
        sbyte[] single = new sbyte[3];
        Softmax.Prepare(new() { Rows = 3, Depth = 3, InputScale = 0.25f, Beta = 2 }).Run(input, scaled);
        Softmax one = Softmax.Prepare(new() { Rows = 1, Depth = 3, InputScale = 0.5f });
        for (int row = 0; row < 3; row++)
        {
            one.Run(input.AsSpan(row * 3, 3), single);
            Assert.Equal(single, scaled[(row * 3)..(row * 3 + 3)]);
        }

        Assert.Equal([-80, -49, 2], scaled[..3]);
        Assert.Equal([-128, -128, 127], scaled[6..]);
    }

    [Fact]
    public void In_place()
    {
        sbyte[] values = [10, 20, 30, 30];
        sbyte[] expected = new sbyte[4];
        Softmax softmax = Softmax.Prepare(new() { Rows = 2, Depth = 2, InputScale = 0.1f });
        softmax.Run(values, expected);
        softmax.Run(values, values);
        Assert.Equal(expected, values);
        Assert.Equal([-59, 59, 0, 0], values);
    }

    [Theory]
    [InlineData(511, -127)] // 256/511 of a step rounds up
    [InlineData(512, -128)] // the sum needs more bits than the reference has
    [InlineData(5000, -128)]
    public void Flat_rows_of_many_classes(int depth, int expected)
    {
        sbyte[] output = new sbyte[depth];
        Softmax.Prepare(new() { Rows = 1, Depth = depth, InputScale = 0.1f }).Run(new sbyte[depth], output);
        Assert.All(output, v => Assert.Equal(expected, v));
    }

    [Fact]
    public void What_cannot_be_prepared_is_refused()
    {
        SoftmaxParameters valid = new() { Rows = 1, Depth = 3, InputScale = 1 };
        Softmax softmax = Softmax.Prepare(valid);
        Assert.Throws<ArgumentException>("input", () => softmax.Run(new sbyte[2], new sbyte[3]));
        Assert.Throws<ArgumentException>("output", () => softmax.Run(new sbyte[3], new sbyte[2]));
        Refusal.Assert("softmax extents is 0", () => Softmax.Prepare(valid with { Rows = 0 }));
        Refusal.Assert("softmax extents is -3", () => Softmax.Prepare(valid with { Depth = -3 }));
        Refusal.Assert("input scale", () => Softmax.Prepare(valid with { InputScale = float.NaN }));
        Refusal.Assert("beta scale", () => Softmax.Prepare(valid with { Beta = -1 }));
        Refusal.Assert("below 2^-26", () => Softmax.Prepare(valid with { InputScale = 1e-8f }));
    }
}
