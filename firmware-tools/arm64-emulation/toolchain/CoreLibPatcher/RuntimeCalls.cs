using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CoreLibPatcher;

/// <summary>Methods that the real runtime implements itself.</summary>
internal static class RuntimeCalls
{
    private static readonly Dictionary<string, string> DifferentInC = new() { ["ceiling"] = "ceil", ["abs"] = "fabs" };

    public static void Patch(ModuleDefinition module, HelperForwarders helpers)
    {
        BindMathToC(module, helpers.RuntimeImport());
        foreach (MethodDefinition method in Of(module, "System.String", "FastAllocateString"))
            AllocateString(method, helpers.NewString());
        foreach (MethodDefinition method in Of(module, "System.GC", "AllocateArray").Concat(Of(module, "System.GC", "AllocateUninitializedArray")))
            AllocateArray(method);
        UseKeysAsMessages(module.GetType("System.SR"));
    }

    private static IEnumerable<MethodDefinition> Of(ModuleDefinition module, string type, string name) =>
        module.GetType(type).Methods.Where(m => m.Name == name && m.HasBody);

    private static void BindMathToC(ModuleDefinition module, MethodReference runtimeImport)
    {
        foreach ((string type, string suffix) in new[] { ("System.Math", ""), ("System.MathF", "f") })
        {
            foreach (MethodDefinition method in module.GetType(type).Methods.Where(m => m.IsInternalCall))
            {
                string name = method.Name.ToLowerInvariant(), function = DifferentInC.GetValueOrDefault(name, name) + suffix;
                var attribute = new CustomAttribute(runtimeImport);
                attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, "*"));
                attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, function));
                method.CustomAttributes.Add(attribute);
            }
        }
    }

    private static void AllocateString(MethodDefinition method, MethodReference newString)
    {
        ILProcessor il = Bodies.Replace(method);
        il.Emit(OpCodes.Ldarg, method.Parameters[^1]);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Call, newString);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>Nothing is ever moved, so every array is pinned.</summary>
    private static void AllocateArray(MethodDefinition method)
    {
        ILProcessor il = Bodies.Replace(method);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newarr, method.GenericParameters[0]);
        il.Emit(OpCodes.Ret);
    }

    private static void UseKeysAsMessages(TypeDefinition resources)
    {
        foreach (MethodDefinition method in resources.Methods.Where(m => m.Name is "GetResourceString" or "InternalGetResourceString"))
        {
            ILProcessor il = Bodies.Replace(method);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ret);
        }

        if (resources.Methods.SingleOrDefault(m => m.Name == ".cctor") is { } constructor)
            resources.Methods.Remove(constructor);
    }
}
