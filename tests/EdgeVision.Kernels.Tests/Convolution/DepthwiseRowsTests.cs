using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Convolution;

/// <summary>Depthwise kernels on rows that are longer than what they sum before they requantize it.</summary>
public class DepthwiseRowsTests
{
    public static TheoryData<string> Kernels => new(KernelCatalog.Depthwise.Where(k => k.IsSupported).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Long_rows_under_any_window_equal_the_oracle(string name)
    {
        LinearKernel<ConvParameters> kernel = KernelCatalog.Depthwise.Single(k => k.Name == name);
        var prng = new Prng(0xD1);
        int ran = 0;
        foreach (int width in new[] { 17, 33 })
        {
            foreach (int channels in new[] { 16, 32, 48, 70 })
            {
                foreach ((int height, int side, int stride) in new[] { (1, 2, 1), (5, 5, 1), (3, 2, 2), (3, 3, 2) })
                {
                    var input = new TensorShape(1, 3, width * stride, channels);
                    var window = Window.Same(input, height, side, 1, stride, 1, 1);
                    LinearCase c = LinearCase.Depthwise(input, input with { Width = width }, window, Values.Random, Values.Random, ref prng);
                    var requantization = Requantization.Prepare(c.Parameters, FilterLayout.TapMajor(channels, height * side), c.Filter, c.Bias);
                    if (!kernel.CanRun(c.Parameters, requantization))
                        continue;
                    KernelRun.AssertGives(kernel.Pack(c.Parameters, c.Filter, requantization), c.Input, c.Expected, c.Rows, $"{name}: {c}");
                    ran++;
                }
            }
        }

        // Only windows of 3×3 and stride 1 slide.
        Assert.Equal(name.Contains("_sliding_", StringComparison.Ordinal), ran == 0);
    }

    /// <summary>
    /// Tiles are read whole, also where a row ends. What they hold there does not matter, but it must be the row's own memory: the image or
    /// padding, never what is in the next row's place or after the last one.
    /// </summary>
    [Theory]
    [InlineData(5, 16, 16, 1)]
    [InlineData(9, 8, 64, 1)] // groups of eight pixels, and one pixel left
    [InlineData(3, 8, 64, 1)] // less than a group
    [InlineData(7, 70, 64, 1)]
    [InlineData(7, 64, 64, 2)]
    [InlineData(6, 2, 32, 1)]
    public void Whole_tiles_read_the_rows_own_memory(int width, int channels, int tile, int stride)
    {
        var input = new TensorShape(2, 5, width, channels);
        var window = Window.Same(input, 3, 3, 1, stride, 1, 1);
        var parameters = new ConvParameters
        {
            Input = input,
            Output = input with { Width = Window.SameOutput(width, stride) },
            Window = window,
            InputZeroPoint = -20,
            Multipliers = [],
        };
        sbyte[] image = new sbyte[input.Count];
        for (int i = 0; i < image.Length; i++)
            image[i] = (sbyte)(i % 100 + 1); // nowhere the zero point
        var probe = new Probe(parameters, tile, image);
        probe.Run(image, new sbyte[parameters.Output.Count], 0, 10);
        Assert.Equal((10, -1), (probe.RowsSeen, probe.WrongElement));
    }

    /// <summary>Computes nothing, but reads what a kernel would.</summary>
    private sealed unsafe class Probe(ConvParameters parameters, int tile, sbyte[] image) : DepthwiseRows(parameters, tile, 1, raise: 128)
    {
        private readonly ConvParameters _layer = parameters;
        private bool _isRest;

        public int RowsSeen { get; private set; }

        /// <summary>The first element of a row that is neither the image's nor padding; −1 if there is none.</summary>
        public int WrongElement { get; private set; } = -1;

        protected override void RunGroups(byte** taps, sbyte* output, int count)
        {
            int width = _layer.Output.Width, before = _isRest ? (width - GroupPixels) * _layer.Input.Channels : 0;
            for (int tap = 0; tap < RealTaps; tap++)
            {
                (int ky, int kx) = Math.DivRem(tap, _layer.Window.KernelWidth);
                for (int group = 0; group < count; group++)
                {
                    for (int i = 0; i < Tiles.Count; i++)
                    {
                        nint at = group * Step + Tiles.First(i);
                        for (int lane = 0; lane < Tiles.Size; lane++)
                            Check((int)(before + kx * _layer.Input.Channels + at + lane), ky, taps[tap][at + lane]);
                    }
                }
            }

            _isRest = !_isRest && width > GroupPixels && width % GroupPixels != 0;
            RowsSeen += _isRest ? 0 : 1;
        }

        private void Check(int element, int ky, byte actual)
        {
            TensorShape source = _layer.Input;
            (int batch, int y) = Math.DivRem(RowsSeen, _layer.Output.Height);
            (int x, int c) = Math.DivRem(element, source.Channels);
            (int row, int column) = (y + ky - _layer.Window.PadTop, x - _layer.Window.PadLeft);
            bool inside = row >= 0 && row < source.Height && column >= 0 && column < source.Width;
            int expected = inside ? image[((batch * source.Height + row) * source.Width + column) * source.Channels + c] : _layer.InputZeroPoint;
            if (actual != expected + 128 && WrongElement < 0)
                WrongElement = element;
        }
    }
}
