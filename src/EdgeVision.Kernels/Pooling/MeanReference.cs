namespace EdgeVision.Kernels;

/// <summary>The normative mean: plain loops.</summary>
internal sealed class MeanReference : MeanKernel
{
    public override string Name => "mean_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(MeanParameters parameters, FixedPointMultiplier multiplier) => true;

    public override PreparedKernel Prepare(MeanParameters parameters, FixedPointMultiplier multiplier) => new Prepared(parameters, multiplier);

    private sealed class Prepared(MeanParameters parameters, FixedPointMultiplier multiplier) : PreparedKernel
    {
        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            (int reduced, int inner) = (parameters.Reduced, parameters.Inner);
            for (int o = first; o < first + count; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    int sum = 0;
                    for (int r = 0; r < reduced; r++)
                        sum += input[(o * reduced + r) * inner + i] - parameters.Input.ZeroPoint;
                    long mean = (long)multiplier.Apply(sum) + parameters.Output.ZeroPoint;
                    output[o * inner + i] = (sbyte)Math.Clamp(mean, sbyte.MinValue, sbyte.MaxValue);
                }
            }
        }
    }
}
