using System.Runtime.InteropServices;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>What callers without .NET call, called with addresses and numbers only.</summary>
public sealed unsafe class FreestandingPlanTests : IDisposable
{
    private static readonly List<(int Step, byte[] Bytes)> Written = [];

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
        FreestandingPlan.Load(_plan, _length);
        _arena = Copy(new byte[FreestandingPlan.ArenaBytes]);
        FreestandingPlan.Start(_arena);
        Assert.Equal((1, 1), (FreestandingPlan.InputCount, FreestandingPlan.OutputCount));
        byte[] input = CommittedModel.GoldenInput(), output = new byte[FreestandingPlan.OutputBytes(0)];
        Assert.Equal(input.Length, FreestandingPlan.InputBytes(0));
        fixed (byte* from = input, to = output)
        {
            FreestandingPlan.SetInput(0, from);
            FreestandingPlan.Run();
            FreestandingPlan.CopyOutput(0, to);
            Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(output));

            Written.Clear();
            FreestandingPlan.SetInput(0, from);
            FreestandingPlan.Run(&Finished);
        }

        using var session = new InferenceSession(TestPlans.Create(CommittedModel.Load(), Compiling.ScalarSteps));
        Sessions.SetInputs(session, input);
        session.Run();
        Assert.Equal(Enumerable.Range(0, FreestandingPlan.StepCount), Written.Select(step => step.Step));
        Assert.All(Written, step => Assert.Equal(Sessions.Tensor(session, FreestandingPlan.WrittenTensor(step.Step)), step.Bytes));
    }

    [UnmanagedCallersOnly]
    private static void Finished(int step)
    {
        var bytes = new byte[FreestandingPlan.WrittenBytes(step)];
        fixed (byte* to = bytes)
            FreestandingPlan.CopyWritten(step, to);
        Written.Add((step, bytes));
    }

    private static byte* Copy(byte[] bytes)
    {
        var copy = (byte*)NativeMemory.AlignedAlloc((nuint)bytes.Length, 64);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }
}
