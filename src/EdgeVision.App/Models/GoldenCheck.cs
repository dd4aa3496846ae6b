using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Models;

/// <summary>Runs a session on a pseudo-random input that needs no file and hashes what comes out.</summary>
internal static class GoldenCheck
{
    /// <summary>The seed of all golden <c>prng</c> inputs.</summary>
    public const uint DefaultSeed = 0x12345678;

    /// <summary>
    /// A policy for each instruction set that this CPU has, the scalar kernels first, whatever <c>EDGEVISION_ISA</c> says.
    /// </summary>
    public static IReadOnlyList<IsaPolicy> PoliciesOfThisCpu()
    {
        var policies = new List<IsaPolicy>();
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            try
            {
                policies.Add(IsaPolicy.UpTo(isa));
            }
            catch (KernelException)
            {
                // this CPU does not have it
            }
        }

        return policies;
    }

    /// <summary>The hash that the product's own plan gives with the kernels of a policy.</summary>
    public static string OutputHash(TfliteModel model, IsaPolicy policy, uint seed)
    {
        using var session = new InferenceSession(ExecutionPlan.Create(model, PlanOptions.Default with { Isa = policy }));
        return OutputHash(session, seed);
    }

    /// <summary>The hash that defines what is right: scalar reference kernels, one step per operator, no shared buffers.</summary>
    public static string ReferenceHash(TfliteModel model, uint seed)
    {
        using var session =
            new InferenceSession(ExecutionPlan.Create(model, PlanOptions.KeepEveryTensor with { Isa = IsaPolicy.UpTo(Isa.Scalar) }));
        return OutputHash(session, seed);
    }

    /// <summary>Bytes for all inputs, from xorshift32 (Marsaglia 2003: shifts 13, 17, 5; the top byte of each state).</summary>
    public static byte[][] Inputs(ExecutionPlan plan, uint seed) => Filled([.. plan.Inputs.Select(input => new byte[input.ByteCount])], seed);

    /// <summary>Writes these bytes into a session's inputs.</summary>
    public static void FillInputs(InferenceSession session, uint seed)
    {
        byte[][] inputs = Inputs(session.Plan, seed);
        for (int i = 0; i < inputs.Length; i++)
            session.SetInput(i, inputs[i]);
    }

    /// <summary>Runs once on the seeded input and returns the SHA-256 of all outputs in the file's own type.</summary>
    public static string OutputHash(InferenceSession session, uint seed)
    {
        FillInputs(session, seed);
        session.Run();
        return Hash([.. session.Plan.Outputs.Select(output => new byte[output.ByteCount])], (index, bytes) => session.CopyOutput(index, bytes));
    }

    /// <summary>The same of a compiled plan.</summary>
    public static string OutputHash(CompiledSession session, uint seed)
    {
        CompiledPlan plan = session.Plan;
        byte[][] inputs = Filled([.. plan.Inputs.Select(input => new byte[input.ByteCount])], seed);
        for (int i = 0; i < inputs.Length; i++)
            session.SetInput(i, inputs[i]);
        session.Run();
        return Hash([.. plan.Outputs.Select(output => new byte[output.ByteCount])], (index, bytes) => session.CopyOutput(index, bytes));
    }

    private static byte[][] Filled(byte[][] inputs, uint seed)
    {
        uint state = seed;
        foreach (byte[] bytes in inputs)
        {
            foreach (ref byte value in bytes.AsSpan())
            {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                value = (byte)(state >> 24);
            }
        }

        return inputs;
    }

    private static string Hash(byte[][] outputs, Action<int, byte[]> copy)
    {
        for (int i = 0; i < outputs.Length; i++)
            copy(i, outputs[i]);
        return SmallSha256.Of(outputs is [var one] ? one : outputs.SelectMany(output => output).ToArray());
    }
}
