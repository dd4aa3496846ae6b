using System.Runtime.InteropServices;
using EdgeVision.Runtime;

namespace EdgeVision.Arm64Program;

/// <summary>A compiled plan, for model.c; one at a time.</summary>
internal static unsafe class ModelExports
{
    private static FreestandingPlan _plan = null!;

    [UnmanagedCallersOnly(EntryPoint = "plan_load")]
    public static int Load(byte* plan, long length)
    {
        _plan = new FreestandingPlan(plan, length);
        return _plan.ArenaBytes;
    }

    [UnmanagedCallersOnly(EntryPoint = "plan_start")]
    public static void Start(byte* arena) => _plan.Start(arena);

    [UnmanagedCallersOnly(EntryPoint = "plan_input_bytes")]
    public static int InputBytes(int index) => _plan.InputBytes(index);

    [UnmanagedCallersOnly(EntryPoint = "plan_set_input")]
    public static void SetInput(int index, byte* source) => _plan.SetInput(index, source);

    [UnmanagedCallersOnly(EntryPoint = "plan_run")]
    public static void Run() => _plan.Run();

    [UnmanagedCallersOnly(EntryPoint = "plan_run_stepwise")]
    public static void RunStepwise(delegate* unmanaged<int, void> finished) => _plan.Run(finished);

    [UnmanagedCallersOnly(EntryPoint = "plan_run_step")]
    public static void RunStep(int step) => _plan.RunStep(step);

    [UnmanagedCallersOnly(EntryPoint = "plan_output_bytes")]
    public static int OutputBytes(int index) => _plan.OutputBytes(index);

    [UnmanagedCallersOnly(EntryPoint = "plan_copy_output")]
    public static void CopyOutput(int index, byte* destination) => _plan.CopyOutput(index, destination);

    [UnmanagedCallersOnly(EntryPoint = "plan_written_bytes")]
    public static int WrittenBytes(int step) => _plan.WrittenBytes(step);

    [UnmanagedCallersOnly(EntryPoint = "plan_written_tensor")]
    public static int WrittenTensor(int step) => _plan.WrittenTensor(step);

    [UnmanagedCallersOnly(EntryPoint = "plan_copy_written")]
    public static void CopyWritten(int step, byte* destination) => _plan.CopyWritten(step, destination);
}
