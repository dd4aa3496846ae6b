using System.Runtime.InteropServices;
using EdgeVision.Runtime;

namespace EdgeVision.Arm64Program;

/// <summary>Compiled plans, for model.c.</summary>
internal static unsafe class ModelExports
{
    [UnmanagedCallersOnly(EntryPoint = "plan_load")]
    public static int Load(byte* plan, long length)
    {
        FreestandingPlan.Load(plan, length);
        return FreestandingPlan.ArenaBytes;
    }

    [UnmanagedCallersOnly(EntryPoint = "plan_start")]
    public static void Start(byte* arena) => FreestandingPlan.Start(arena);

    [UnmanagedCallersOnly(EntryPoint = "plan_input_bytes")]
    public static int InputBytes(int index) => FreestandingPlan.InputBytes(index);

    [UnmanagedCallersOnly(EntryPoint = "plan_set_input")]
    public static void SetInput(int index, byte* source) => FreestandingPlan.SetInput(index, source);

    [UnmanagedCallersOnly(EntryPoint = "plan_run")]
    public static void Run() => FreestandingPlan.Run();

    [UnmanagedCallersOnly(EntryPoint = "plan_run_stepwise")]
    public static void RunStepwise(delegate* unmanaged<int, void> finished) => FreestandingPlan.Run(finished);

    [UnmanagedCallersOnly(EntryPoint = "plan_run_step")]
    public static void RunStep(int step) => FreestandingPlan.RunStep(step);

    [UnmanagedCallersOnly(EntryPoint = "plan_output_bytes")]
    public static int OutputBytes(int index) => FreestandingPlan.OutputBytes(index);

    [UnmanagedCallersOnly(EntryPoint = "plan_copy_output")]
    public static void CopyOutput(int index, byte* destination) => FreestandingPlan.CopyOutput(index, destination);

    [UnmanagedCallersOnly(EntryPoint = "plan_written_bytes")]
    public static int WrittenBytes(int step) => FreestandingPlan.WrittenBytes(step);

    [UnmanagedCallersOnly(EntryPoint = "plan_written_tensor")]
    public static int WrittenTensor(int step) => FreestandingPlan.WrittenTensor(step);

    [UnmanagedCallersOnly(EntryPoint = "plan_copy_written")]
    public static void CopyWritten(int step, byte* destination) => FreestandingPlan.CopyWritten(step, destination);
}
