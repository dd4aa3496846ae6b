using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>
/// What a published program does not contain, because not every CPU could run it, is compiled when it is first called: methods with a loop are
/// optimized then, others only after a second or two. So these have to be inlined into a loop, or be called once in a run.
/// </summary>
public class FullyCompiledTests
{
    private static readonly Type[] NotPublished =
        [typeof(Vector512), typeof(Vector512<>), typeof(Avx512F), typeof(Avx512BW), typeof(Avx512BW.VL), typeof(Avx512DQ), typeof(Avx512Vbmi), typeof(Dp)];

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    [Fact]
    public void Methods_that_are_compiled_at_their_first_call_loop_or_are_inlined()
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        int loops = 0;
        var slow = new List<string>();
        foreach (MethodInfo method in typeof(PointwiseConv).Assembly.GetTypes().SelectMany(type => type.GetMethods(All)))
        {
            (bool calls, bool isLoop) = Read(method);
            loops += calls && isLoop ? 1 : 0;
            if (calls && !isLoop && !method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining))
                slow.Add($"{method.DeclaringType!.Name}.{method.Name}");
        }

        Assert.Empty(slow);
        Assert.InRange(loops, 15, int.MaxValue);
    }

    [Fact]
    public void What_is_looked_for_is_found()
    {
        Assert.Equal((true, false), Read(((Func<Vector512<int>, Vector512<int>>)Twice).Method));
        Assert.Equal((true, true), Read(((Func<int, Vector512<int>>)Doubled).Method));
        Assert.Equal((false, true), Read(((Func<int, int>)Halved).Method));
    }

    private static Vector512<int> Twice(Vector512<int> x) => x + x;

    private static Vector512<int> Doubled(int times)
    {
        Vector512<int> x = Vector512<int>.One;
        for (int i = 0; i < times; i++)
            x += x;
        return x;
    }

    private static int Halved(int x)
    {
        while (x % 2 == 0)
            x /= 2;
        return x;
    }

    /// <summary>Whether a method calls what is not published, and whether it jumps back.</summary>
    private static (bool Calls, bool IsLoop) Read(MethodInfo method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            return default;
        (bool calls, bool isLoop) = (false, false);
        for (int at = 0; at < code.Length;)
        {
            int start = at;
            short value = code[at++];
            OpCode opcode = OpCodesByValue[value == 0xFE ? (short)((0xFE << 8) | code[at++]) : value];
            int length = Length(opcode, code, at), next = at + length;
            isLoop |= opcode.OperandType switch
            {
                OperandType.ShortInlineBrTarget => next + (sbyte)code[at] <= start,
                OperandType.InlineBrTarget => next + BitConverter.ToInt32(code, at) <= start,
                _ => false,
            };
            if (opcode.OperandType == OperandType.InlineMethod)
                calls |= IsNotPublished(method, BitConverter.ToInt32(code, at));
            at = next;
        }

        return (calls, isLoop);
    }

    private static bool IsNotPublished(MethodInfo caller, int token)
    {
        Type[]? ofType = caller.DeclaringType!.IsGenericType ? caller.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = caller.IsGenericMethod ? caller.GetGenericArguments() : null;
        MethodBase called = caller.Module.ResolveMethod(token, ofType, ofMethod)!;
        Type? type = called.DeclaringType;
        return type is not null && NotPublished.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type)
            && called.Name is not "get_IsSupported" and not "get_IsHardwareAccelerated";
    }

    private static int Length(OpCode opcode, byte[] code, int at) => opcode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
