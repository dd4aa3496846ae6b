using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>What preparing one operator of the file gives.</summary>
/// <param name="Step">The work to do at each run.</param>
/// <param name="Kernel">Name of the chosen kernel.</param>
internal sealed record PreparedOperator(Step Step, string Kernel)
{
    /// <summary>The instruction set that the kernel is written for.</summary>
    public Isa Isa { get; init; } = Isa.Scalar;

    /// <summary>Multiply-accumulate operations of one run.</summary>
    public long Macs { get; init; }

    /// <summary>Values looked at in one run, where that is more than reading each input once: what bounds its time.</summary>
    public long Work { get; init; }

    /// <summary>Bytes of packed weights and tables that the step keeps.</summary>
    public long PackedBytes { get; init; }

    /// <summary>
    /// Input tensors whose bytes the output may take over while the step runs, if it has as many: each element is read before it is
    /// written.
    /// </summary>
    public IReadOnlyList<int> InPlaceOver { get; init; } = [];

    /// <summary>
    /// By how many bytes the only input must at least start after the output for both to share bytes at its last read; the largest value
    /// for steps that do not allow it.
    /// </summary>
    public int Lead { get; init; } = BufferRequest.NoLead;

    /// <summary>The input whose bytes the output is, unchanged, so that the step is not needed when both may share them.</summary>
    public int? RenamedInput { get; init; }

    /// <summary>How to prepare parts of it, for a chain of depthwise and pointwise convolutions of one image; empty for others.</summary>
    public IReadOnlyList<RowOperation> Rows { get; init; } = [];

    /// <summary>An operation from the operator's first input to its output.</summary>
    public static PreparedOperator Of(OperatorContext op, TensorOperation operation) =>
        new(new OperationStep(op.Input(0).Index, op.Output().Index, operation), operation.KernelName)
        {
            Isa = operation.Isa,
            Macs = operation.Macs,
            PackedBytes = operation.PackedBytes,
            Lead = operation.Lead,
        };
}
