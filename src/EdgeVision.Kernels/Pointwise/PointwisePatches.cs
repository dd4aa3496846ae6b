using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>Pixels are their own patches: widen a tile of them, multiply it.</summary>
internal sealed class PointwisePatches(PointwiseParameters parameters, PatchProduct product) : PreparedKernel
{
    public override long PackedBytes => product.Bytes;

    public override long Lead => WriteOrder.PixelByPixel(parameters);

    /// <summary>The weights of a matrix product as a filter.</summary>
    public static FilterLayout LayoutOf(PointwiseParameters parameters) =>
        FilterLayout.ChannelMajor(parameters.OutputChannels, parameters.InputChannels);

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int channels = parameters.InputChannels, depth = product.Depth;
        Span<short> patches = stackalloc short[product.BlockPatches * depth];
        for (int tile = first; tile < first + count; tile += product.BlockPatches)
        {
            int pixels = Math.Min(product.BlockPatches, first + count - tile);
            for (int i = 0; i < pixels; i++)
            {
                ReadOnlySpan<sbyte> pixel = input.Slice((tile + i) * channels, channels);
                WideningAvx2.Subtract(pixel, (short)parameters.InputZeroPoint, patches.Slice(i * depth, channels));
            }

            product.Run(patches, pixels, output[(tile * parameters.OutputChannels)..]);
        }
    }
}
