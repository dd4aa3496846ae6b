using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>
/// A compiled plan for callers without .NET, such as the ARM64 emulation: one plan at a time, addresses and numbers only. A plan that cannot be
/// used throws, which ends the process there.
/// </summary>
internal static unsafe class FreestandingPlan
{
    private static CompiledPlan? _plan;
    private static CompiledSession? _session;

    public static int ArenaBytes => Plan.ArenaBytes;

    public static int InputCount => Plan.InputNumbers.Length;

    public static int OutputCount => Plan.OutputNumbers.Length;

    public static int StepCount => Plan.Code.Length;

    private static CompiledPlan Plan => _plan!;

    private static CompiledSession Session => _session!;

    /// <summary>Checks a plan, which starts at a multiple of 64 and stays where it is.</summary>
    public static void Load(byte* plan, long length)
    {
        _session = null;
        _plan = PlanLoader.Load(plan, length, new object(), IsaPolicy.Auto, out _);
    }

    /// <summary>Gives the plan its arena: <see cref="ArenaBytes"/> bytes at a multiple of 64.</summary>
    public static void Start(byte* arena) => _session = new CompiledSession(Plan, Arena.Over(arena));

    public static int InputBytes(int index) => Plan.Tensors[Plan.InputNumbers[index]].ByteCount;

    public static int OutputBytes(int index) => Plan.Tensors[Plan.OutputNumbers[index]].ByteCount;

    /// <summary>Bytes of the tensor that a step writes.</summary>
    public static int WrittenBytes(int step) => Plan.Tensors[Plan.Code[step].Writes].ByteCount;

    /// <summary>The index in the model of the tensor that a step writes.</summary>
    public static int WrittenTensor(int step) => Plan.Tensors[Plan.Code[step].Writes].ModelIndex;

    public static void SetInput(int index, byte* source) => Session.SetInput(index, new ReadOnlySpan<byte>(source, InputBytes(index)));

    public static void Run() => Session.Run();

    /// <summary>Runs, and calls back with the number of each step that was just done.</summary>
    public static void Run(delegate* unmanaged<int, void> finished) => Session.Run(new Callback(finished));

    /// <summary>One step alone, on what its tensors hold.</summary>
    public static void RunStep(int step) => Session.RunStep(step);

    public static void CopyOutput(int index, byte* destination) => Session.CopyOutput(index, new Span<byte>(destination, OutputBytes(index)));

    /// <summary>What a step wrote; only in the callback of this step is it sure to be there still.</summary>
    public static void CopyWritten(int step, byte* destination) => Session.CopyWritten(step, new Span<byte>(destination, WrittenBytes(step)));

    private sealed class Callback(delegate* unmanaged<int, void> finished) : IStepObserver
    {
        public void StepStarting(int index)
        {
        }

        public void StepFinished(int index) => finished(index);
    }
}
