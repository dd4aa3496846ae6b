namespace EdgeVision.Kernels;

/// <summary>The normative look-up: one element after another.</summary>
internal sealed class TableReference : TableKernel
{
    public override string Name => "table_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override PreparedKernel Prepare(ReadOnlySpan<sbyte> entries) => new Prepared(entries.ToArray());

    private sealed class Prepared(sbyte[] entries) : PreparedKernel
    {
        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            for (int i = first; i < first + count; i++)
                output[i] = entries[input[i] - sbyte.MinValue];
        }
    }
}
