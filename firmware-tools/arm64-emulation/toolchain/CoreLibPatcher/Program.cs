using CoreLibPatcher;
using Mono.Cecil;

// Makes the core library of CoreCLR for x64 one that the compiler takes for ARM64:
//   CoreLibPatcher CORELIB HELPERS ALLOWED OUTPUT
if (args is not [string coreLib, string helperAssembly, string allowed, string output])
{
    Console.Error.WriteLine("usage: CoreLibPatcher System.Private.CoreLib.dll RuntimeHelpers.dll allowed.txt OUTPUT");
    return 2;
}

using var module = ModuleDefinition.ReadModule(coreLib);
using var helpers = ModuleDefinition.ReadModule(helperAssembly);
Intrinsics.Patch(module);
var forwarders = new HelperForwarders(module, helpers);
forwarders.Add();
AllowList.Read(allowed).StubOthers(module, forwarders.NotAllowed());
RuntimeCalls.Patch(module, forwarders);
ObjectLayout.Patch(module);
module.Resources.Clear(); // linker directives that name what is gone

// Code for x64 beside the IL would make the file one that cannot be written.
module.Attributes = ModuleAttributes.ILOnly;
module.Architecture = TargetArchitecture.I386;
module.Characteristics |= ModuleCharacteristics.NoSEH;
module.Write(output);
return 0;
