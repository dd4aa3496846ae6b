using System; using System.IO; using System.Linq; using System.Collections.Generic; using Mono.Cecil; using Mono.Cecil.Cil;
// args: in CoreLib, helper dll, out CoreLib
var m = ModuleDefinition.ReadModule(args[0]);
var h = ModuleDefinition.ReadModule(args[1]);
var intrinsicCtor = m.GetType("System.Runtime.CompilerServices.IntrinsicAttribute").Methods.First(x => x.IsConstructor && !x.IsStatic);
int nt = 0, nm = 0;
void PatchArm(TypeDefinition t) {
  if (t.IsClass && !t.IsEnum && t.IsAbstract) {
    if (!t.CustomAttributes.Any(a => a.AttributeType.Name == "IntrinsicAttribute")) t.CustomAttributes.Add(new CustomAttribute(intrinsicCtor));
    nt++;
    foreach (var x in t.Methods) {
      if (!x.IsStatic || x.IsConstructor || !x.HasBody) continue;
      var b = x.Body = new MethodBody(x);
      var il = b.GetILProcessor();
      for (int i = 0; i < x.Parameters.Count; i++) il.Emit(OpCodes.Ldarg, x.Parameters[i]);
      il.Emit(OpCodes.Call, x); il.Emit(OpCodes.Ret); nm++;
    }
  }
  foreach (var n in t.NestedTypes) PatchArm(n);
}
foreach (var t in m.Types.Where(t => t.Namespace == "System.Runtime.Intrinsics.Arm").ToList()) PatchArm(t);
Console.WriteLine($"Arm: {nt} classes, {nm} methods made intrinsic");
// The reverse for the x86 classes, which are real intrinsics in the x64 flavour: never supported on arm64.
int nx = 0;
void UnX86(TypeDefinition t) {
  foreach (var a in t.CustomAttributes.Where(a => a.AttributeType.Name == "IntrinsicAttribute").ToList()) t.CustomAttributes.Remove(a);
  foreach (var x in t.Methods) {
    if (!x.IsStatic || !x.HasBody) continue;
    x.Body = new MethodBody(x); var il = x.Body.GetILProcessor(); nx++;
    if (x.Name == "get_IsSupported") { il.Emit(OpCodes.Ldc_I4_0); il.Emit(OpCodes.Ret); } else { il.Emit(OpCodes.Ldnull); il.Emit(OpCodes.Throw); }
  }
  foreach (var n in t.NestedTypes) UnX86(n);
}
foreach (var t in m.Types.Where(t => t.Namespace == "System.Runtime.Intrinsics.X86").ToList()) UnX86(t);
Console.WriteLine($"X86: {nx} methods made unsupported");
var hr = new AssemblyNameReference(h.Assembly.Name.Name, h.Assembly.Name.Version);
m.AssemblyReferences.Add(hr);
int nf = 0;
foreach (var t in h.Types.Where(t => t.IsPublic)) {
  var old = m.GetType(t.FullName); if (old != null) { Console.WriteLine("replacing " + old); old.Name += "__orig"; }
  m.ExportedTypes.Add(new ExportedType(t.Namespace, t.Name, m, hr) { Attributes = (TypeAttributes)0x00200000 }); nf++;
}
Console.WriteLine($"{nf} types forwarded to {hr.Name}");
// Everything outside an allow-list of kernel-relevant types fails loudly (throw null -> abort in the harness)
// instead of dragging the rest of the framework, and the runtime services that it needs, into the object file.
var allow = new HashSet<string>(File.ReadAllLines(args[3]).Select(l => l.Trim()).Where(l => l != "" && l[0] != '#'));
bool Allowed(TypeDefinition t) {
  for (var x = t; x != null; x = x.DeclaringType) if (allow.Contains(x.FullName) || (x.Namespace != "" && allow.Contains(x.Namespace + ".*"))) return true;
  return IsException(t);
}
bool IsException(TypeDefinition t) { for (var x = t; x != null; x = x.BaseType as TypeDefinition) if (x.FullName == "System.Exception") return true; return false; }
int stubbed = 0, kept = 0;
var stubbedRef = new MethodReference("Stubbed", m.TypeSystem.Void, new TypeReference("Internal.Runtime", "Native", m, hr)) { HasThis = false };
stubbedRef.Parameters.Add(new ParameterDefinition(m.TypeSystem.String));
void Stub(TypeDefinition t) {
  if (!t.IsInterface || true) {
    bool a = Allowed(t), ex = IsException(t);
    foreach (var x in t.Methods) {
      if (!x.HasBody) continue;
      if (a && !(ex && (!x.IsConstructor && !x.IsStatic && x.Name != "set_HResult" && x.Name != "get_HResult")) && x.Name != "ToString" && x.Name != "TryFormat" && x.Name != "Format") { kept++; continue; }
      if (t.FullName == "System.String" || allow.Contains(t.FullName + "::" + x.Name)) { kept++; continue; }
      x.Body = new MethodBody(x); var il = x.Body.GetILProcessor();
      if (x.IsConstructor && x.IsStatic) { il.Emit(OpCodes.Ret); stubbed++; continue; }   // static constructors run at start-up, needed or not
      il.Emit(OpCodes.Ldstr, x.DeclaringType.FullName + "::" + x.Name); il.Emit(OpCodes.Call, stubbedRef); il.Emit(OpCodes.Ldnull); il.Emit(OpCodes.Throw); stubbed++;
    }
  }
  foreach (var n in t.NestedTypes) Stub(n);
}
foreach (var t in m.Types.ToList()) Stub(t);
Console.WriteLine($"{stubbed} methods stubbed, {kept} kept");
// Math functions are runtime calls without a body: bind them to libm.
var riType = new TypeReference("System.Runtime", "RuntimeImportAttribute", m, hr);
var ri = new MethodReference(".ctor", m.TypeSystem.Void, riType) { HasThis = true }; ri.Parameters.Add(new ParameterDefinition(m.TypeSystem.String)); ri.Parameters.Add(new ParameterDefinition(m.TypeSystem.String));
int nri = 0;
foreach (var n in new[] { "System.Math", "System.MathF" }) foreach (var x in m.GetType(n).Methods.Where(x => x.IsInternalCall)) {
  var a = new CustomAttribute(ri); a.ConstructorArguments.Add(new CustomAttributeArgument(m.TypeSystem.String, "*"));
  var sym = x.Name.ToLowerInvariant(); if (sym == "ceiling") sym = "ceil"; if (sym == "abs") sym = "fabs"; if (sym == "modf") sym = "modf";
  a.ConstructorArguments.Add(new CustomAttributeArgument(m.TypeSystem.String, sym + (n.EndsWith("F") ? "f" : ""))); x.CustomAttributes.Add(a); nri++;
}
Console.WriteLine($"{nri} math functions bound to libm");
// Object layout: ilc takes it from declared fields.
var ip = m.TypeSystem.IntPtr;
m.GetType("System.Object").Fields.Add(new FieldDefinition("m_pEEType", FieldAttributes.Private, ip));
m.GetType("System.Array").Fields.Add(new FieldDefinition("_numComponents", FieldAttributes.Private, m.TypeSystem.Int32));
// Delegates: the field names and initialisers ilc binds to.
var del = m.GetType("System.Delegate");
FieldDefinition F(string old, string nw) { var f = del.Fields.First(x => x.Name == old); f.Name = nw; return f; }
var dFirst = F("_target", "_firstParameter"); var dHelper = F("_methodBase", "_helperObject"); var dExtra = F("_methodPtr", "_extraFunctionPointerOrData"); var dFn = F("_methodPtrAux", "_functionPointer");
dHelper.FieldType = m.TypeSystem.Object;
void Init(string name, bool thunk) {
  var x = new MethodDefinition(name, MethodAttributes.Private | MethodAttributes.HideBySig, m.TypeSystem.Void);
  x.Parameters.Add(new ParameterDefinition("first", ParameterAttributes.None, m.TypeSystem.Object));
  x.Parameters.Add(new ParameterDefinition("fn", ParameterAttributes.None, ip));
  if (thunk) x.Parameters.Add(new ParameterDefinition("thunk", ParameterAttributes.None, ip));
  var il = x.Body.GetILProcessor();
  void St(FieldDefinition f, OpCode ld) { il.Emit(OpCodes.Ldarg_0); il.Emit(ld); il.Emit(OpCodes.Stfld, f); }
  if (!thunk) { St(dFirst, OpCodes.Ldarg_1); St(dFn, OpCodes.Ldarg_2); }
  else { St(dFirst, OpCodes.Ldarg_0); St(dHelper, OpCodes.Ldarg_1); St(dExtra, OpCodes.Ldarg_2); St(dFn, OpCodes.Ldarg_3); }
  il.Emit(OpCodes.Ret); del.Methods.Add(x);
}
Init("InitializeClosedInstance", false); Init("InitializeOpenStaticThunk", true); Init("InitializeClosedStaticThunk", true);
m.Resources.Clear();
// Resource look-ups are cut: an exception message is its resource key.
foreach (var x in m.GetType("System.SR").Methods.Where(x => x.Name == "GetResourceString" || x.Name == "InternalGetResourceString")) {
  x.Body = new MethodBody(x); var il = x.Body.GetILProcessor(); il.Emit(OpCodes.Ldarg_0); il.Emit(OpCodes.Ret);
}
var cc = m.GetType("System.SR").Methods.FirstOrDefault(x => x.Name == ".cctor"); if (cc != null) m.GetType("System.SR").Methods.Remove(cc);

// Strings are allocated as everything else is.
var newString = new MethodReference("NewString", m.TypeSystem.String, new TypeReference("Internal.Runtime", "Native", m, hr)) { HasThis = false };
newString.Parameters.Add(new ParameterDefinition(m.TypeSystem.IntPtr));
foreach (var x in m.GetType("System.String").Methods.Where(x => x.Name == "FastAllocateString" && x.HasBody)) {
  Console.WriteLine(x);
  x.Body = new MethodBody(x); var il = x.Body.GetILProcessor(); il.Emit(OpCodes.Ldarg, x.Parameters[x.Parameters.Count - 1]); il.Emit(OpCodes.Conv_I); il.Emit(OpCodes.Call, newString); il.Emit(OpCodes.Ret);
}
// Nothing is ever moved, so every array is pinned.
foreach (var x in m.GetType("System.GC").Methods.Where(x => x.Name is "AllocateArray" or "AllocateUninitializedArray" && x.HasGenericParameters)) {
  x.Body = new MethodBody(x); var il = x.Body.GetILProcessor(); il.Emit(OpCodes.Ldarg_0); il.Emit(OpCodes.Newarr, x.GenericParameters[0]); il.Emit(OpCodes.Ret);
}
m.Attributes = ModuleAttributes.ILOnly; m.Architecture = TargetArchitecture.I386; m.Characteristics |= ModuleCharacteristics.NoSEH;
m.Write(args[2]);
