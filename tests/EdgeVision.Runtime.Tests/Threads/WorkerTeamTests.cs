using System.Runtime.CompilerServices;

namespace EdgeVision.Runtime.Tests.Threads;

/// <summary>Every piece once, nobody left behind, and threads that end.</summary>
public sealed class WorkerTeamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TensorMemory Memory = new(tensorCount: 0);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_unit_of_every_step_is_computed_once(int workers)
    {
        using var team = new WorkerTeam(workers);
        var step = new CountingStep(units: 37);
        for (int run = 1; run <= 3000; run++)
        {
            team.Run(step, new WorkSplit(step.Units, run % 5 + 1), Memory);
            Assert.All(step.Runs, count => Assert.Equal(run, count));
            if (run % 10 == 0)
                team.Rest();
        }
    }

    /// <summary>
    /// A collection stops a thread anywhere, also between its look at the board and its taking of a piece, and meanwhile the caller goes on
    /// to a step of more pieces. The last piece of the step before must not be followed by one of the next.
    /// </summary>
    [Fact]
    public void A_thread_that_was_stopped_at_any_moment_takes_no_piece_of_a_step_that_is_not_yet_posted()
    {
        var team = new WorkerTeam(3); // not disposed of if it fails: that would wait for ever, too
        using var over = new CancellationTokenSource();
        var collector = new Thread(() => CollectUntil(over.Token));
        var (small, large) = (new CountingStep(units: 2), new CountingStep(units: 64));
        var caller = new Thread(Alternate) { IsBackground = true }; // two pieces counted as one would let it wait for ever
        collector.Start();
        caller.Start();
        bool ended = caller.Join(Patience);
        over.Cancel();
        collector.Join();
        Assert.True(ended);
        team.Dispose();
        Assert.All(large.Runs, count => Assert.Equal(2000, count));

        void Alternate()
        {
            for (int run = 1; run <= 2000; run++)
            {
                team.Run(small, new WorkSplit(2, 1), Memory);
                team.Run(large, new WorkSplit(64, 1), Memory);
            }
        }

        static void CollectUntil(CancellationToken over)
        {
            while (!over.IsCancellationRequested)
                GC.Collect(0);
        }
    }

    /// <summary>The caller computes everything that nobody else has taken, so one that does not come at all holds nobody up.</summary>
    [Fact]
    public void The_threads_really_share_the_work()
    {
        using var team = new WorkerTeam(2);
        using var step = new MeetingStep(participants: 3);
        team.Run(step, new WorkSplit(step.Units, 1), Memory);
        Assert.Equal(3, step.Threads.Distinct().Count());
    }

    /// <summary>A caller that waits for others longer than it looks out for them sleeps, and is woken.</summary>
    [Fact]
    public void A_caller_waits_for_a_slow_thread()
    {
        using var team = new WorkerTeam(1);
        int caller = Environment.CurrentManagedThreadId;
        for (int run = 0; run < 5; run++)
        {
            using var step = new SlowStep(caller);
            team.Run(step, new WorkSplit(2, 1), Memory);
            Assert.True(step.Finished);
        }
    }

    [Theory]
    [InlineData(0)] // whoever takes the first piece
    [InlineData(11)]
    public void A_step_that_throws_throws_in_the_caller_and_ends_no_thread(int unit)
    {
        using var team = new WorkerTeam(3);
        var broken = new CountingStep(units: 12) { Broken = unit };
        var sound = new CountingStep(units: 12);
        for (int run = 1; run <= 200; run++)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => team.Run(broken, new WorkSplit(12, 1), Memory));
            Assert.Equal("broken", failure.Message);
            team.Run(sound, new WorkSplit(12, 1), Memory);
            Assert.All(sound.Runs, count => Assert.Equal(run, count));
        }

        Assert.All(team.Threads, thread => Assert.True(thread.IsAlive));
    }

    [Fact]
    public void Disposing_ends_the_threads_at_any_moment_between_runs()
    {
        for (int round = 0; round < 200; round++)
        {
            var team = new WorkerTeam(3);
            var step = new CountingStep(units: 8);
            for (int run = 0; run < round % 4; run++)
                team.Run(step, new WorkSplit(8, 1), Memory);
            if (round % 2 == 0)
                team.Rest();
            team.Dispose(); // while some still start, look out, or go to sleep
            Assert.All(team.Threads, thread => Assert.False(thread.IsAlive));
        }
    }

    [Fact]
    public void Disposing_from_several_threads_at_once_ends_the_threads()
    {
        for (int round = 0; round < 50; round++)
        {
            var team = new WorkerTeam(3);
            team.Run(new CountingStep(units: 8), new WorkSplit(8, 1), Memory);
            Thread[] disposers = [.. Enumerable.Range(0, 3).Select(_ => new Thread(team.Dispose))];
            foreach (Thread disposer in disposers)
                disposer.Start();
            Assert.All(disposers, disposer => Assert.True(disposer.Join(Patience)));
            Assert.All(team.Threads, thread => Assert.False(thread.IsAlive));
        }
    }

    [Fact]
    public void A_team_that_was_dropped_ends_its_threads_when_it_is_collected()
    {
        Thread[] threads = Drop();
        for (int attempt = 0; attempt < 100 && threads.Any(thread => thread.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }

        Assert.All(threads, thread => Assert.True(thread.Join(Patience)));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Thread[] Drop()
        {
            var team = new WorkerTeam(3);
            team.Run(new CountingStep(units: 8), new WorkSplit(8, 1), Memory);
            return [.. team.Threads];
        }
    }

    [Fact]
    public void Threads_do_not_keep_the_process_alive_and_say_who_they_are()
    {
        using var team = new WorkerTeam(2);
        Assert.All(team.Threads, thread => Assert.True(thread.IsBackground));
        Assert.Equal(["inference 1", "inference 2"], team.Threads.Select(thread => thread.Name));
    }

    private sealed class CountingStep(int units) : Step([], 0)
    {
        public int[] Runs { get; } = new int[units];

        public int Broken { get; init; } = -1;

        public override int Units => units;

        public override void Run(TensorMemory memory, WorkRange range)
        {
            for (int unit = range.First; unit < range.First + range.Count; unit++)
            {
                if (unit == Broken)
                    throw new InvalidOperationException("broken");
                Interlocked.Increment(ref Runs[unit]);
            }
        }
    }

    /// <summary>No piece ends before each thread has one.</summary>
    private sealed class MeetingStep(int participants) : Step([], 0), IDisposable
    {
        private readonly Barrier _barrier = new(participants);

        public int[] Threads { get; } = new int[participants];

        public override int Units => participants;

        public void Dispose() => _barrier.Dispose();

        public override void Run(TensorMemory memory, WorkRange range)
        {
            Threads[range.First] = Environment.CurrentManagedThreadId;
            Assert.True(_barrier.SignalAndWait(Patience));
        }
    }

    /// <summary>The caller's piece ends when the other's has begun, which takes much longer.</summary>
    private sealed class SlowStep(int caller) : Step([], 0), IDisposable
    {
        private readonly ManualResetEventSlim _begun = new();

        public bool Finished { get; private set; }

        public override int Units => 2;

        public void Dispose() => _begun.Dispose();

        public override void Run(TensorMemory memory, WorkRange range)
        {
            if (Environment.CurrentManagedThreadId == caller)
            {
                Assert.True(_begun.Wait(Patience));
                return;
            }

            _begun.Set();
            Thread.Sleep(20);
            Finished = true;
        }
    }
}
