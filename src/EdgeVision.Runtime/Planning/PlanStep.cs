using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>What one step of a plan does, for people and tools to look at.</summary>
public sealed record PlanStep
{
    /// <summary>Position in the plan.</summary>
    public required int Index { get; init; }

    /// <summary>The file's operators that this step computes, in their order, then those that only rename its result.</summary>
    public required IReadOnlyList<int> Operators { get; init; }

    /// <summary>Name of the operator as the schema writes it; several joined by "+" where the step streams rows from one to the next.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the kernel of each operator that does not only rename, in the order of <see cref="Operators"/>.</summary>
    public required IReadOnlyList<string> Kernels { get; init; }

    /// <summary>The kernels' names in one text, joined by " + ".</summary>
    public string Kernel => string.Join(" + ", Kernels);

    /// <summary>The best instruction set that these kernels are written for.</summary>
    public required Isa Isa { get; init; }

    /// <summary>Tensors read at each run, without weights.</summary>
    public required IReadOnlyList<PlannedTensor> Inputs { get; init; }

    /// <summary>The tensor written, then other names of the same bytes.</summary>
    public required IReadOnlyList<PlannedTensor> Outputs { get; init; }

    /// <summary>In how many pieces threads share the work; 1 for a step that runs on the caller's thread alone.</summary>
    public required int Pieces { get; init; }

    /// <summary>Multiply-accumulate operations of one run.</summary>
    public required long Macs { get; init; }

    /// <summary>Bytes of packed weights and tables.</summary>
    public required long PackedBytes { get; init; }
}
