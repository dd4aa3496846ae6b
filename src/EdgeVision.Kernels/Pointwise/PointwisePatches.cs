using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>Pixels are their own patches: widen a block of them, multiply it.</summary>
internal sealed unsafe class PointwisePatches(PointwiseParameters parameters, PatchProduct product) : PreparedKernel
{
    public override long PackedBytes => product.Bytes;

    public override PackedBlock[] Blocks => product.Blocks;

    public override long Lead => WriteOrder.PixelByPixel(parameters);

    public override int Granule => product.TilePatches;

    /// <summary>The weights of a matrix product as a filter.</summary>
    public static FilterLayout LayoutOf(PointwiseParameters parameters) =>
        FilterLayout.ChannelMajor(parameters.OutputChannels, parameters.InputChannels);

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int channels = parameters.InputChannels;
        int* pairs = stackalloc int[product.BlockPatches * product.RowPairs];
        var patches = new Span<short>(pairs, product.BlockPatches * product.Depth);
        var rows = new PatchRows(&pairs, product.RowPairs);
        for (int tile = first; tile < first + count; tile += product.BlockPatches)
        {
            int pixels = Math.Min(product.BlockPatches, first + count - tile);
            Widen(input.Slice(tile * channels, pixels * channels), patches);
            product.Run(rows, pixels, output[(tile * parameters.OutputChannels)..]);
        }
    }

    /// <summary>An even number of channels makes pixels and patches equally long.</summary>
    private void Widen(ReadOnlySpan<sbyte> pixels, Span<short> patches)
    {
        int channels = parameters.InputChannels, depth = product.Depth;
        short zeroPoint = (short)parameters.InputZeroPoint;
        if (channels == depth)
        {
            WideningAvx2.Subtract(pixels, zeroPoint, patches);
            return;
        }

        for (int i = 0; i * channels < pixels.Length; i++)
            WideningAvx2.Subtract(pixels.Slice(i * channels, channels), zeroPoint, patches[(i * depth)..]);
    }
}
