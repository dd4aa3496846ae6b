using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels.Tests.Convolution;

/// <summary>What a product of patches may read of the widened rows of a convolution.</summary>
public sealed unsafe class ConvRowsTests
{
    /// <summary>
    /// A product reads whole tiles, so patches after the last one, too. What these hold does not matter, but they must lie in their own row's
    /// memory: pixels of the image, then padding, never what is in the next row's place or after the last one.
    /// </summary>
    [Theory]
    [InlineData(9, 3, 1, 2)]
    [InlineData(9, 3, 2, 3)]
    [InlineData(9, 2, 3, 2)] // the row ends before the image does
    [InlineData(17, 5, 2, 1)]
    [InlineData(4, 4, 2, 16)]
    [InlineData(40, 3, 4, 5)]
    [InlineData(12, 3, 2, 31)] // an odd number of taps in a row
    public void Patches_after_the_last_are_the_rows_own(int width, int kernel, int stride, int channels)
    {
        if (!Avx2.IsSupported)
            return;
        var input = new TensorShape(2, kernel + 4, width, channels);
        var parameters = new ConvParameters
        {
            Input = input,
            Output = new TensorShape(2, 5, Window.ValidOutput(width, kernel, stride, 1), 3),
            Window = Window.Valid(kernel, kernel, 1, stride, 1, 1),
            InputZeroPoint = -20,
            Multipliers = [FixedPointMultiplier.FromDouble(0.01)],
        };
        Assert.True(ConvRows.Fits(parameters));
        sbyte[] image = new sbyte[input.Count];
        for (int i = 0; i < image.Length; i++)
            image[i] = (sbyte)(i % 100 + 1); // nowhere the zero point, which is 0 once it is widened
        var probe = new Probe(parameters, image);
        new ConvRows(parameters, probe).Run(image, new sbyte[parameters.Output.Count], 0, 10);
        Assert.Equal((10, -1), (probe.RowsSeen, probe.WrongElement));
    }

    /// <summary>Multiplies nothing, but reads what the widest tile would.</summary>
    private sealed class Probe(ConvParameters parameters, sbyte[] image) : PatchProduct(
        PatchConvolution.LayoutOf(parameters),
        new ChannelTiles(parameters.Output.Channels, 8, 1),
        0,
        new sbyte[parameters.Output.Channels * PatchConvolution.LayoutOf(parameters).Taps],
        Requantization.Prepare(
            parameters, PatchConvolution.LayoutOf(parameters), new sbyte[parameters.Output.Channels * PatchConvolution.LayoutOf(parameters).Taps], []))
    {
        private int _x;

        public int RowsSeen { get; private set; }

        /// <summary>The first element of a row that is neither the image's nor padding; −1 if there is none.</summary>
        public int WrongElement { get; private set; } = -1;

        public override int BlockPatches => MaxTile + 1;

        public override int TilePatches => 1;

        public override void Run(PatchRows patches, int count, Span<sbyte> output)
        {
            (int channels, int width) = (parameters.Input.Channels, parameters.Input.Width);
            (int batch, int y) = Math.DivRem(RowsSeen, parameters.Output.Height);
            for (int ky = 0; ky < Rows; ky++)
            {
                int line = (batch * parameters.Input.Height + y + ky) * width * channels;
                for (int patch = 0; patch < count + MaxTile - 1; patch++)
                {
                    short* taps = (short*)(patches.Rows[ky] + patch * patches.Step);
                    for (int tap = 0; tap < 2 * RowPairs; tap++)
                    {
                        int element = (_x + patch) * parameters.Window.StrideWidth * channels + tap;
                        int expected = element < width * channels ? image[line + element] - parameters.InputZeroPoint : 0;
                        if (taps[tap] != expected && WrongElement < 0)
                            WrongElement = element;
                    }
                }
            }

            _x += count;
            if (_x == parameters.Output.Width)
                (_x, RowsSeen) = (0, RowsSeen + 1);
        }
    }
}
