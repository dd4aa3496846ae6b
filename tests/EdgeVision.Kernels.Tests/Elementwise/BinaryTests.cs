using System.Numerics;
using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Elementwise;

public class BinaryTests
{
    private delegate void Operation(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output);

    /// <summary>All pairs of bytes, as a column broadcast against a row.</summary>
    private static readonly BinaryParameters AllPairs = new()
    {
        First = new TensorShape(1, 256, 1, 1),
        Second = new TensorShape(1, 1, 1, 256),
        Output = new TensorShape(1, 256, 1, 256),
        FirstQuantization = default,
        SecondQuantization = default,
        OutputQuantization = default,
    };

    public static TheoryData<float, int, float, int, float, int> Quantizations => new()
    {
        { 0.05f, 3, 0.021f, -7, 0.07f, 11 },
        { 0.021f, -128, 0.05f, 127, 0.2f, 100 },
        { 0.1f, 0, 0.1f, 0, 0.1f, 0 },
        { 1.5f, 12, 0.003f, 100, 0.003f, 0 },
        { 0.0007f, 5, 0.0005f, -5, 0.00005f, 1 },
    };

    [Theory]
    [MemberData(nameof(Quantizations))]
    public void Add_and_sub_equal_the_definition_for_all_pairs(float s1, int z1, float s2, int z2, float so, int zo)
    {
        BinaryParameters p = Quantized(AllPairs, s1, z1, s2, z2, so, zo);
        double t = 2.0 * Math.Max(s1, s2);
        BigInteger[] first = Terms(z1, s1 / t);
        BigInteger[] second = Terms(z2, s2 / t);
        double toOutput = t / (Math.Pow(2, 20) * so);
        AssertAllPairs(Add.Prepare(p, IsaPolicy.Auto).Run, (x, y) => Oracle.Multiply(first[x] + second[y], toOutput) + zo);
        AssertAllPairs(Sub.Prepare(p, IsaPolicy.Auto).Run, (x, y) => Oracle.Multiply(first[x] - second[y], toOutput) + zo);
        AssertNear(Add.Prepare(p, IsaPolicy.Auto).Run, p, (a, b) => a + b);
        AssertNear(Sub.Prepare(p, IsaPolicy.Auto).Run, p, (a, b) => a - b);
    }

    [Theory]
    [MemberData(nameof(Quantizations))]
    public void Mul_equals_the_definition_for_all_pairs(float s1, int z1, float s2, int z2, float so, int zo)
    {
        BinaryParameters p = Quantized(AllPairs, s1, z1, s2, z2, so, zo);
        double factor = (double)s1 * s2 / so;
        AssertAllPairs(Mul.Prepare(p, IsaPolicy.Auto).Run, (x, y) => Oracle.Multiply((x - 128 - z1) * (y - 128 - z2), factor) + zo);
        AssertNear(Mul.Prepare(p, IsaPolicy.Auto).Run, p, (a, b) => a * b);
    }

    [Fact]
    public void Mul_shifts_left_before_a_factor_above_one()
    {
        BinaryParameters p = Quantized(AllPairs, 1.5f, 120, 1.3f, 120, 0.25f, 0);
        double factor = (double)1.5f * 1.3f / 0.25f;
        Assert.True(factor > 4);
        AssertAllPairs(Mul.Prepare(p, IsaPolicy.Auto).Run, (x, y) => Oracle.Multiply((x - 248) * (y - 248), factor));
    }

    [Fact]
    public void The_range_limits_all_three()
    {
        BinaryParameters p = Quantized(AllPairs, 0.1f, 0, 0.1f, 0, 0.1f, 0) with { Range = new OutputRange(-3, 9) };
        foreach (Operation run in new Operation[] { Add.Prepare(p, IsaPolicy.Auto).Run, Sub.Prepare(p, IsaPolicy.Auto).Run, Mul.Prepare(p, IsaPolicy.Auto).Run })
        {
            sbyte[] output = RunAllPairs(run);
            Assert.Equal(-3, output.Min());
            Assert.Equal(9, output.Max());
            Assert.Equal(13, output.Distinct().Count());
        }
    }

    [Fact]
    public void Every_pattern_of_broadcasting_reads_the_right_elements()
    {
        var full = new TensorShape(2, 3, 4, 5);
        var prng = new Prng(51);
        for (int pattern = 0; pattern < 256; pattern++)
        {
            TensorShape first = Shrink(full, pattern & 15);
            TensorShape second = Shrink(full, pattern >> 4);
            var output = new TensorShape(
                Math.Max(first.Batch, second.Batch),
                Math.Max(first.Height, second.Height),
                Math.Max(first.Width, second.Width),
                Math.Max(first.Channels, second.Channels));
            BinaryParameters p = Quantized(AllPairs with { First = first, Second = second, Output = output }, 1, 0, 1, 0, 1, 0);
            sbyte[] a = new sbyte[first.Count];
            sbyte[] b = new sbyte[second.Count];
            prng.Fill(a);
            prng.Fill(b);
            sbyte[] sum = new sbyte[output.Count];
            Add.Prepare(p, IsaPolicy.Auto).Run(a, b, sum);
            for (int i = 0; i < sum.Length; i++)
                Assert.Equal(Math.Clamp(a[IndexIn(first, output, i)] + b[IndexIn(second, output, i)], -128, 127), sum[i]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_output_may_be_an_input_of_its_size(bool overSecond)
    {
        var full = new TensorShape(1, 3, 5, 7);
        var small = new TensorShape(1, 1, 5, 1);
        BinaryParameters p = Quantized(AllPairs with { First = full, Second = small, Output = full }, 0.1f, 2, 0.2f, -3, 0.3f, 4);
        if (overSecond)
            p = p with { First = small, Second = full };
        var prng = new Prng(52);
        sbyte[] a = new sbyte[p.First.Count];
        sbyte[] b = new sbyte[p.Second.Count];
        prng.Fill(a);
        prng.Fill(b);
        foreach (Operation run in new Operation[] { Add.Prepare(p, IsaPolicy.Auto).Run, Sub.Prepare(p, IsaPolicy.Auto).Run, Mul.Prepare(p, IsaPolicy.Auto).Run })
        {
            sbyte[] expected = new sbyte[full.Count];
            run(a, b, expected);
            sbyte[] inPlace = [.. overSecond ? b : a];
            if (overSecond)
                run(a, inPlace, inPlace);
            else
                run(inPlace, b, inPlace);
            Assert.Equal(expected, inPlace);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        BinaryParameters valid = Quantized(AllPairs, 1, 0, 1, 0, 1, 0);
        BinaryParameters[] shapes =
        [
            valid with { First = valid.First with { Height = 255 } },
            valid with { Second = valid.Second with { Channels = 2 } },
            valid with { Second = valid.Second with { Height = 2 } },
            valid with { First = valid.First with { Channels = 2 } },
            valid with { Output = valid.Output with { Width = 2 } },
            valid with { Output = valid.Output with { Batch = 2 } },
        ];
        foreach (BinaryParameters p in shapes)
            RefusedByAll("do not broadcast", p);
        RefusedByAll("first input shape is 0", valid with { First = default });
        RefusedByAll("second input scale -1", valid with { SecondQuantization = new(-1, 0) });
        RefusedByAll("output scale NaN", valid with { OutputQuantization = new(float.NaN, 0) });
        RefusedByAll("first input zero point 200", valid with { FirstQuantization = new(1, 200) });
        RefusedByAll("is empty", valid with { Range = new OutputRange(1, 0) });
        RefusedByAll("does not fit 32 bits", valid with { OutputQuantization = new(1e-8f, 0) });
        Assert.Throws<ArgumentNullException>(() => Add.Prepare(null!, IsaPolicy.Auto));
        Add add = Add.Prepare(valid, IsaPolicy.Auto);
        Assert.Throws<ArgumentException>("first", () => add.Run(new sbyte[255], new sbyte[256], new sbyte[65536]));
        Assert.Throws<ArgumentException>("second", () => add.Run(new sbyte[256], new sbyte[255], new sbyte[65536]));
        Assert.Throws<ArgumentException>("output", () => add.Run(new sbyte[256], new sbyte[256], new sbyte[65535]));
    }

    private static void RefusedByAll(string message, BinaryParameters p)
    {
        Refusal.Assert(message, () => Add.Prepare(p, IsaPolicy.Auto));
        Refusal.Assert(message, () => Sub.Prepare(p, IsaPolicy.Auto));
        Refusal.Assert(message, () => Mul.Prepare(p, IsaPolicy.Auto));
    }

    private static BinaryParameters Quantized(BinaryParameters p, float s1, int z1, float s2, int z2, float so, int zo) => p with
    {
        FirstQuantization = new(s1, z1),
        SecondQuantization = new(s2, z2),
        OutputQuantization = new(so, zo),
    };

    private static BigInteger[] Terms(int zeroPoint, double factor)
    {
        var terms = new BigInteger[256];
        for (int i = 0; i < 256; i++)
            terms[i] = Oracle.Multiply((i - 128 - zeroPoint) * 1048576L, factor);
        return terms;
    }

    private static sbyte[] RunAllPairs(Operation run)
    {
        sbyte[] values = new sbyte[256];
        for (int i = 0; i < 256; i++)
            values[i] = (sbyte)(i - 128);
        sbyte[] output = new sbyte[65536];
        run(values, values, output);
        return output;
    }

    private static void AssertAllPairs(Operation run, Func<int, int, BigInteger> expected)
    {
        sbyte[] output = RunAllPairs(run);
        for (int i = 0; i < output.Length; i++)
        {
            if (Oracle.Clamp(expected(i / 256, i % 256)) != output[i])
                Assert.Fail($"({i / 256 - 128}, {i % 256 - 128}) gives {output[i]}, expected {expected(i / 256, i % 256)}");
        }

        Assert.True(output.Distinct().Count() > 25, "the results saturate");
    }

    /// <summary>The definition itself is within a step of the real operation.</summary>
    private static void AssertNear(Operation run, BinaryParameters p, Func<double, double, double> real)
    {
        sbyte[] output = RunAllPairs(run);
        for (int i = 0; i < output.Length; i++)
        {
            double a = p.FirstQuantization.Scale * (double)(i / 256 - 128 - p.FirstQuantization.ZeroPoint);
            double b = p.SecondQuantization.Scale * (double)(i % 256 - 128 - p.SecondQuantization.ZeroPoint);
            double exact = real(a, b) / p.OutputQuantization.Scale + p.OutputQuantization.ZeroPoint;
            Assert.InRange(output[i], Math.Clamp(exact - 1, -128, 127), Math.Clamp(exact + 1, -128, 127));
        }
    }

    private static TensorShape Shrink(TensorShape shape, int bits) => new(
        (bits & 1) != 0 ? 1 : shape.Batch,
        (bits & 2) != 0 ? 1 : shape.Height,
        (bits & 4) != 0 ? 1 : shape.Width,
        (bits & 8) != 0 ? 1 : shape.Channels);

    private static int IndexIn(TensorShape shape, TensorShape output, int index)
    {
        int c = index % output.Channels % shape.Channels;
        int x = index / output.Channels % output.Width % shape.Width;
        int y = index / output.Channels / output.Width % output.Height % shape.Height;
        int b = index / output.Channels / output.Width / output.Height % shape.Batch;
        return ((b * shape.Height + y) * shape.Width + x) * shape.Channels + c;
    }
}
