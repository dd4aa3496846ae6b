using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>Pixels are their own patches: raise a block of them to unsigned bytes, multiply it.</summary>
internal sealed unsafe class NarrowPatches(PointwiseParameters parameters, NarrowProduct product) : PreparedKernel
{
    public override long PackedBytes => product.Bytes;

    public override PackedBlock[] Blocks => product.Blocks;

    public override long Lead => WriteOrder.PixelByPixel(parameters);

    public override int Granule => product.TilePatches;

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int channels = parameters.InputChannels, depth = product.Depth, block = product.BlockPatches;
        byte* patches = stackalloc byte[block * depth];
        fixed (sbyte* pixels = input)
        {
            for (int pixel = first; pixel < first + count; pixel += block)
            {
                int inBlock = Math.Min(block, first + count - pixel);
                sbyte* from = pixels + (nint)pixel * channels;
                if (channels == depth)
                {
                    RaisedBytes.Copy(from, patches, inBlock * channels, RaisedBytes.By);
                }
                else
                {
                    for (int i = 0; i < inBlock; i++)
                        RaisedBytes.Copy(from + (nint)i * channels, patches + (nint)i * depth, channels, RaisedBytes.By);
                }

                product.Run(new ReadOnlySpan<byte>(patches, block * depth), inBlock, output[(pixel * parameters.OutputChannels)..]);
            }
        }
    }
}
