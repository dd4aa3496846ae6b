using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeVision.Runtime;

namespace EdgeVision.CLibrary;

/// <summary>What library.c calls. Without a collector objects stay where they are, so C keeps a plan by its address.</summary>
internal static unsafe class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "plan_load")]
    public static nint Load(byte* file, long length)
    {
        var plan = new FreestandingPlan(file, length);
        return Unsafe.As<FreestandingPlan, nint>(ref plan);
    }

    [UnmanagedCallersOnly(EntryPoint = "plan_start")]
    public static void Start(nint plan, byte* arena) => At(plan).Start(arena);

    [UnmanagedCallersOnly(EntryPoint = "plan_arena_bytes")]
    public static int ArenaBytes(nint plan) => At(plan).ArenaBytes;

    [UnmanagedCallersOnly(EntryPoint = "plan_input_count")]
    public static int InputCount(nint plan) => At(plan).InputCount;

    [UnmanagedCallersOnly(EntryPoint = "plan_output_count")]
    public static int OutputCount(nint plan) => At(plan).OutputCount;

    [UnmanagedCallersOnly(EntryPoint = "plan_input_bytes")]
    public static int InputBytes(nint plan, int index) => At(plan).InputBytes(index);

    [UnmanagedCallersOnly(EntryPoint = "plan_output_bytes")]
    public static int OutputBytes(nint plan, int index) => At(plan).OutputBytes(index);

    [UnmanagedCallersOnly(EntryPoint = "plan_set_input")]
    public static void SetInput(nint plan, int index, byte* source) => At(plan).SetInput(index, source);

    [UnmanagedCallersOnly(EntryPoint = "plan_run")]
    public static void Run(nint plan) => At(plan).Run();

    [UnmanagedCallersOnly(EntryPoint = "plan_copy_output")]
    public static void CopyOutput(nint plan, int index, byte* destination) => At(plan).CopyOutput(index, destination);

    private static FreestandingPlan At(nint plan) => Unsafe.As<nint, FreestandingPlan>(ref plan);
}
