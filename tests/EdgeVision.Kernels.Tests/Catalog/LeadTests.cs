using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>
/// The lead that every kernel of this CPU claims, tried out: input and output lie in one buffer exactly that far apart, and the bytes are
/// those of separate buffers. A lead that is shorter by a block of pixels, or by two rows and those that are copied first, spoils them, so it is not much longer than it has
/// to be.
/// </summary>
public class LeadTests
{
    private const int Cases = 300;

    /// <summary>Most pixels that a pointwise kernel reads before it writes any.</summary>
    private const int LargestBlock = 28;

    public static TheoryData<string> PointwiseKernels => Names(KernelCatalog.Pointwise);

    public static TheoryData<string> ConvKernels => Names(KernelCatalog.Conv);

    public static TheoryData<string> DepthwiseKernels => Names(KernelCatalog.Depthwise);

    public static TheoryData<string> PoolKernels => Names<PoolKernel>([.. KernelCatalog.AveragePool, .. KernelCatalog.MaxPool]);

    [Theory]
    [MemberData(nameof(PointwiseKernels))]
    public void Pointwise_is_exact_at_its_lead_and_spoiled_a_block_before_it(string name)
    {
        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Pointwise.Single(k => k.Name == name);
        var prng = new Prng(41);
        var run = new OverlappedRun();
        for (int i = 0; i < Cases; i++)
        {
            (int pixels, int from, int to) = (prng.Next(1, 120), prng.Next(1, 70), prng.Next(1, 70));
            if (i % 5 == 0)
                to = from; // as good as in place
            LinearCase c = LinearCase.Pointwise(pixels, from, to, Values.Random, Values.Small, ref prng);
            int slack = Math.Max(from, to) + (LargestBlock * Math.Abs(to - from)) + 1;
            if (Pack(kernel, c.ToPointwise(), FilterLayout.ChannelMajor(to, from), c) is { } prepared)
                run.Check(prepared, c.Input, c.Expected.Length, pixels, slack, $"{name} {c}");
        }

        AssertTold(run, ofCases: Cases / 3);
    }

    [Theory]
    [MemberData(nameof(ConvKernels))]
    public void Conv_is_exact_at_its_lead_and_spoiled_two_rows_before_it(string name)
    {
        LinearKernel<ConvParameters> kernel = KernelCatalog.Conv.Single(k => k.Name == name);
        var prng = new Prng(42);
        var run = new OverlappedRun();
        for (int i = 0; i < Cases; i++)
        {
            (TensorShape image, TensorShape result, Window window) = RandomWindow(ref prng, dilations: 2);
            TensorShape input = image with { Channels = prng.Next(1, 20) }, output = result with { Channels = prng.Next(1, 70) };
            LinearCase c = LinearCase.Conv(input, output, window, Values.Random, Values.Small, ref prng);
            int taps = window.KernelHeight * window.KernelWidth * input.Channels;
            FilterLayout layout = FilterLayout.ChannelMajor(output.Channels, taps);
            Check(run, Pack(kernel, c.Parameters, layout, c), c.Parameters.Output, c.Input, $"{name} {c}");
        }

        AssertTold(run, ofCases: Cases / 4);
    }

    [Theory]
    [MemberData(nameof(DepthwiseKernels))]
    public void Depthwise_is_exact_at_its_lead_and_spoiled_two_rows_before_it(string name)
    {
        LinearKernel<ConvParameters> kernel = KernelCatalog.Depthwise.Single(k => k.Name == name);
        var prng = new Prng(43);
        var run = new OverlappedRun();
        for (int i = 0; i < Cases; i++)
        {
            (TensorShape image, TensorShape result, Window window) = RandomWindow(ref prng, dilations: 2);
            int channels = i % 3 == 0 ? 1 << prng.Next(3, 6) : prng.Next(1, 130), multiplier = i % 4 == 0 ? 2 : 1;
            if (i % 3 == 1)
            {
                (channels, multiplier) = (prng.Next(64, 130), 1);
                (result, window) = (image, Window.Same(image, 3, 3, 1, 1, 1, 1));
            }

            TensorShape output = result with { Channels = channels * multiplier };
            LinearCase c = LinearCase.Depthwise(image with { Channels = channels }, output, window, Values.Random, Values.Small, ref prng);
            FilterLayout layout = FilterLayout.TapMajor(output.Channels, window.KernelHeight * window.KernelWidth);
            int copied = window.KernelHeight * window.DilationHeight * image.Width * channels; // before the first row is written
            Check(run, Pack(kernel, c.Parameters, layout, c), c.Parameters.Output, c.Input, $"{name} {c}", copied);
        }

        AssertTold(run, ofCases: Cases / 10);
    }

    [Theory]
    [MemberData(nameof(PoolKernels))]
    public void Pools_are_exact_at_their_lead_and_spoiled_two_rows_before_it(string name)
    {
        PoolKernel kernel = KernelCatalog.AveragePool.Concat(KernelCatalog.MaxPool).Single(k => k.Name == name);
        var prng = new Prng(44);
        var run = new OverlappedRun();
        for (int i = 0; i < Cases; i++)
        {
            (TensorShape image, TensorShape result, Window window) = RandomWindow(ref prng, dilations: 1);
            int channels = i % 3 == 0 ? prng.Next(64, 140) : prng.Next(1, 70);
            var parameters = new PoolParameters
            {
                Input = image with { Channels = channels },
                Output = result with { Channels = channels },
                Window = window,
            };
            sbyte[] input = new sbyte[parameters.Input.Count];
            prng.Fill(input);
            Check(run, kernel.CanRun(parameters) ? kernel.Prepare(parameters) : null, parameters.Output, input, $"{name} {parameters}");
        }

        AssertTold(run, ofCases: Cases / 8);
    }

    /// <summary>The numbers that let MobileNetV1 1.0/224 run in little more than its largest tensor.</summary>
    [Fact]
    public void Leads_of_mobilenets_layers()
    {
        int pixels = 112 * 112, row = 112 * 32;
        Assert.Equal((pixels * 32) + 32, WriteOrder.PixelByPixel(Pointwise(pixels, 32, 64)));
        Assert.Equal(64, WriteOrder.PixelByPixel(Pointwise(pixels, 64, 64)));
        var image = new TensorShape(1, 112, 112, 32);
        Assert.Equal(2 * row, WriteOrder.RowByRow(image, image, Window.Same(image, 3, 3, 1, 1, 1, 1)));
        var half = new TensorShape(1, 56, 56, 32);
        Assert.Equal(row / 2, WriteOrder.RowByRow(image, half, Window.Same(image, 3, 3, 2, 2, 1, 1)));
    }

    [Fact]
    public void A_batch_of_windows_and_kernels_without_a_rule_share_nothing()
    {
        var image = new TensorShape(2, 4, 4, 8);
        var window = Window.Same(image, 3, 3, 1, 1, 1, 1);
        Assert.Equal(long.MaxValue, WriteOrder.RowByRow(image, image, window));
        MaxPool pool = MaxPool.Prepare(new PoolParameters { Input = image, Output = image, Window = window }, IsaPolicy.Auto);
        Assert.Equal(image.Count, pool.Lead);
        Assert.Equal(long.MaxValue, new NoRule().Lead);
    }

    /// <summary>Extents of a hostile file are multiplied in 64 bits.</summary>
    [Fact]
    public void Leads_beyond_32_bits_are_not_wrapped()
    {
        Assert.Equal(((1L << 30) * 6) + 1, WriteOrder.PixelByPixel(Pointwise(1 << 30, 1, 7)));
        var huge = new TensorShape(1, 1 << 20, 1 << 20, 1);
        Assert.Equal(2L << 20, WriteOrder.RowByRow(huge, huge, Window.Same(huge, 3, 3, 1, 1, 1, 1)));
    }

    private static void Check(
        OverlappedRun run, PreparedKernel? kernel, TensorShape output, sbyte[] input, string description, int copied = 0)
    {
        int slack = 2 * output.Width * output.Channels + copied;
        if (kernel is not null)
            run.Check(kernel, input, output.Count, output.Batch * output.Height, slack, description);
    }

    private static void AssertTold(OverlappedRun run, int ofCases)
    {
        Assert.True(run.Shared >= ofCases, $"only {run.Shared} of {Cases} cases shared memory");
        Assert.True(run.Spoiled >= run.Shared / 3, $"a shorter lead spoiled only {run.Spoiled} of {run.Shared} cases");
    }

    private static (TensorShape Input, TensorShape Output, Window Window) RandomWindow(ref Prng prng, int dilations)
    {
        while (true)
        {
            var input = new TensorShape(1, prng.Next(1, 11), prng.Next(1, 11), 1);
            (int high, int wide, int down, int right) = (prng.Next(1, 4), prng.Next(1, 5), prng.Next(1, 3), prng.Next(1, 3));
            (int dilationDown, int dilationRight) = (prng.Next(1, dilations), prng.Next(1, dilations));
            if (prng.Next(0, 1) == 0)
            {
                Window same = Window.Same(input, high, wide, down, right, dilationDown, dilationRight);
                return (input, WindowCases.SameOutput(input, same), same);
            }

            Window valid = Window.Valid(high, wide, down, right, dilationDown, dilationRight);
            TensorShape output = WindowCases.ValidOutput(input, valid);
            if (output.Height > 0 && output.Width > 0)
                return (input, output, valid);
        }
    }

    private static PreparedKernel? Pack<TParameters>(
        LinearKernel<TParameters> kernel, TParameters parameters, FilterLayout layout, LinearCase c)
        where TParameters : LinearParameters
    {
        Requantization requantization = Requantization.Prepare(parameters, layout, c.Filter, c.Bias);
        return kernel.CanRun(parameters, requantization) ? kernel.Pack(parameters, c.Filter, requantization) : null;
    }

    private static PointwiseParameters Pointwise(int pixels, int from, int to) =>
        new() { Pixels = pixels, InputChannels = from, OutputChannels = to, Multipliers = [] };

    private static TheoryData<string> Names<TKernel>(TKernel[] kernels)
        where TKernel : Kernel =>
        new(kernels.Where(k => k.IsSupported).Select(k => k.Name));

    private sealed class NoRule : PreparedKernel
    {
        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count) => output.Clear();
    }
}
