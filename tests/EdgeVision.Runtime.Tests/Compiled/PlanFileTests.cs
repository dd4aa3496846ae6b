using System.Runtime.CompilerServices;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>Plans in files: mapped, refused with one line that says what is wrong, and for other machines.</summary>
public sealed class PlanFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"edgevision-{Guid.NewGuid():N}.plan");

    public static TheoryData<Isa> Machines => [Isa.Avx2, Isa.Avx512, Isa.Neon, Isa.NeonDot];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_mapped_file_gives_the_golden_output()
    {
        Save(Compiled());
        byte[][] outputs = Compiling.Run(CompiledPlan.Load(_path), CommittedModel.GoldenInput());
        Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(Assert.Single(outputs)));
    }

    /// <summary>What the collector takes with a dropped plan must not be the mapping that a session still uses.</summary>
    [Fact]
    public void A_session_keeps_the_file_mapped()
    {
        Save(Compiled());
        using CompiledSession session = new(CompiledPlan.Load(_path));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        session.SetInput(0, CommittedModel.GoldenInput());
        session.Run();
        Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(Assert.Single(Compiling.Outputs(session))));
    }

    [LinuxFact]
    public void A_plan_that_nobody_needs_is_unmapped()
    {
        Save(Compiled());
        UseOnce();
        for (int i = 0; i < 10 && IsMapped(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsMapped());

        [MethodImpl(MethodImplOptions.NoInlining)]
        void UseOnce()
        {
            var plan = CompiledPlan.Load(_path);
            Assert.True(IsMapped());
            GC.KeepAlive(plan);
        }

        bool IsMapped() => File.ReadAllText("/proc/self/maps").Contains(_path, StringComparison.Ordinal);
    }

    /// <summary>Another file is renamed over it, as the compiler does.</summary>
    [LinuxFact]
    public void A_replaced_file_stays_as_it_was()
    {
        Save(Compiled());
        var plan = CompiledPlan.Load(_path);
        File.WriteAllBytes(_path + ".new", new byte[100]);
        File.Move(_path + ".new", _path, overwrite: true);
        Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(Assert.Single(Compiling.Run(plan, CommittedModel.GoldenInput()))));
    }

    [Fact]
    public void Its_tensors_are_the_models()
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.Load(), Compiling.Scalar);
        CompiledPlan compiled = Compiling.Load(PlanCompiler.Compile(plan));
        Assert.Equal(Isa.Scalar, compiled.Isa);
        Assert.Equal(plan.Steps.Count, compiled.StepCount);
        foreach ((PlannedTensor planned, CompiledTensor tensor) in plan.Inputs.Zip(compiled.Inputs).Concat(plan.Outputs.Zip(compiled.Outputs)))
        {
            Assert.Equal(planned.Index, tensor.ModelIndex);
            Assert.Equal(planned.FileType, tensor.FileType);
            Assert.Equal(planned.Shape, tensor.Shape);
            Assert.Equal(planned.Quantization, tensor.Quantization);
            Assert.Equal((planned.Elements, planned.ByteCount), (tensor.Elements, tensor.ByteCount));
        }
    }

    [Theory]
    [InlineData(0, "not a compiled plan")]
    [InlineData(63, "not a compiled plan")]
    [InlineData(128, "its header says")]
    public void A_file_that_ends_too_early_is_named(int length, string reason)
    {
        Save(Compiled()[..length]);
        AssertRefused(reason);
    }

    [Fact]
    public void Another_version_is_named()
    {
        byte[] file = Compiled();
        file[4] = 9;
        Save(file);
        AssertRefused("version 9");
    }

    [Fact]
    public void Damage_is_named()
    {
        byte[] file = Compiled();
        file[^70] ^= 1;
        Save(file);
        AssertRefused("checksum");
    }

    [Fact]
    public void The_step_that_a_kernel_refuses_is_named()
    {
        byte[] file = Compiled();
        int name = file.AsSpan().IndexOf("conv_s8_scalar"u8);
        file[name] = (byte)'k';
        Compiling.Sign(file);
        Save(file);
        AssertRefused("step 0, byte ");
        AssertRefused("kernel 'konv_s8_scalar'");
    }

    [Fact]
    public void It_names_the_model()
    {
        byte[] model = File.ReadAllBytes(CommittedModel.Path);
        string hash = PlanCompiler.HashOf(model);
        Assert.Equal(Sessions.Hash(model)[..32], hash);
        Save(PlanCompiler.Compile(TestPlans.Create(CommittedModel.Load(), Compiling.Scalar), hash));
        Assert.True(CompiledPlan.IsPlan(_path));
        Assert.False(CompiledPlan.IsPlan(CommittedModel.Path));
        Assert.False(CompiledPlan.IsPlan(_path + ".none"));
        Assert.Equal(hash, CompiledPlan.Load(_path).ModelHash);
        Assert.Equal(new string('0', 32), Compiling.Load(Compiled()).ModelHash);
    }

    [Fact]
    public void Another_file_is_named()
    {
        File.Copy(CommittedModel.Path, _path);
        AssertRefused("not a compiled plan");
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_plan_for_another_machine_is_refused(Isa isa)
    {
        if (IsaPolicy.ForTarget(isa).RunsHere)
            return;
        Save(PlanCompiler.Compile(PlanFor(isa)));
        AssertRefused($"compiled for {NameOf(isa)}");
        string message = Assert.Throws<ArgumentException>(() => new InferenceSession(PlanFor(isa))).Message;
        Assert.Contains($"planned for {NameOf(isa)}", message, StringComparison.Ordinal);
    }

    /// <summary>There, it has the same kernels and arena, whether or not anything of it can run here.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void A_plan_for_any_machine_is_whole(Isa isa)
    {
        ExecutionPlan plan = PlanFor(isa);
        CompiledPlan there = Compiling.Load(PlanCompiler.Compile(plan), IsaPolicy.ForTarget(isa));
        Assert.Equal(isa, there.Isa);
        Assert.Equal(plan.Arena.TotalBytes, there.ArenaBytes);
        Assert.Equal(plan.Code.SelectMany(KernelsOf), there.Code.SelectMany(KernelsOf));
        Assert.Contains(there.Code.SelectMany(KernelsOf), kernel => kernel.EndsWith($"_{NameOf(isa)}", StringComparison.Ordinal));
    }

    [Fact]
    public void Plans_for_several_threads_are_refused() => Assert.Throws<ArgumentException>(() =>
        PlanCompiler.Compile(TestPlans.Create(CommittedModel.Load(), Compiling.Scalar with { Threads = 2 })));

    /// <summary>Parts of a streamed convolution have one set of weights among them.</summary>
    [Fact]
    public void Equal_blocks_are_stored_once()
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.LoadPersonDetector(), Compiling.Scalar);
        byte[] streamed = PlanCompiler.Compile(plan);
        byte[] separate = PlanCompiler.Compile(TestPlans.Create(CommittedModel.LoadPersonDetector(), Compiling.ScalarSteps));
        Assert.Contains(plan.Code, step => step is StreamedStep { Rows.Parts.Count: > 3 });
        Assert.Equal(PlanBytes.Get(separate, PlanBytes.BlockCount), PlanBytes.Get(streamed, PlanBytes.BlockCount));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        using CompiledSession session = new(Compiling.Load(Compiled()));
        byte[] input = CommittedModel.GoldenInput(), scores = new byte[session.Plan.Outputs[0].ByteCount];
        Assert.Equal(0, Allocations.LeastOf(() =>
        {
            session.SetInput(0, input);
            session.Run();
            session.CopyOutput(0, scores);
        }));
    }

    [Fact]
    public void A_session_that_was_disposed_says_so()
    {
        var session = new CompiledSession(Compiling.Load(Compiled()));
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(session.Run);
        Assert.Throws<ObjectDisposedException>(() => session.SetInput(0, CommittedModel.GoldenInput()));
    }

    [Fact]
    public void Lengths_of_inputs_and_outputs_are_checked()
    {
        using CompiledSession session = new(Compiling.Load(Compiled()));
        foreach (int more in (int[])[-1, 1])
        {
            Assert.Throws<ArgumentException>(() => session.SetInput(0, new byte[session.Plan.Inputs[0].ByteCount + more]));
            Assert.Throws<ArgumentException>(() => session.CopyOutput(0, new byte[session.Plan.Outputs[0].ByteCount + more]));
            Assert.Throws<ArgumentException>(() => session.CopyWritten(0, new byte[session.Plan.WrittenBy(0).ByteCount + more]));
        }
    }

    [Fact]
    public void Only_bytes_are_handed_out_as_they_lie()
    {
        var graph = new TestGraph();
        int input = graph.Input(1, 4), real = graph.Operator(BuiltinOperator.Dequantize, [input], [1, 4], output: TensorType.Float32);
        using CompiledSession session = new(Compiling.Load(PlanCompiler.Compile(TestPlans.Create(graph.Build(real), Compiling.Scalar))));
        Assert.Equal(4, session.Input(0).Length);
        Assert.Contains("holds Float32", Assert.Throws<InvalidOperationException>(() => session.Output(0).Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_nothing_reads_has_a_place()
    {
        var graph = new TestGraph();
        int read = graph.Input(1, 4);
        graph.Input(1, 8);
        ExecutionPlan plan = TestPlans.Create(graph.Build(graph.Relu(read)), Compiling.Scalar);
        byte[][] inputs = [[1, 2, 200, 4], new byte[8]];
        Assert.Equal(Sessions.Run(plan, inputs), Compiling.Run(Compiling.Load(PlanCompiler.Compile(plan)), inputs));
    }

    private static string NameOf(Isa isa) => isa.ToString().ToLowerInvariant();

    private static byte[] Compiled() => PlanCompiler.Compile(TestPlans.Create(CommittedModel.Load(), Compiling.Scalar));

    private static ExecutionPlan PlanFor(Isa isa) =>
        ExecutionPlan.Create(CommittedModel.LoadPersonDetector(), PlanOptions.Default with { Isa = IsaPolicy.ForTarget(isa) });

    private static IEnumerable<string> KernelsOf(Step step) => step switch
    {
        OperationStep operation => [operation.Operation.KernelName],
        BinaryStep binary => [binary.Operation.KernelName],
        StreamedStep streamed => streamed.Rows.Parts.Select(part => part.Prepared.KernelName),
        _ => [],
    };

    private void Save(byte[] file) => File.WriteAllBytes(_path, file);

    private void AssertRefused(string reason)
    {
        string message = Assert.Throws<PlanFormatException>(() => CompiledPlan.Load(_path)).Message;
        Assert.StartsWith($"{_path}: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
