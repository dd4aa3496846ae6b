using System.Buffers.Binary;
using System.Diagnostics;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Fuzzing;
using EdgeVision.Runtime.Tests.Operators;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;
using Xunit.Abstractions;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>
/// Damaged plans are refused, or run inside their arena and read nothing beside the file: both lie between pages that must not be touched.
/// Damage that the checksum would find is signed anew, so that the checks behind it are tried.
/// </summary>
public sealed class PlanFuzzTests(ITestOutputHelper output)
{
    private const double SlowestSeconds = 10;

    private int _refused;
    private int _run;

    [LinuxFact]
    public void Small_models()
    {
        var random = new Prng(0xF1A9);
        for (uint seed = 1; seed <= 40; seed++)
            Damage(PlanCompiler.Compile(TestPlans.Create(new RandomGraph(seed).Build(), Compiling.Scalar)), 200, ref random, $"graph {seed}");
        AssertBoth(refused: 2000, run: 500);
    }

    [LinuxFact]
    public void Models_with_rows_that_stream()
    {
        var random = new Prng(0x57E4);
        int streamed = 0;
        for (uint seed = 1; streamed < 10; seed++)
        {
            byte[] file = PlanCompiler.Compile(TestPlans.Create(new RandomGraph(seed).BuildConvolutional(), Compiling.Scalar));
            if (!Compiling.Load(file).Code.Any(step => step is StreamedStep))
                continue;
            streamed++;
            Damage(file, 300, ref random, $"graph {seed}");
        }

        AssertBoth(refused: 1000, run: 300);
    }

    [LinuxFact]
    public void The_shipped_person_detector()
    {
        var random = new Prng(0x9E4);
        Damage(PlanCompiler.Compile(TestPlans.Create(CommittedModel.LoadPersonDetector(), Compiling.Scalar)), 150, ref random, "person detector");
        AssertBoth(refused: 50, run: 20);
    }

    [LinuxFact]
    public void Operators_of_every_kind()
    {
        var random = new Prng(0x0FE2);
        foreach (IGrouping<string, OperatorCase> kind in OperatorTests.AllCases.GroupBy(one => one.Model.Operators[0].DisplayName))
        {
            OperatorCase smallest = kind.MinBy(one => one.Input.Length)!;
            Damage(PlanCompiler.Compile(TestPlans.Create(smallest.Model, Compiling.ScalarSteps)), 400, ref random, kind.Key);
        }

        AssertBoth(refused: 3000, run: 500);
    }

    /// <summary>Whether or not they can run here: the checks of their kernels do not depend on the machine.</summary>
    [LinuxTheory]
    [InlineData(Isa.Avx2)]
    [InlineData(Isa.Avx512)]
    [InlineData(Isa.Neon)]
    [InlineData(Isa.NeonDot)]
    public void Plans_of_every_machines_kernels(Isa isa)
    {
        var machine = IsaPolicy.ForTarget(isa);
        var random = new Prng(0x4E0);
        var models = new List<TfliteModel> { CommittedModel.LoadPersonDetector() };
        models.AddRange(OperatorTests.AllCases.Where(one => one.Model.Operators[0].DisplayName.Contains("CONV", StringComparison.Ordinal)).Select(one => one.Model));
        foreach (TfliteModel model in models)
        {
            byte[] file = PlanCompiler.Compile(ExecutionPlan.Create(model, Compiling.Scalar with { Isa = machine }));
            for (int i = 0; i < 100; i++)
            {
                byte[] damaged = Signed(DamagedDescription(file, ref random));
                if (Refuses(damaged, machine))
                    _refused++;
                else
                    _run++;
            }
        }

        AssertBoth(refused: 1000, run: 300);
    }

    [LinuxFact]
    public void Every_truncation_is_refused()
    {
        byte[] file = SmallFile();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.True(Refuses(file[..length]), $"{length} bytes");
            byte[] signed = file[..length];
            if (length >= PlanFormat.HeaderBytes)
                BinaryPrimitives.WriteInt32LittleEndian(signed.AsSpan(8), length);
            Assert.True(Refuses(Signed(signed)), $"{length} bytes, signed");
        }
    }

    [LinuxFact]
    public void Every_flipped_bit_is_found()
    {
        byte[] file = SmallFile();
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(Refuses(file), $"bit {bit}");
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static byte[] SmallFile() => PlanCompiler.Compile(TestPlans.Create(new RandomGraph(3).Build(), Compiling.Scalar));

    /// <summary>Half of the damage is in what describes the plan, however large the weights are.</summary>
    private void Damage(byte[] file, int times, ref Prng random, string what)
    {
        for (int i = 0; i < times; i++)
        {
            byte[] damaged = i % 2 == 0 ? Mutations.Damage(file, ref random) : DamagedDescription(file, ref random);
            Try(Signed(damaged), $"{what}, mutation {i}");
        }
    }

    private static byte[] DamagedDescription(byte[] file, ref Prng random)
    {
        int description = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24));
        return [.. Mutations.Damage(file[..description], ref random), .. file.AsSpan(description)];
    }

    private static byte[] Signed(byte[] file)
    {
        byte[] signed = [.. file];
        if (file.Length >= PlanFormat.HeaderBytes)
            Compiling.Sign(signed);
        return signed;
    }

    private void Try(byte[] file, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        try
        {
            if (Refuses(file))
                _refused++;
            else
                _run++;
        }
        catch (Exception unexpected)
        {
            throw new InvalidOperationException($"{what}: {unexpected.GetType().Name}: {unexpected.Message}", unexpected);
        }

        Assert.True(watch.Elapsed.TotalSeconds < SlowestSeconds, $"{what} took {watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < (20L * file.Length) + (64 << 20), $"{what} allocated too much");
    }

    /// <summary>Loads and, if that is possible, runs a plan.</summary>
    private static bool Refuses(byte[] file) => Refuses(file, IsaPolicy.UpTo(Isa.Scalar));

    private static unsafe bool Refuses(byte[] file, IsaPolicy machine)
    {
        int padded = (file.Length + PlanFormat.Alignment - 1) / PlanFormat.Alignment * PlanFormat.Alignment; // begins at a cache line, ends with the page
        using var memory = new GuardedMemory(padded, GuardedEnd.End);
        file.CopyTo(new Span<byte>(memory.Start, file.Length));
        CompiledPlan plan;
        PlanReader? reader = null;
        try
        {
            plan = PlanLoader.Load(memory.Start, file.Length, memory, machine, out reader);
        }
        catch (Exception refusal) when (refusal is PlanFormatException or KernelException)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            Assert.True(refusal is PlanFormatException || reader is not null);
            return true;
        }

        if (machine.RunsHere)
            RunGuarded(plan);
        return false;
    }

    private static unsafe void RunGuarded(CompiledPlan plan)
    {
        if (Work(plan) > 30_000_000)
            return; // legal, but a run would take long
        using var arena = new GuardedMemory(plan.ArenaBytes, GuardedEnd.End);
        using var session = new CompiledSession(plan, Arena.Over(arena.Start));
        var random = new Prng(5);
        for (int i = 0; i < plan.Inputs.Count; i++)
        {
            var input = new byte[plan.Inputs[i].ByteCount];
            random.Fill(input.AsSpan());
            session.SetInput(i, input);
        }

        session.Run();
        Compiling.Outputs(session);
        arena.AssertRestUntouched();
    }

    private static long Work(CompiledPlan plan) => plan.Code.Sum(step => step switch
    {
        OperationStep operation => operation.Operation.Macs,
        StreamedStep streamed => streamed.Rows.Macs,
        _ => 0,
    });

    private void AssertBoth(int refused, int run)
    {
        output.WriteLine($"{_refused} refused, {_run} run");
        Assert.True(_refused >= refused && _run >= run, $"{_refused} refused, {_run} run");
    }
}
