namespace EdgeVision.Kernels;

/// <summary>The normative average: plain loops.</summary>
internal sealed class AveragePoolReference : PoolKernel
{
    public override string Name => "averagepool_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(PoolParameters parameters) => true;

    public override PreparedKernel Prepare(PoolParameters parameters) => new Prepared(parameters);

    private sealed class Prepared(PoolParameters parameters) : PreparedKernel
    {
        public override long Lead => WriteOrder.RowByRow(parameters.Input, parameters.Output, parameters.Window);

        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            TensorShape source = parameters.Input;
            TensorShape target = parameters.Output;
            Window window = parameters.Window;
            for (int row = first; row < first + count; row++)
            {
                int b = row / target.Height;
                int top = row % target.Height * window.StrideHeight - window.PadTop;
                int bottom = Math.Min(top + window.KernelHeight, source.Height);
                for (int x = 0; x < target.Width; x++)
                {
                    int left = x * window.StrideWidth - window.PadLeft;
                    int right = Math.Min(left + window.KernelWidth, source.Width);
                    int pixels = (bottom - Math.Max(top, 0)) * (right - Math.Max(left, 0));
                    for (int c = 0; c < target.Channels; c++)
                    {
                        int sum = 0;
                        for (int iy = Math.Max(top, 0); iy < bottom; iy++)
                        {
                            for (int ix = Math.Max(left, 0); ix < right; ix++)
                                sum += input[((b * source.Height + iy) * source.Width + ix) * source.Channels + c];
                        }

                        int average = PoolDivision.Round(sum, pixels, parameters.Rounding);
                        output[(row * target.Width + x) * target.Channels + c] =
                            (sbyte)Math.Clamp(average, parameters.Range.Min, parameters.Range.Max);
                    }
                }
            }
        }
    }
}
