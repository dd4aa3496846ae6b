using Internal.Runtime;

namespace System.Runtime.CompilerServices;

/// <summary>A class's static constructor; no address once it has run.</summary>
public struct StaticClassConstructionContext
{
    public nint cctorMethodAddress;
}

/// <summary>Because these types exist, the compiler runs static constructors when they are needed, not all of them at the start.</summary>
public static unsafe class ClassConstructorRunner
{
    public static object? CheckStaticClassConstructionReturnGCStaticBase(ref StaticClassConstructionContext context, object? statics)
    {
        CheckStaticClassConstruction(ref context);
        return statics;
    }

    public static nint CheckStaticClassConstructionReturnNonGCStaticBase(ref StaticClassConstructionContext context, nint statics)
    {
        CheckStaticClassConstruction(ref context);
        return statics;
    }

    public static object? CheckStaticClassConstructionReturnThreadStaticBase(ref StaticClassConstructionContext context, object? statics)
    {
        CheckStaticClassConstruction(ref context);
        return statics;
    }

    public static void CheckStaticClassConstruction(ref StaticClassConstructionContext context)
    {
        nint constructor = context.cctorMethodAddress;
        if (constructor == 0)
            return;
        context.cctorMethodAddress = 0; // first, so that the constructor may use its own class
        nint before = Native.BeginStatics();
        ((delegate*<void>)constructor)();
        Native.EndStatics(before);
    }
}
