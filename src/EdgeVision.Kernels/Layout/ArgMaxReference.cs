namespace EdgeVision.Kernels;

/// <summary>The normative search: plain loops.</summary>
internal sealed class ArgMaxReference : ArgMaxKernel
{
    public override string Name => "argmax_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(ArgMaxParameters parameters) => true;

    public override PreparedArgMax Prepare(ArgMaxParameters parameters) => new Prepared(parameters);

    private sealed class Prepared(ArgMaxParameters parameters) : PreparedArgMax
    {
        public override void Run(ReadOnlySpan<sbyte> input, Span<int> output, int first)
        {
            for (int i = 0; i < output.Length; i++)
                output[i] = IndexOfMax(input, first + i);
        }

        private int IndexOfMax(ReadOnlySpan<sbyte> input, int position)
        {
            (int depth, int inner) = (parameters.Depth, parameters.Inner);
            int start = position / inner * depth * inner + position % inner;
            int best = 0;
            for (int d = 1; d < depth; d++)
            {
                if (input[start + d * inner] > input[start + best * inner])
                    best = d;
            }

            return best;
        }
    }
}
