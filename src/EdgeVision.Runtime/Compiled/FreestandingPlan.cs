using System.Diagnostics.CodeAnalysis;
using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>
/// A compiled plan and its session for callers without .NET, such as the C library and the ARM64 emulation: addresses and numbers only. What
/// throws ends the caller's call there.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "What the session could free is the arena, which is the caller's.")]
internal sealed unsafe class FreestandingPlan
{
    private CompiledSession? _session;

    /// <summary>Checks a plan, which starts at a multiple of 64 and stays where it is.</summary>
    public FreestandingPlan(byte* plan, long length) => Plan = PlanLoader.Load(plan, length, new object(), IsaPolicy.Auto, out _);

    public int ArenaBytes => Plan.ArenaBytes;

    public int InputCount => Plan.InputNumbers.Length;

    public int OutputCount => Plan.OutputNumbers.Length;

    public int StepCount => Plan.Code.Length;

    private CompiledPlan Plan { get; }

    private CompiledSession Session => _session!;

    /// <summary>Gives the plan its arena: <see cref="ArenaBytes"/> bytes at a multiple of 64.</summary>
    public void Start(byte* arena) => _session = new CompiledSession(Plan, Arena.Over(arena));

    public int InputBytes(int index) => Plan.Tensors[Plan.InputNumbers[index]].ByteCount;

    public int OutputBytes(int index) => Plan.Tensors[Plan.OutputNumbers[index]].ByteCount;

    /// <summary>Bytes of the tensor that a step writes.</summary>
    public int WrittenBytes(int step) => Plan.Tensors[Plan.Code[step].Writes].ByteCount;

    /// <summary>The index in the model of the tensor that a step writes.</summary>
    public int WrittenTensor(int step) => Plan.Tensors[Plan.Code[step].Writes].ModelIndex;

    public void SetInput(int index, byte* source) => Session.SetInput(index, new ReadOnlySpan<byte>(source, InputBytes(index)));

    public void Run() => Session.Run();

    /// <summary>Runs, and calls back with the number of each step that was just done.</summary>
    public void Run(delegate* unmanaged<int, void> finished) => Session.Run(new Callback(finished));

    /// <summary>One step alone, on what its tensors hold.</summary>
    public void RunStep(int step) => Session.RunStep(step);

    public void CopyOutput(int index, byte* destination) => Session.CopyOutput(index, new Span<byte>(destination, OutputBytes(index)));

    /// <summary>What a step wrote; only in the callback of this step is it sure to be there still.</summary>
    public void CopyWritten(int step, byte* destination) => Session.CopyWritten(step, new Span<byte>(destination, WrittenBytes(step)));

    private sealed class Callback(delegate* unmanaged<int, void> finished) : IStepObserver
    {
        public void StepStarting(int index)
        {
        }

        public void StepFinished(int index) => finished(index);
    }
}
