using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Pooling;

public class PoolTests
{
    private const int MostChannels = 135;

    public static TheoryData<string, PoolRounding> AverageKernels
    {
        get
        {
            var data = new TheoryData<string, PoolRounding>();
            foreach (PoolKernel kernel in KernelCatalog.AveragePool.Where(k => k.IsSupported))
            {
                data.Add(kernel.Name, PoolRounding.HalfAwayFromZero);
                data.Add(kernel.Name, PoolRounding.FloorUnsigned);
            }

            return data;
        }
    }

    public static TheoryData<string> MaxKernels => new(KernelCatalog.MaxPool.Where(k => k.IsSupported).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(AverageKernels))]
    public void Average_equals_exact_rounding_of_the_quotient(string name, PoolRounding rounding)
    {
        PoolKernel kernel = KernelCatalog.AveragePool.Single(k => k.Name == name);
        int ties = 0;
        int ran = RunAll(kernel, rounding, pixels =>
        {
            int sum = pixels.Sum(v => v);
            ties += sum < 0 && (2 * sum / pixels.Count % 2 != 0) && 2 * sum % pixels.Count == 0 ? 1 : 0;
            return Quotient(sum, pixels.Count, rounding);
        });
        Assert.True(ran > 100, $"{name} ran only {ran} cases");
        Assert.True(ties > 100, $"only {ties} negative ties");
    }

    [Theory]
    [MemberData(nameof(MaxKernels))]
    public void Max_equals_the_largest_pixel(string name)
    {
        PoolKernel kernel = KernelCatalog.MaxPool.Single(k => k.Name == name);
        int ran = RunAll(kernel, PoolRounding.HalfAwayFromZero, pixels => pixels.Max());
        Assert.True(ran > 100, $"{name} ran only {ran} cases");
    }

    /// <summary>Windows on both sides of the largest whose sums are divided in 16 bits.</summary>
    [Theory]
    [MemberData(nameof(AverageKernels))]
    public void Every_sum_of_a_window_is_divided_exactly(string name, PoolRounding rounding)
    {
        PoolKernel kernel = KernelCatalog.AveragePool.Single(k => k.Name == name);
        int ran = 0;
        foreach (int pixels in new[] { 1, 2, 3, 4, 7, 9, 31, 49, 64, 65, 100, 127, 128, 129, 131 })
        {
            var image = new TensorShape(1, 1, pixels, EverySum.Channels(pixels));
            var parameters = new PoolParameters
            {
                Input = image,
                Output = image with { Width = 1 },
                Window = Window.Valid(1, pixels, 1, 1, 1, 1),
                Rounding = rounding,
            };
            if (!kernel.CanRun(parameters))
                continue;
            sbyte[] expected = [.. Enumerable.Range(-128 * pixels, image.Channels).Select(sum => (sbyte)Quotient(sum, pixels, rounding))];
            KernelRun.AssertGives(kernel.Prepare(parameters), EverySum.Of(pixels), expected, 1, $"{name}, {pixels} pixels");
            ran++;
        }

        Assert.True(ran > 10, $"{name} ran only {ran} cases");
    }

    /// <summary>Windows whose sums leave 16 bits, of the extremes and of random bytes.</summary>
    [Theory]
    [MemberData(nameof(AverageKernels))]
    public void Large_windows_are_summed_exactly(string name, PoolRounding rounding)
    {
        PoolKernel kernel = KernelCatalog.AveragePool.Single(k => k.Name == name);
        var prng = new Prng(37);
        foreach ((int height, int width) in new[] { (14, 14), (1, 255), (16, 16), (257, 1), (17, 31), (32, 16), (3, 171), (40, 40) })
        {
            foreach (int channels in new[] { 16, 17, 31, 40, 64, 70 })
            {
                var image = new TensorShape(1, height, width, channels);
                var parameters = new PoolParameters
                {
                    Input = image,
                    Output = image with { Height = 1, Width = 1 },
                    Window = Window.Valid(height, width, 1, 1, 1, 1),
                    Rounding = rounding,
                };
                if (!kernel.CanRun(parameters))
                    continue;
                sbyte[] input = new sbyte[image.Count], expected = new sbyte[channels];
                prng.Fill(input);
                for (int i = 0; i < input.Length; i++)
                    input[i] = (i % channels % 3) switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => input[i] };
                for (int c = 0; c < channels; c++)
                    expected[c] = (sbyte)Quotient(Enumerable.Range(0, height * width).Sum(p => input[p * channels + c]), height * width, rounding);
                KernelRun.AssertGives(kernel.Prepare(parameters), input, expected, 1, $"{name}, {height}x{width}x{channels}");
            }
        }
    }

    [Theory]
    [InlineData(Isa.Avx2, 7, 7, "averagepool_s8_scalar")]
    [InlineData(Isa.Avx2, 15, 7, "averagepool_s8_1x8_avx2")]
    [InlineData(Isa.Avx2, 16, 7, "averagepool_s8_1x16_avx2")]
    [InlineData(Isa.Avx512, 64, 11, "averagepool_s8_1x64_avx512")]
    [InlineData(Isa.Avx512, 64, 12, "averagepool_s8_1x16_avx2")]
    public void Instruction_set_channels_and_window_decide_which_kernel_is_chosen(Isa isa, int channels, int side, string expected)
    {
        var parameters = new PoolParameters
        {
            Input = new TensorShape(1, side, side, channels),
            Output = new TensorShape(1, 1, 1, channels),
            Window = Window.Valid(side, side, 1, 1, 1, 1),
        };
        Assert.Equal(expected, AveragePool.Prepare(parameters, IsaPolicy.ForTarget(isa)).KernelName);
    }

    [Fact]
    public void Public_operations_choose_from_the_catalog_and_run()
    {
        PoolParameters parameters = Valid;
        AveragePool average = AveragePool.Prepare(parameters, IsaPolicy.Auto);
        MaxPool max = MaxPool.Prepare(parameters, IsaPolicy.Auto);
        Assert.Contains(KernelCatalog.AveragePool, k => k.Name == average.KernelName);
        Assert.Contains(KernelCatalog.MaxPool, k => k.Name == max.KernelName);
        sbyte[] output = new sbyte[1];
        average.Run([1, 2, 3, 5], output);
        Assert.Equal(3, output[0]);
        max.Run([1, 2, 3, 5], output);
        Assert.Equal(5, output[0]);
        Assert.Throws<ArgumentException>("input", () => max.Run(new sbyte[3], output));
        Assert.Throws<ArgumentException>("output", () => average.Run(new sbyte[4], new sbyte[2]));
    }

    [Theory]
    [InlineData("output channels is 2", 0)]
    [InlineData("dilation height is 2", 1)]
    [InlineData("dilation width is 2", 2)]
    [InlineData("padding 2 before the height", 3)]
    [InlineData("output width 3 puts a window outside", 4)]
    [InlineData("cannot be summed", 5)]
    [InlineData("is empty", 6)]
    [InlineData("rounding 7 is unknown", 7)]
    public void What_cannot_be_pooled_is_refused(string message, int which)
    {
        PoolParameters parameters = which switch
        {
            0 => Valid with { Output = Valid.Output with { Channels = 2 } },
            1 => Valid with { Window = Valid.Window with { DilationHeight = 2 } },
            2 => Valid with { Window = Valid.Window with { DilationWidth = 2 } },
            3 => Valid with { Window = Valid.Window with { PadTop = 2 } },
            4 => Valid with { Output = Valid.Output with { Width = 3 } },
            5 => Valid with { Window = Valid.Window with { KernelHeight = 4096, KernelWidth = 4096 } },
            6 => Valid with { Range = new OutputRange(5, 4) },
            _ => Valid with { Rounding = (PoolRounding)7 },
        };
        Refusal.Assert(message, () => AveragePool.Prepare(parameters, IsaPolicy.Auto));
        Refusal.Assert(message, () => MaxPool.Prepare(parameters, IsaPolicy.Auto));
    }

    /// <summary>A mean is exact enough in decimal to see ties.</summary>
    private static int Quotient(int sum, int pixels, PoolRounding rounding)
    {
        decimal mean = (decimal)sum / pixels;
        return rounding == PoolRounding.HalfAwayFromZero
            ? (int)Math.Round(mean, MidpointRounding.AwayFromZero)
            : (int)Math.Floor(mean + 0.5m);
    }

    private static PoolParameters Valid => new()
    {
        Input = new TensorShape(1, 2, 2, 1),
        Output = new TensorShape(1, 1, 1, 1),
        Window = Window.Valid(2, 2, 1, 1, 1, 1),
    };

    private static int RunAll(PoolKernel kernel, PoolRounding rounding, Func<List<int>, int> reduce)
    {
        var prng = new Prng(31);
        int ran = 0;
        foreach ((TensorShape image, TensorShape result, Window window) in WindowCases.All())
        {
            if (window.DilationHeight != 1 || window.DilationWidth != 1)
                continue;
            for (int channels = 1; channels <= MostChannels; channels += channels < 34 ? (ran % 3) + 1 : prng.Next(15, 35))
            {
                var parameters = new PoolParameters
                {
                    Input = image with { Channels = channels },
                    Output = result with { Channels = channels },
                    Window = window,
                    Range = ran % 3 == 0 ? new OutputRange(-40, 50) : OutputRange.Full,
                    Rounding = rounding,
                };
                if (!kernel.CanRun(parameters))
                    continue;
                sbyte[] input = new sbyte[parameters.Input.Count];
                prng.Fill(input);
                if (ran % 10 == 0)
                    Array.Fill(input, ran % 20 == 0 ? sbyte.MinValue : sbyte.MaxValue);
                sbyte[] expected = Reduce(parameters, input, reduce);
                int rows = parameters.Output.Batch * parameters.Output.Height;
                KernelRun.AssertGives(kernel.Prepare(parameters), input, expected, rows, $"{kernel.Name} {parameters}");
                ran++;
            }
        }

        return ran;
    }

    /// <summary>Collects, for every output, the pixels that its window covers.</summary>
    private static sbyte[] Reduce(PoolParameters p, sbyte[] input, Func<List<int>, int> reduce)
    {
        sbyte[] output = new sbyte[p.Output.Count];
        for (int o = 0; o < output.Length; o++)
        {
            int c = o % p.Output.Channels;
            int x = o / p.Output.Channels % p.Output.Width;
            int y = o / p.Output.Channels / p.Output.Width % p.Output.Height;
            int b = o / p.Output.Channels / p.Output.Width / p.Output.Height;
            var pixels = new List<int>();
            for (int tap = 0; tap < p.Window.KernelHeight * p.Window.KernelWidth; tap++)
            {
                int iy = y * p.Window.StrideHeight + tap / p.Window.KernelWidth - p.Window.PadTop;
                int ix = x * p.Window.StrideWidth + tap % p.Window.KernelWidth - p.Window.PadLeft;
                if (iy >= 0 && iy < p.Input.Height && ix >= 0 && ix < p.Input.Width)
                    pixels.Add(input[((b * p.Input.Height + iy) * p.Input.Width + ix) * p.Input.Channels + c]);
            }

            output[o] = (sbyte)Math.Min(Math.Max(reduce(pixels), p.Range.Min), p.Range.Max);
        }

        return output;
    }
}
