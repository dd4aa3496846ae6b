namespace EdgeVision.Kernels;

/// <summary>The normative sum: element by element, with broadcasting.</summary>
internal sealed class SumReference : SumKernel
{
    public override string Name => "sum_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(BinaryParameters parameters) => true;

    public override PreparedSum Prepare(BinaryParameters parameters, ScaledSum sum) => new Prepared(new Broadcast(parameters), sum);

    private sealed class Prepared(Broadcast broadcast, ScaledSum sum) : PreparedSum
    {
        public override void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) =>
            broadcast.Run(sum, first, second, output);
    }
}
