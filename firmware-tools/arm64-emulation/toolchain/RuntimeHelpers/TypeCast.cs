using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Internal.Runtime;

namespace System.Runtime;

/// <summary>Casts, without the variance of interfaces and arrays.</summary>
public static unsafe class TypeCast
{
    public static object? IsInstanceOfAny(MethodTable* type, object? value) => IsInstanceOfClass(type, value) ?? IsInstanceOfInterface(type, value);

    public static object? IsInstanceOfClass(MethodTable* type, object? value) => value != null && Derives(type, value) ? value : null;

    public static bool IsInstanceOfException(MethodTable* type, object? value) => Derives(type, value);

    public static object? IsInstanceOfInterface(MethodTable* type, object? value)
    {
        if (value == null)
            return null;
        MethodTable* own = Native.TypeOf(value);
        for (int i = 0; i < own->Interfaces; i++)
        {
            if (MethodTable.InterfacesOf(own)[i] == type)
                return value;
        }

        return null;
    }

    public static object? CheckCastAny(MethodTable* type, object? value)
    {
        if (value != null && IsInstanceOfAny(type, value) == null)
            Native.Fail(FailureCode.CastToClass);
        return value;
    }

    public static object? CheckCastClass(MethodTable* type, object? value)
    {
        if (value != null && !Derives(type, value))
            Native.Fail(FailureCode.CastToClass);
        return value;
    }

    public static object? CheckCastClassSpecial(MethodTable* type, object? value) => CheckCastClass(type, value);

    public static object? CheckCastInterface(MethodTable* type, object? value)
    {
        if (value != null && IsInstanceOfInterface(type, value) == null)
            Native.Fail(FailureCode.CastToInterface);
        return value;
    }

    /// <summary>Stores without the check that the element fits the array's type.</summary>
    public static void StelemRef(object?[] array, nint index, object? value) => ElementOf(array, index) = value;

    public static ref object? LdelemaRef(object?[] array, nint index, MethodTable* type) => ref ElementOf(array, index);

    private static ref object? ElementOf(object?[] array, nint index)
    {
        if ((nuint)index >= (nuint)array.Length)
            Native.Fail(FailureCode.ArrayIndex);
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index);
    }

    private static bool Derives(MethodTable* type, object? value)
    {
        for (MethodTable* own = Native.TypeOf(value); own != null; own = own->Base)
        {
            if (own == type)
                return true;
        }

        return false;
    }
}
