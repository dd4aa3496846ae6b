using Mono.Cecil;

namespace CoreLibPatcher;

/// <summary>Types of the helper assembly stand in the core library, under the names that the compiler looks for.</summary>
internal sealed class HelperForwarders(ModuleDefinition module, ModuleDefinition helpers)
{
    private const TypeAttributes Forwarder = (TypeAttributes)0x00200000;

    private readonly AssemblyNameReference _assembly = new(helpers.Assembly.Name.Name, helpers.Assembly.Name.Version);

    public void Add()
    {
        module.AssemblyReferences.Add(_assembly);
        foreach (TypeDefinition type in helpers.Types.Where(t => t.IsPublic))
        {
            // The library itself keeps using its own type of that name.
            if (module.GetType(type.FullName) is { } own)
                own.Name += "__original";
            module.ExportedTypes.Add(new ExportedType(type.Namespace, type.Name, module, _assembly) { Attributes = Forwarder });
        }
    }

    public MethodReference NotAllowed() => Native("NotAllowed", module.TypeSystem.Void, module.TypeSystem.String);

    public MethodReference NewString() => Native("NewString", module.TypeSystem.String, module.TypeSystem.IntPtr);

    public MethodReference RuntimeImport()
    {
        var type = new TypeReference("System.Runtime", "RuntimeImportAttribute", module, _assembly);
        var constructor = new MethodReference(".ctor", module.TypeSystem.Void, type) { HasThis = true };
        constructor.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        constructor.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        return constructor;
    }

    private MethodReference Native(string name, TypeReference result, TypeReference parameter)
    {
        var method = new MethodReference(name, result, new TypeReference("Internal.Runtime", "Native", module, _assembly)) { HasThis = false };
        method.Parameters.Add(new ParameterDefinition(parameter));
        return method;
    }
}
