namespace EdgeVision.Kernels;

/// <summary>The normative convolution: plain loops over OHWI weights.</summary>
internal sealed class ConvReference : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) => true;

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new Prepared(parameters, new AlignedArray<sbyte>(filter), requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        Require.Blocks(blocks, 2);
        long weights = (long)parameters.Output.Channels * parameters.Window.KernelHeight * parameters.Window.KernelWidth * parameters.Input.Channels;
        return new Prepared(
            parameters, new AlignedArray<sbyte>(blocks[0], weights), Requantization.Restore(parameters, parameters.Output.Channels, blocks[1]));
    }

    private sealed class Prepared(ConvParameters parameters, AlignedArray<sbyte> filter, Requantization requantization) : PreparedKernel
    {
        public override long PackedBytes => filter.Length + requantization.Bytes;

        public override PackedBlock[] Blocks => [filter.Block, requantization.ToBlock()];

        public override long Lead => WriteOrder.RowByRow(parameters.Input, parameters.Output, parameters.Window);

        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            TensorShape source = parameters.Input;
            TensorShape target = parameters.Output;
            Window window = parameters.Window;
            for (int row = first; row < first + count; row++)
            {
                int b = row / target.Height;
                int y = row % target.Height;
                for (int x = 0; x < target.Width; x++)
                {
                    for (int oc = 0; oc < target.Channels; oc++)
                    {
                        int accumulator = requantization.Bias[oc];
                        for (int ky = 0; ky < window.KernelHeight; ky++)
                        {
                            int iy = y * window.StrideHeight - window.PadTop + ky * window.DilationHeight;
                            if (iy < 0 || iy >= source.Height)
                                continue;
                            for (int kx = 0; kx < window.KernelWidth; kx++)
                            {
                                int ix = x * window.StrideWidth - window.PadLeft + kx * window.DilationWidth;
                                if (ix < 0 || ix >= source.Width)
                                    continue;
                                for (int ic = 0; ic < source.Channels; ic++)
                                {
                                    int value = input[((b * source.Height + iy) * source.Width + ix) * source.Channels + ic];
                                    int weight = filter[((oc * window.KernelHeight + ky) * window.KernelWidth + kx) * source.Channels + ic];
                                    accumulator += (value - parameters.InputZeroPoint) * (weight - parameters.FilterZeroPoint);
                                }
                            }
                        }

                        output[(row * target.Width + x) * target.Channels + oc] = requantization.Apply(accumulator, oc);
                    }
                }
            }
        }
    }
}
