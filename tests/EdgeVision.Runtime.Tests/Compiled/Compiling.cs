using System.Runtime.InteropServices;
using EdgeVision.Kernels;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>Compiles plans in memory and runs them.</summary>
internal static unsafe class Compiling
{
    public static PlanOptions Scalar { get; } = PlanOptions.Default with { Isa = IsaPolicy.UpTo(Isa.Scalar) };

    /// <summary>With the fastest kernels of this CPU, or those that <c>EDGEVISION_ISA</c> allows.</summary>
    public static PlanOptions Native { get; } = PlanOptions.Default with { Isa = IsaPolicy.FromEnvironment() };

    public static PlanOptions ScalarSteps { get; } = PlanOptions.KeepEveryTensor with { Isa = IsaPolicy.UpTo(Isa.Scalar) };

    /// <summary>Loads a file's bytes from memory of the same length, at a cache line.</summary>
    public static CompiledPlan Load(byte[] file) => Load(file, IsaPolicy.Auto);

    /// <summary>The same, as on a machine with these instruction sets.</summary>
    public static CompiledPlan Load(byte[] file, IsaPolicy machine)
    {
        var memory = new FileMemory(file);
        return PlanLoader.Load(memory.Start, file.Length, memory, machine, out _);
    }

    /// <summary>Makes the checksum right again, so that a changed file gets as far as the checks behind it.</summary>
    public static void Sign(byte[] file)
    {
        fixed (byte* start = file)
            *(uint*)(start + PlanFormat.ChecksumOffset) = Checksum.Of(start, file.Length);
    }

    public static byte[][] Run(CompiledPlan plan, params byte[][] inputs)
    {
        using var session = new CompiledSession(plan);
        SetInputs(session, inputs);
        session.Run();
        return Outputs(session);
    }

    public static void SetInputs(CompiledSession session, byte[][] inputs)
    {
        Assert.Equal(session.Plan.Inputs.Count, inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
            session.SetInput(i, inputs[i]);
    }

    public static byte[][] Outputs(CompiledSession session)
    {
        var outputs = new byte[session.Plan.Outputs.Count][];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new byte[session.Plan.Outputs[i].ByteCount];
            session.CopyOutput(i, outputs[i]);
        }

        return outputs;
    }

    /// <summary>What every step wrote, as it was right after it.</summary>
    public static List<(int Tensor, byte[] Bytes)> Trace(CompiledSession session)
    {
        var recorder = new Recorder(session);
        session.Run(recorder);
        return recorder.Written;
    }

    private sealed class Recorder(CompiledSession session) : IStepObserver
    {
        public List<(int Tensor, byte[] Bytes)> Written { get; } = [];

        public void StepStarting(int index) => Assert.Equal(Written.Count, index);

        public void StepFinished(int index)
        {
            CompiledTensor tensor = session.Plan.WrittenBy(index);
            var bytes = new byte[tensor.ByteCount];
            session.CopyWritten(index, bytes);
            Written.Add((tensor.ModelIndex, bytes));
        }
    }

    private sealed class FileMemory
    {
        public FileMemory(byte[] file)
        {
            Start = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(file.Length, 1), 64);
            file.CopyTo(new Span<byte>(Start, file.Length));
        }

        ~FileMemory() => NativeMemory.AlignedFree(Start);

        public byte* Start { get; }
    }
}
