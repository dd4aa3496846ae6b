using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>The head of a type descriptor as the compiler emits it.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct MethodTable
{
    public uint Flags;
    public uint BaseSize;
    public MethodTable* Base;
    public ushort VirtualSlots;
    public ushort Interfaces;
    public uint Hash;

    /// <summary>The interfaces' descriptors, after the head and the virtual slots of a type.</summary>
    public static MethodTable** InterfacesOf(MethodTable* type) => (MethodTable**)((nint*)(type + 1) + type->VirtualSlots);
}

/// <summary>The services of native, and what is built on them.</summary>
public static unsafe class Native
{
    /// <summary>Ends the program.</summary>
    [DllImport("runtime", EntryPoint = "runtime_fail"), SuppressGCTransition]
    public static extern void Fail(int code);

    [DllImport("runtime", EntryPoint = "runtime_allocate"), SuppressGCTransition]
    public static extern nint Allocate(MethodTable* type, nint elements);

    /// <summary>From now on objects are made to stay: static fields may refer to them.</summary>
    /// <returns>What <see cref="EndStatics"/> is given.</returns>
    [DllImport("runtime", EntryPoint = "statics_begin"), SuppressGCTransition]
    public static extern nint BeginStatics();

    [DllImport("runtime", EntryPoint = "statics_end"), SuppressGCTransition]
    public static extern void EndStatics(nint before);

    /// <summary>What methods outside the allow-list do: the program ends and names them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NotAllowed(string method)
    {
        fixed (char* text = method)
            ReportNotAllowed(text, method.Length);
    }

    public static string NewString(nint length) => Unsafe.As<string>(AsObject(Allocate(TypeOf("any"), length)));

    public static object AsObject(nint address) => Unsafe.As<nint, object>(ref address);

    /// <summary>Null for null.</summary>
    public static MethodTable* TypeOf(object? value) => value == null ? null : *(MethodTable**)Unsafe.As<object, nint>(ref value);

    [DllImport("runtime", EntryPoint = "runtime_not_allowed"), SuppressGCTransition]
    private static extern void ReportNotAllowed(char* text, int length);
}
