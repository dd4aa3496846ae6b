using System.Diagnostics;
using System.Globalization;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Threads;

/// <summary>What threads must not cost: a byte of managed memory in a run, or any time between runs.</summary>
[Collection(Alone.Name)]
public sealed class QuietTests : IDisposable
{
    private readonly InferenceSession _session = new(TestPlans.Create(CommittedModel.Load(), PlanOptions.Default with { Threads = 4 }));
    private readonly byte[] _input = CommittedModel.GoldenInput();
    private readonly TensorMemory _noTensors = new(tensorCount: 0);

    public void Dispose() => _session.Dispose();

    /// <summary>
    /// Each thread tells what it has allocated itself, so that the runtime's own threads and the test's host do not count. The best of some
    /// rounds counts for each thread, for the reasons that <see cref="Allocations"/> gives.
    /// </summary>
    [Fact]
    public void A_run_allocates_nothing_on_any_thread()
    {
        AllocationStep[] steps = [.. Enumerable.Range(0, Allocations.Rounds + 1).Select(_ => NewStep())];
        foreach (AllocationStep step in steps)
        {
            Run(20);
            Measure(step);
        }

        for (int thread = 0; thread < steps[0].Units; thread++)
            Assert.Equal(0, steps.Zip(steps.Skip(1), (before, after) => after.Bytes[thread] - before.Bytes[thread]).Min());
    }

    [Fact]
    public void What_a_thread_allocates_is_seen()
    {
        (AllocationStep before, AllocationStep after) = (NewStep(allocate: 1000), NewStep());
        Measure(before);
        Measure(after);
        Assert.All(after.Bytes.Zip(before.Bytes), bytes => Assert.InRange(bytes.First - bytes.Second, 1000, 1100));
    }

    /// <summary>Threads that looked out for work between runs would take their part of all of this time.</summary>
    [Fact]
    public void Between_runs_nobody_computes()
    {
        TimeSpan idle = TimeSpan.FromMilliseconds(300), least = TimeSpan.MaxValue;
        for (int round = 0; round < 10 && least > idle / 20; round++)
        {
            Run(20);
            Thread.Sleep(20); // the last of them fall asleep
            Assert.All(_session.Team!.Threads, thread => Assert.True(thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin)));
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            Thread.Sleep(idle);
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - before;
            least = used < least ? used : least;
        }

        Assert.True(least <= idle / 20, $"{least.TotalMilliseconds} ms of processor time in {idle.TotalMilliseconds} ms");
    }

    /// <summary>The kernel's own count: what sleeps is neither scheduled nor charged.</summary>
    [Fact]
    public void Between_runs_the_kernel_does_not_schedule_the_threads()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Run(20);
        string[] tasks = [.. Directory.GetDirectories("/proc/self/task").Where(IsOurs)];
        Assert.Equal(3, tasks.Length);
        bool quiet = false;
        for (int round = 0; round < 10 && !quiet; round++)
        {
            long[] before = [.. tasks.Select(Switches)];
            Thread.Sleep(200);
            quiet = before.SequenceEqual(tasks.Select(Switches));
        }

        Assert.True(quiet, "the threads were scheduled in every interval");
    }

    private AllocationStep NewStep(int allocate = 0) => new(_session.Team!.Threads.Count + 1) { Allocate = allocate };

    private void Measure(AllocationStep step) => _session.Team!.Run(step, new WorkSplit(step.Units, 1), _noTensors);

    private void Run(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _session.SetInput(0, _input);
            _session.Run();
        }
    }

    private static bool IsOurs(string task) => File.ReadAllText(Path.Combine(task, "comm")).StartsWith("inference ", StringComparison.Ordinal);

    /// <summary>How often a thread was switched to or away from.</summary>
    private static long Switches(string task) => File.ReadLines(Path.Combine(task, "status"))
        .Where(line => line.Contains("ctxt_switches:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture));

    /// <summary>A piece for each thread, which it keeps until all have theirs; nothing here allocates but what is asked for.</summary>
    private sealed class AllocationStep(int threads) : Step([], 0)
    {
        private int _arrived;

        public long[] Bytes { get; } = new long[threads];

        /// <summary>Bytes to allocate after counting.</summary>
        public int Allocate { get; init; }

        public override int Units => threads;

        public override void Run(TensorMemory memory, WorkRange range)
        {
            Interlocked.Increment(ref _arrived);
            while (Volatile.Read(ref _arrived) != threads)
                Thread.SpinWait(10);
            Bytes[range.Thread] = GC.GetAllocatedBytesForCurrentThread();
            if (Allocate > 0)
                GC.KeepAlive(new byte[Allocate]);
        }
    }
}
