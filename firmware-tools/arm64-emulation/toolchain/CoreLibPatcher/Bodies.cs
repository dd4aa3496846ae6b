using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CoreLibPatcher;

internal static class Bodies
{
    /// <summary>Gives the method a new, empty body.</summary>
    public static ILProcessor Replace(MethodDefinition method)
    {
        method.Body = new MethodBody(method);
        return method.Body.GetILProcessor();
    }

    /// <summary>The type and those nested in it.</summary>
    public static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => [type, .. type.NestedTypes.SelectMany(WithNested)];
}
