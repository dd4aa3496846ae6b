namespace EdgeVision.Kernels;

/// <summary>The normative matrix product: plain loops over [output channel][input channel] weights.</summary>
internal sealed class PointwiseReference : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) => true;

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new Prepared(parameters, new AlignedArray<sbyte>(filter), requantization);

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        Require.Blocks(blocks, 2);
        long weights = (long)parameters.OutputChannels * parameters.InputChannels;
        return new Prepared(
            parameters, new AlignedArray<sbyte>(blocks[0], weights), Requantization.Restore(parameters, parameters.OutputChannels, blocks[1]));
    }

    private sealed class Prepared(PointwiseParameters parameters, AlignedArray<sbyte> filter, Requantization requantization) : PreparedKernel
    {
        public override long PackedBytes => filter.Length + requantization.Bytes;

        public override PackedBlock[] Blocks => [filter.Block, requantization.ToBlock()];

        public override long Lead => WriteOrder.PixelByPixel(parameters);

        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            for (int pixel = first; pixel < first + count; pixel++)
            {
                for (int oc = 0; oc < parameters.OutputChannels; oc++)
                {
                    int accumulator = requantization.Bias[oc];
                    for (int ic = 0; ic < parameters.InputChannels; ic++)
                    {
                        int value = input[pixel * parameters.InputChannels + ic];
                        int weight = filter[oc * parameters.InputChannels + ic];
                        accumulator += (value - parameters.InputZeroPoint) * (weight - parameters.FilterZeroPoint);
                    }

                    output[pixel * parameters.OutputChannels + oc] = requantization.Apply(accumulator, oc);
                }
            }
        }
    }
}
