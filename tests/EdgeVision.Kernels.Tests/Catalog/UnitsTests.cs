using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>Operations by units: any ranges in any order give what a whole run gives, and a range writes only its own.</summary>
public sealed class UnitsTests
{
    private static readonly TensorShape Image = new(2, 6, 5, 16);
    private static readonly FixedPointMultiplier[] Multipliers = [FixedPointMultiplier.FromDouble(0.01)];

    public static TheoryData<string> Names => new(Operations().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Ranges_give_what_a_whole_run_gives(string name)
    {
        (int units, Operation run) = Operations()[name];
        sbyte[] expected = new sbyte[Image.Count], actual = new sbyte[Image.Count];
        run(expected, 0, units);
        var prng = new Prng(7);
        var untouched = new sbyte[Image.Count];
        Array.Fill(untouched, (sbyte)0x5A);
        for (int end = units; end > 0;)
        {
            int first = prng.Next(0, end - 1), unit = Image.Count / units;
            run(actual, first, end - first);
            sbyte[] alone = [.. untouched];
            run(alone, first, end - first);
            Assert.Equal(expected[(first * unit)..(end * unit)], alone[(first * unit)..(end * unit)]);
            Assert.Equal(-1, alone.AsSpan(0, first * unit).IndexOfAnyExcept((sbyte)0x5A));
            Assert.Equal(-1, alone.AsSpan(end * unit).IndexOfAnyExcept((sbyte)0x5A));
            end = first;
        }

        Assert.Equal(expected, actual);
        Assert.True(expected.Distinct().Count() > 10);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ranges_outside_the_units_are_refused(string name)
    {
        (int units, Operation run) = Operations()[name];
        sbyte[] output = new sbyte[Image.Count];
        foreach ((int first, int count) in new[] { (-1, 1), (0, -1), (0, units + 1), (units, 1), (1, int.MaxValue) })
            Assert.Contains($"there are {units}", Assert.Throws<ArgumentException>(() => run(output, first, count)).Message, StringComparison.Ordinal);
        run(output, units, 0);
    }

    [Fact]
    public void A_product_of_fewer_pixels_is_the_beginning_of_the_whole()
    {
        var prng = new Prng(0xF0);
        var parameters = new PointwiseParameters { Pixels = 60, InputChannels = 16, OutputChannels = 20, Multipliers = Multipliers };
        var whole = PointwiseConv.Prepare(parameters, Random(ref prng, 320), [], IsaPolicy.Auto);
        sbyte[] input = Random(ref prng, 60 * 16), expected = new sbyte[60 * 20];
        whole.Run(input, expected);
        for (int pixels = 1; pixels <= 60; pixels++)
        {
            PointwiseConv fewer = whole.ForPixels(pixels);
            sbyte[] output = new sbyte[pixels * 20];
            fewer.Run(input.AsSpan(0, pixels * 16), output);
            Assert.Equal(expected[..output.Length], output);
            Assert.Equal((pixels, pixels * 320L, whole.PackedBytes), (fewer.Units, fewer.Macs, fewer.PackedBytes));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => whole.ForPixels(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => whole.ForPixels(61));
    }

    [Fact]
    public void Rows_or_pixels_are_the_units()
    {
        Dictionary<string, (int Units, Operation Run)> operations = Operations();
        Assert.Equal(12, operations["Conv"].Units);
        Assert.Equal(12, operations["DepthwiseConv"].Units);
        Assert.Equal(60, operations["PointwiseConv"].Units);
        Assert.Equal(60, operations["Dense"].Units);
        Assert.Equal(12, operations["MaxPool"].Units);
        Assert.Equal(15, operations["Mean"].Units);
        Assert.Equal(12, operations["Add"].Units);
        Assert.Equal(12, operations["Mul broadcast"].Units);
    }

    private static Dictionary<string, (int Units, Operation Run)> Operations()
    {
        var prng = new Prng(0x0417);
        sbyte[] input = Random(ref prng, Image.Count), other = Random(ref prng, Image.Count), one = Random(ref prng, 16);
        var window = Window.Same(Image, 3, 3, 1, 1, 1, 1);
        var conv = new ConvParameters { Input = Image, Output = Image, Window = window, Multipliers = Multipliers };
        var pool = new PoolParameters { Input = Image, Output = Image, Window = window };
        var pointwise = new PointwiseParameters { Pixels = 60, InputChannels = 16, OutputChannels = 16, Multipliers = Multipliers };
        var dense = new DenseParameters { Batch = 60, InputDepth = 16, OutputDepth = 16, Multipliers = Multipliers };
        var same = new BinaryParameters
        {
            First = Image,
            Second = Image,
            Output = Image,
            FirstQuantization = new Quantization(0.1f, 3),
            SecondQuantization = new Quantization(0.2f, -5),
            OutputQuantization = new Quantization(0.3f, 1),
        };
        var mean = new MeanParameters { Outer = 15, Reduced = 1, Inner = 64, Input = same.FirstQuantization, Output = same.SecondQuantization };
        BinaryParameters broadcast = same with { Second = new TensorShape(1, 1, 1, 16) };
        var operations = new Dictionary<string, (int Units, Operation Run)>
        {
            ["Conv"] = Of(Conv.Prepare(conv, Random(ref prng, 16 * 9 * 16), [], IsaPolicy.Auto)),
            ["DepthwiseConv"] = Of(DepthwiseConv.Prepare(conv, Random(ref prng, 9 * 16), [], IsaPolicy.Auto)),
            ["PointwiseConv"] = Of(PointwiseConv.Prepare(pointwise, Random(ref prng, 256), [], IsaPolicy.Auto)),
            ["Dense"] = Of(Dense.Prepare(dense, Random(ref prng, 256), [], IsaPolicy.Auto)),
            ["AveragePool"] = Of(AveragePool.Prepare(pool, IsaPolicy.Auto)),
            ["MaxPool"] = Of(MaxPool.Prepare(pool, IsaPolicy.Auto)),
            ["Mean"] = Of(Mean.Prepare(mean, IsaPolicy.Auto)),
            ["Add"] = OfTwo(Add.Prepare(same, IsaPolicy.Auto), other),
            ["Add avx2 or scalar"] = OfTwo(Add.Prepare(same, IsaPolicy.IsSupported(Isa.Avx2) ? IsaPolicy.UpTo(Isa.Avx2) : IsaPolicy.Auto), other),
            ["Sub scalar"] = OfTwo(Sub.Prepare(same, IsaPolicy.UpTo(Isa.Scalar)), other),
            ["Mul broadcast"] = OfTwo(Mul.Prepare(broadcast, IsaPolicy.Auto), one),
            ["Mul scalar"] = OfTwo(Mul.Prepare(broadcast, IsaPolicy.UpTo(Isa.Scalar)), one),
        };
        return operations;

        (int Units, Operation Run) Of(TensorOperation operation) =>
            (operation.Units, (output, first, count) => operation.Run(input, output, first, count));

        (int Units, Operation Run) OfTwo(BinaryOperation operation, sbyte[] second) =>
            (operation.Units, (output, first, count) => operation.Run(input, second, output, first, count));
    }

    private static sbyte[] Random(ref Prng prng, int length)
    {
        var values = new sbyte[length];
        prng.Fill(values);
        return values;
    }

    private delegate void Operation(sbyte[] output, int first, int count);
}
