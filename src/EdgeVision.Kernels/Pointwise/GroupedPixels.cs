using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>Pixels are their own patches: group a block of them, multiply it.</summary>
internal sealed unsafe class GroupedPixels(PointwiseParameters parameters, GroupProduct product) : PreparedKernel
{
    public override long PackedBytes => product.Bytes;

    public override PackedBlock[] Blocks => product.Blocks;

    public override long Lead => WriteOrder.PixelByPixel(parameters);

    public override int Granule => GroupProduct.TilePatches;

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int taps = parameters.InputChannels, block = product.BlockPatches;
        sbyte* groups = stackalloc sbyte[product.BlockLength];
        fixed (sbyte* from = input, to = output)
        {
            for (int pixel = first; pixel < first + count; pixel += block)
            {
                int pixels = Math.Min(block, first + count - pixel);
                GroupProduct.Pack(from + (nint)pixel * taps, pixels, taps, groups);
                product.Run(groups, pixels, to + (nint)pixel * parameters.OutputChannels);
            }
        }
    }
}
