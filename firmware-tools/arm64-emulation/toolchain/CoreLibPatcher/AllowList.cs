using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CoreLibPatcher;

/// <summary>
/// What of the core library is compiled: types, namespaces (<c>N.*</c>) and methods (<c>Type::Name</c>), one a line. Everything else ends
/// the program and names itself, instead of bringing the rest of the framework with what that needs of a runtime.
/// </summary>
internal sealed class AllowList
{
    private static readonly string[] Formatting = ["ToString", "TryFormat", "Format"];
    private static readonly string[] ExceptionMembers = ["set_HResult", "get_HResult"];
    private readonly HashSet<string> _entries;

    private AllowList(IEnumerable<string> entries) => _entries = [.. entries];

    public static AllowList Read(string file) => new(File.ReadLines(file).Select(line => line.Trim()).Where(line => line != "" && line[0] != '#'));

    public void StubOthers(ModuleDefinition module, MethodReference notAllowed)
    {
        foreach (MethodDefinition method in module.Types.SelectMany(Bodies.WithNested).SelectMany(t => t.Methods).Where(m => m.HasBody && !Allows(m)))
        {
            ILProcessor il = Bodies.Replace(method);
            if (method.IsConstructor && method.IsStatic)
            {
                il.Emit(OpCodes.Ret); // it runs before anything of the type, needed or not
                continue;
            }

            il.Emit(OpCodes.Ldstr, method.DeclaringType.FullName + "::" + method.Name);
            il.Emit(OpCodes.Call, notAllowed);
            il.Emit(OpCodes.Ldnull);
            il.Emit(OpCodes.Throw);
        }
    }

    private bool Allows(MethodDefinition method)
    {
        TypeDefinition type = method.DeclaringType;
        if (type.FullName == "System.String" || _entries.Contains(type.FullName + "::" + method.Name))
            return true;
        if (Formatting.Contains(method.Name))
            return false;

        // Of an exception only what makes it: it is never caught.
        return IsException(type)
            ? method.IsConstructor || method.IsStatic || ExceptionMembers.Contains(method.Name)
            : AllowsType(type);
    }

    private bool AllowsType(TypeDefinition? type) =>
        type != null
        && (_entries.Contains(type.FullName)
            || (type.Namespace != "" && _entries.Contains(type.Namespace + ".*"))
            || AllowsType(type.DeclaringType));

    private static bool IsException(TypeDefinition? type) =>
        type != null && (type.FullName == "System.Exception" || IsException(type.BaseType as TypeDefinition));
}
