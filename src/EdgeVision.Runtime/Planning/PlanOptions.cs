using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>How tensors that are not needed at the same time use the arena.</summary>
public enum BufferSharing
{
    /// <summary>Tensors share bytes when their lifetimes allow it, and elementwise operators run in place. What the product does.</summary>
    Shared,

    /// <summary>Every tensor keeps bytes of its own, so that all of them can be read after a run. For debugging and dumps.</summary>
    Separate,
}

/// <summary>Whether operators are merged when the plan is built.</summary>
public enum OperatorFusion
{
    /// <summary>
    /// Operators that move no data (reshape, squeeze, a quantize between equal scales) cost nothing; in a shared arena, depthwise and
    /// pointwise convolutions pass rows to each other where that makes it smaller. What the product does.
    /// </summary>
    Fused,

    /// <summary>One step per operator of the file. For debugging and dumps.</summary>
    OneStepPerOperator,
}

/// <summary>Choices that shape a plan; the results of running it do not depend on any of them.</summary>
public sealed record PlanOptions
{
    /// <summary>The most threads that one run can be shared among.</summary>
    public const int MaxThreads = 64;

    /// <summary>The product's choices, with the instruction sets that <c>EDGEVISION_ISA</c> allows.</summary>
    public static PlanOptions Default => new();

    /// <summary>Every tensor of the file is computed by a step of its own and kept: for <c>--dump</c> and for tests.</summary>
    public static PlanOptions KeepEveryTensor => new() { Sharing = BufferSharing.Separate, Fusion = OperatorFusion.OneStepPerOperator };

    /// <summary>Which instruction sets kernels may use.</summary>
    public IsaPolicy Isa { get; init; } = IsaPolicy.FromEnvironment();

    /// <summary>How the arena is shared.</summary>
    public BufferSharing Sharing { get; init; } = BufferSharing.Shared;

    /// <summary>Whether operators are merged.</summary>
    public OperatorFusion Fusion { get; init; } = OperatorFusion.Fused;

    /// <summary>
    /// Among how many threads one run is shared, the caller's included: 1 to <see cref="MaxThreads"/>. With more than one, the steps that
    /// are large enough are divided; a divided step cannot write over what it reads, so that the arena is larger. The results are the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in 1 to <see cref="MaxThreads"/>.</exception>
    public int Threads
    {
        get;
        init
        {
            if (value is < 1 or > MaxThreads)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"a run can be shared among 1 to {MaxThreads} threads");
            field = value;
        }
    } = 1;

    /// <summary>The least work of a step that threads share, for tests whose graphs are small; see <see cref="WorkSplit"/>.</summary>
    internal double MinDividedWork { get; init; } = WorkSplit.MinWork;

    /// <summary>
    /// Largest arena to accept, in bytes: a file of a few hundred bytes can declare activations of gigabytes. The default, 256 MiB, is half
    /// of the smallest board's memory.
    /// </summary>
    public int MaxArenaBytes { get; init; } = 256 << 20;

    /// <summary>
    /// Most bytes of packed weights, tables and constants to accept: many operators of a small file can share one constant, and each packs
    /// its own copy. The default is 256 MiB, too.
    /// </summary>
    public long MaxWeightBytes { get; init; } = 256 << 20;

    /// <summary>
    /// Most multiply-accumulates and values looked at to accept for one run, for the same reason. The default, 10^12, is more than a
    /// thousand times MobileNetV1 1.0/224.
    /// </summary>
    public long MaxWork { get; init; } = 1_000_000_000_000;
}
