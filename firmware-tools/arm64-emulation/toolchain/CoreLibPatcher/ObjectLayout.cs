using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CoreLibPatcher;

/// <summary>Fields and methods by which the compiler knows objects, arrays and delegates; it takes their layout from declared fields.</summary>
internal static class ObjectLayout
{
    public static void Patch(ModuleDefinition module)
    {
        TypeReference address = module.TypeSystem.IntPtr;
        module.GetType("System.Object").Fields.Add(new FieldDefinition("m_pEEType", FieldAttributes.Private, address));
        module.GetType("System.Array").Fields.Add(new FieldDefinition("_numComponents", FieldAttributes.Private, module.TypeSystem.Int32));

        TypeDefinition type = module.GetType("System.Delegate");
        FieldDefinition target = Rename(type, "_target", "_firstParameter");
        FieldDefinition helper = Rename(type, "_methodBase", "_helperObject");
        FieldDefinition extra = Rename(type, "_methodPtr", "_extraFunctionPointerOrData");
        FieldDefinition function = Rename(type, "_methodPtrAux", "_functionPointer");
        helper.FieldType = module.TypeSystem.Object;

        // The compiler calls these in place of a delegate's constructor: (first parameter, function), or with a thunk (…, …, thunk).
        Add(module, "InitializeClosedInstance", [(target, OpCodes.Ldarg_1), (function, OpCodes.Ldarg_2)]);
        (FieldDefinition, OpCode)[] withThunk =
            [(target, OpCodes.Ldarg_0), (helper, OpCodes.Ldarg_1), (extra, OpCodes.Ldarg_2), (function, OpCodes.Ldarg_3)];
        Add(module, "InitializeOpenStaticThunk", withThunk);
        Add(module, "InitializeClosedStaticThunk", withThunk);
    }

    private static FieldDefinition Rename(TypeDefinition type, string from, string to)
    {
        FieldDefinition field = type.Fields.Single(f => f.Name == from);
        field.Name = to;
        return field;
    }

    private static void Add(ModuleDefinition module, string name, (FieldDefinition Field, OpCode Value)[] assignments)
    {
        var method = new MethodDefinition(name, MethodAttributes.Private | MethodAttributes.HideBySig, module.TypeSystem.Void);
        method.Parameters.Add(new ParameterDefinition("firstParameter", ParameterAttributes.None, module.TypeSystem.Object));
        method.Parameters.Add(new ParameterDefinition("function", ParameterAttributes.None, module.TypeSystem.IntPtr));
        if (assignments.Length > 2)
            method.Parameters.Add(new ParameterDefinition("thunk", ParameterAttributes.None, module.TypeSystem.IntPtr));
        ILProcessor il = method.Body.GetILProcessor();
        foreach ((FieldDefinition field, OpCode value) in assignments)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(value);
            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ret);
        module.GetType("System.Delegate").Methods.Add(method);
    }
}
