using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>Pixels are their own patches: widen four, multiply them.</summary>
internal sealed class PointwiseAvx2 : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_4x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter) => PatchProductAvx2.Fits(LayoutOf(parameters));

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new Prepared(parameters, new PatchProductAvx2(LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));

    private static FilterLayout LayoutOf(PointwiseParameters parameters) =>
        FilterLayout.ChannelMajor(parameters.OutputChannels, parameters.InputChannels);

    private sealed class Prepared(PointwiseParameters parameters, PatchProductAvx2 product) : PreparedKernel
    {
        public override long PackedBytes => product.Bytes;

        [SkipLocalsInit]
        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            int channels = parameters.InputChannels;
            int depth = product.Depth;
            Span<short> patches = stackalloc short[PatchProductAvx2.TilePatches * depth];
            for (int tile = first; tile < first + count; tile += PatchProductAvx2.TilePatches)
            {
                int pixels = Math.Min(PatchProductAvx2.TilePatches, first + count - tile);
                for (int i = 0; i < pixels; i++)
                {
                    ReadOnlySpan<sbyte> pixel = input.Slice((tile + i) * channels, channels);
                    WideningAvx2.Subtract(pixel, (short)parameters.InputZeroPoint, patches.Slice(i * depth, channels));
                }

                product.Run(patches[..(pixels * depth)], output[(tile * parameters.OutputChannels)..]);
            }
        }
    }
}
