namespace Internal.Runtime.CompilerHelpers
{
    /// <summary>What compiled code calls where it must throw: nothing is caught in the emulation, so it ends.</summary>
    public static class ThrowHelpers
    {
        public static void ThrowOverflowException() => Native.Fail(FailureCode.Overflow);

        public static void ThrowIndexOutOfRangeException() => Native.Fail(FailureCode.IndexOutOfRange);

        public static void ThrowNullReferenceException() => Native.Fail(FailureCode.NullReference);

        public static void ThrowDivideByZeroException() => Native.Fail(FailureCode.DivideByZero);

        public static void ThrowArrayTypeMismatchException() => Native.Fail(FailureCode.OtherThrow);

        public static void ThrowPlatformNotSupportedException() => Native.Fail(FailureCode.OtherThrow);

        public static void ThrowNotImplementedException() => Native.Fail(FailureCode.OtherThrow);

        public static void ThrowArgumentException() => Native.Fail(FailureCode.OtherThrow);

        public static void ThrowArgumentOutOfRangeException() => Native.Fail(FailureCode.OtherThrow);

        public static void ThrowTypeNotSupportedException() => Native.Fail(FailureCode.OtherThrow);

        public static void ThrowBodyRemoved() => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowFeatureBodyRemoved() => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowInstanceBodyRemoved() => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowUnavailableType() => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowTypeLoadException(int id, string type, string assembly) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowTypeLoadExceptionWithArgument(int id, string type, string assembly, string argument) =>
            Native.Fail(FailureCode.CannotLoad);

        public static void ThrowMissingMethodException(int id, string method) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowMissingFieldException(int id, string field) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowFileNotFoundException(int id, string file) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowInvalidProgramException(int id) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowInvalidProgramExceptionWithArgument(int id, string argument) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowMarshalDirectiveException(int id) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowAmbiguousMatchException(int id) => Native.Fail(FailureCode.CannotLoad);

        public static void ThrowBadImageFormatException(int id) => Native.Fail(FailureCode.CannotLoad);
    }

    /// <summary>The compiler asks for its existence only.</summary>
    public static class InteropHelpers
    {
    }

    /// <summary>There is no reflection.</summary>
    public static unsafe class LdTokenHelpers
    {
        public static RuntimeTypeHandle GetRuntimeTypeHandle(nint token) => Fail<RuntimeTypeHandle>();

        public static RuntimeMethodHandle GetRuntimeMethodHandle(nint token) => Fail<RuntimeMethodHandle>();

        public static RuntimeFieldHandle GetRuntimeFieldHandle(nint token) => Fail<RuntimeFieldHandle>();

        public static Type GetRuntimeType(nint token) => Fail<Type>();

        public static Type GetRuntimeType(MethodTable* token) => Fail<Type>();

        private static T Fail<T>()
        {
            Native.Fail(FailureCode.Reflection);
            return default!;
        }
    }
}

namespace Internal.Runtime
{
    /// <summary>There is one thread.</summary>
    public static class ThreadStatics
    {
        public static object? GetThreadStaticBaseForType(nint module, int index)
        {
            Native.Fail(FailureCode.ThreadStatic);
            return null;
        }
    }
}

namespace System
{
    /// <summary>What arrays would take their generic interfaces from: none.</summary>
    public class Array<T>
    {
    }
}

namespace System.Runtime.InteropServices
{
    /// <summary>Interface dispatch asks whether an object is one; none is.</summary>
    public interface IDynamicInterfaceCastable
    {
        bool IsInterfaceImplemented(RuntimeTypeHandle type, bool canThrow);

        RuntimeTypeHandle GetInterfaceImplementation(RuntimeTypeHandle type);

        static nint GetDynamicInterfaceImplementation(IDynamicInterfaceCastable value, nint type, ushort slot) => default;
    }
}
