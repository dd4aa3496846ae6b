using System.Runtime.InteropServices;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>What callers without .NET call, called with addresses and numbers only.</summary>
public sealed unsafe class FreestandingPlanTests : IDisposable
{
    private static readonly List<(int Step, byte[] Bytes)> Written = [];

    private static FreestandingPlan _running = null!;

    private readonly byte* _plan;
    private readonly int _length;
    private byte* _arena;

    public FreestandingPlanTests()
    {
        byte[] file = PlanCompiler.Compile(TestPlans.Create(CommittedModel.Load(), Compiling.ScalarSteps));
        _length = file.Length;
        _plan = Copy(file);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_plan);
        NativeMemory.AlignedFree(_arena);
    }

    [Fact]
    public void It_runs_and_hands_out_every_step()
    {
        _running = new FreestandingPlan(_plan, _length);
        _arena = Copy(new byte[_running.ArenaBytes]);
        _running.Start(_arena);
        Assert.Equal((1, 1), (_running.InputCount, _running.OutputCount));
        byte[] input = CommittedModel.GoldenInput(), output = new byte[_running.OutputBytes(0)];
        Assert.Equal(input.Length, _running.InputBytes(0));
        fixed (byte* from = input, to = output)
        {
            _running.SetInput(0, from);
            _running.Run();
            _running.CopyOutput(0, to);
            Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(output));

            Written.Clear();
            _running.SetInput(0, from);
            _running.Run(&Finished);
        }

        using var session = new InferenceSession(TestPlans.Create(CommittedModel.Load(), Compiling.ScalarSteps));
        Sessions.SetInputs(session, input);
        session.Run();
        Assert.Equal(Enumerable.Range(0, _running.StepCount), Written.Select(step => step.Step));
        Assert.All(Written, step => Assert.Equal(Sessions.Tensor(session, _running.WrittenTensor(step.Step)), step.Bytes));
    }

    [UnmanagedCallersOnly]
    private static void Finished(int step)
    {
        var bytes = new byte[_running.WrittenBytes(step)];
        fixed (byte* to = bytes)
            _running.CopyWritten(step, to);
        Written.Add((step, bytes));
    }

    private static byte* Copy(byte[] bytes)
    {
        var copy = (byte*)NativeMemory.AlignedAlloc((nuint)bytes.Length, 64);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }
}
