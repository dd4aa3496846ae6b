using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

/// <summary>Allocation and boxing.</summary>
public static unsafe class RuntimeExports
{
    public static object RhNewObject(MethodTable* type) => Native.AsObject(Native.Allocate(type, 0));

    public static Array RhNewArray(MethodTable* type, int length) => Unsafe.As<Array>(Native.AsObject(Native.Allocate(type, length)));

    public static object RhBox(MethodTable* type, ref byte data)
    {
        // The base size counts the descriptor's address and the header before it.
        nint address = Native.Allocate(type, 0);
        Unsafe.CopyBlockUnaligned(ref DataAt(address), ref data, type->BaseSize - 2 * (uint)sizeof(nint));
        return Native.AsObject(address);
    }

    public static object RhBoxAny(ref byte data, MethodTable* type) => RhBox(type, ref data);

    public static ref byte RhUnbox2(MethodTable* type, object value)
    {
        RhUnboxTypeTest(type, Native.TypeOf(value));
        return ref DataAt(Unsafe.As<object, nint>(ref value));
    }

    public static void RhUnboxTypeTest(MethodTable* type, MethodTable* boxed)
    {
        if (type != boxed)
            Native.Fail(FailureCode.Unbox);
    }

    public static void RhUnboxNullable(ref byte data, MethodTable* type, object value) => Native.Fail(FailureCode.Unbox);

    public static void RhUnbox(object value, ref byte data, MethodTable* type) => Native.Fail(FailureCode.Unbox);

    private static ref byte DataAt(nint address) => ref *((byte*)address + sizeof(nint));
}

/// <summary>Binds a method without a body to a C function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RuntimeImportAttribute : Attribute
{
    public RuntimeImportAttribute(string library, string function)
    {
    }

    public RuntimeImportAttribute(string function)
    {
    }
}
