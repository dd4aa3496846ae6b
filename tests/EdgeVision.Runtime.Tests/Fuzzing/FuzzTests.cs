using System.Diagnostics;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;
using Xunit.Abstractions;

namespace EdgeVision.Runtime.Tests.Fuzzing;

/// <summary>
/// Damaged files either are refused with one of two exceptions, or run: no other exception, no endless loop, no memory without bounds.
/// The arena, when there is one, lies between pages that may not be touched.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long SmallWork = 20_000_000;
    private const double SlowestSeconds = 10;

    private static readonly PlanOptions Bounded = new() { MaxArenaBytes = 1 << 24, MaxWeightBytes = 1 << 24, MaxWork = SmallWork };

    private int _damaged;
    private int _refused;
    private int _run;

    [Fact]
    public void Small_models()
    {
        var random = new Prng(0xF022);
        for (uint seed = 1; seed <= 60; seed++)
        {
            byte[] file = TfliteWriter.Write(new RandomGraph(seed).Build());
            for (int i = 0; i < 250; i++)
                Try(Mutations.Damage(file, ref random), $"graph {seed}, mutation {i}");
        }

        AssertAllOutcomes(damaged: 5000, refused: 500, run: 1000);
    }

    [Fact]
    public void Operators_of_every_kind()
    {
        var random = new Prng(0x0FE2);
        foreach (byte[] file in OneFilePerOperator())
        {
            for (int i = 0; i < 600; i++)
                Try(Mutations.Damage(file, ref random), $"{TfliteModel.Parse(file, "file").Operators[0].DisplayName}, mutation {i}");
        }

        AssertAllOutcomes(damaged: 5000, refused: 500, run: 1000);
    }

    /// <summary>Mutations of its structure, which lies before and behind the weights, and of the weights.</summary>
    [Fact]
    public void The_committed_model()
    {
        byte[] file = File.ReadAllBytes(CommittedModel.Path);
        var random = new Prng(0xC0FFEE);
        for (int i = 0; i < 120; i++)
            Try(Mutations.Damage(file, ref random), $"mutation {i}");
        AssertAllOutcomes(damaged: 10, refused: 0, run: 10);
    }

    private static IEnumerable<byte[]> OneFilePerOperator() =>
        from one in Operators.OperatorTests.AllCases
        group one by one.Model.Operators[0].Code into kind
        select TfliteWriter.Write(kind.MinBy(c => c.Input.Length)!.Model);

    private void Try(byte[] file, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        try
        {
            RunGuarded(ExecutionPlan.Create(TfliteModel.Parse(file, "fuzz.tflite"), Bounded));
            _run++;
        }
        catch (Exception refusal) when (refusal is ModelFormatException or UnsupportedModelException)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            Assert.StartsWith("fuzz.tflite: ", refusal.Message, StringComparison.Ordinal);
            if (refusal is ModelFormatException)
                _damaged++;
            else
                _refused++;
        }
        catch (Exception unexpected)
        {
            throw new InvalidOperationException($"{what}: {unexpected.GetType().Name}: {unexpected.Message}", unexpected);
        }

        Assert.True(watch.Elapsed.TotalSeconds < SlowestSeconds, $"{what} took {watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < (20L * file.Length) + (256 << 20), $"{what} allocated too much");
    }

    private static unsafe void RunGuarded(ExecutionPlan plan)
    {
        TestPlans.AssertSound(plan);
        using var memory = OperatingSystem.IsLinux() ? new GuardedMemory(plan.Arena.TotalBytes, GuardedEnd.End) : null;
        using InferenceSession session = memory is null ? new(plan) : new(plan, Arena.Over(memory.Start));
        var random = new Prng(5);
        foreach (PlannedTensor input in plan.Inputs)
        {
            var bytes = new byte[input.ByteCount];
            random.Fill(bytes.AsSpan());
            session.SetInput(plan.Inputs.ToList().IndexOf(input), bytes);
        }

        session.Run();
        Sessions.Outputs(session);
        memory?.AssertRestUntouched();
    }

    private void AssertAllOutcomes(int damaged, int refused, int run)
    {
        output.WriteLine($"{_damaged} damaged, {_refused} refused, {_run} run");
        Assert.True(_damaged >= damaged && _refused >= refused && _run >= run, $"{_damaged} damaged, {_refused} refused, {_run} run");
    }
}
