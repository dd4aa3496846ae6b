using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CoreLibPatcher;

/// <summary>The library's flavour for x64 has intrinsics of x64 only; here they change places with those of ARM.</summary>
internal static class Intrinsics
{
    private const string Attribute = "IntrinsicAttribute";

    public static void Patch(ModuleDefinition module)
    {
        TypeDefinition attributeType = module.GetType("System.Runtime.CompilerServices." + Attribute);
        MethodDefinition constructor = attributeType.Methods.Single(m => m.IsConstructor && !m.IsStatic);
        foreach (TypeDefinition type in Types(module, "System.Runtime.Intrinsics.Arm").Where(t => t.IsClass && t.IsAbstract))
        {
            if (!type.CustomAttributes.Any(a => a.AttributeType.Name == Attribute))
                type.CustomAttributes.Add(new CustomAttribute(constructor));
            foreach (MethodDefinition method in type.Methods.Where(m => m.IsStatic && !m.IsConstructor && m.HasBody))
                CallItself(method);
        }

        foreach (TypeDefinition type in Types(module, "System.Runtime.Intrinsics.X86"))
        {
            foreach (CustomAttribute attribute in type.CustomAttributes.Where(a => a.AttributeType.Name == Attribute).ToList())
                type.CustomAttributes.Remove(attribute);
            foreach (MethodDefinition method in type.Methods.Where(m => m.IsStatic && m.HasBody))
                MakeUnsupported(method);
        }
    }

    private static TypeDefinition[] Types(ModuleDefinition module, string @namespace) =>
        [.. module.Types.Where(t => t.Namespace == @namespace).SelectMany(Bodies.WithNested)];

    /// <summary>An intrinsic's body calls itself: the compiler replaces the call by the instruction.</summary>
    private static void CallItself(MethodDefinition method)
    {
        ILProcessor il = Bodies.Replace(method);
        foreach (ParameterDefinition parameter in method.Parameters)
            il.Emit(OpCodes.Ldarg, parameter);
        il.Emit(OpCodes.Call, method);
        il.Emit(OpCodes.Ret);
    }

    private static void MakeUnsupported(MethodDefinition method)
    {
        ILProcessor il = Bodies.Replace(method);
        bool asksForSupport = method.Name == "get_IsSupported";
        il.Emit(asksForSupport ? OpCodes.Ldc_I4_0 : OpCodes.Ldnull);
        il.Emit(asksForSupport ? OpCodes.Ret : OpCodes.Throw);
    }
}
