using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Threads;

public sealed class WorkSplitTests
{
    [Fact]
    public void Pieces_cover_all_units_once_in_whole_granules()
    {
        var random = new Prng(0x5717);
        for (int round = 0; round < 5000; round++)
        {
            var step = new CountedStep(random.Next(2, 3000), random.Next(1, 40));
            int threads = random.Next(2, PlanOptions.MaxThreads);
            var split = WorkSplit.Choose(step, WorkSplit.MinWork, new PlanOptions { Threads = threads });
            int next = 0;
            for (int piece = 0; piece < split.Pieces; piece++)
            {
                WorkRange range = split.Piece(piece, thread: 5);
                Assert.Equal(5, range.Thread);
                Assert.Equal(next, range.First);
                Assert.True(range.Count > 0);
                Assert.True(range.Count % step.Granule == 0 || piece == split.Pieces - 1);
                next += range.Count;
            }

            Assert.Equal(step.Units, next);
        }
    }

    [Theory]
    [InlineData(700, 7, 2, 10)] // 100 tiles: more pieces than threads, so that a late one can be overtaken; of 10 tiles, so that none has more
    [InlineData(196, 7, 2, 14)] // 28 tiles: 7 pieces of 4 would make one thread do 16
    [InlineData(196, 7, 4, 28)]
    [InlineData(49, 7, 2, 7)]
    [InlineData(49, 7, 64, 7)]
    [InlineData(6, 7, 4, 1)] // one tile does not get faster when two compute halves of it
    [InlineData(3, 1, 7, 3)] // fewer units than threads
    public void There_are_so_many_pieces(int units, int granule, int threads, int pieces) =>
        Assert.Equal(pieces, WorkSplit.Choose(new CountedStep(units, granule), WorkSplit.MinWork, new PlanOptions { Threads = threads }).Pieces);

    [Theory]
    [InlineData(100, WorkSplit.MinWork, 2, true)]
    [InlineData(100, WorkSplit.MinWork - 1, 2, false)]
    [InlineData(100, 1e12, 1, false)]
    [InlineData(1, 1e12, 2, false)]
    public void Only_what_is_worth_it_is_divided(int units, double work, int threads, bool divided)
    {
        var options = new PlanOptions { Threads = threads };
        Assert.Equal(divided, WorkSplit.IsDivided(new CountedStep(units, granule: 1), work, options));
        Assert.Equal(divided, WorkSplit.Choose(new CountedStep(units, granule: 1), work, options).Pieces > 1);
    }

    /// <summary>Granules differ between kernels, and the arena depends on what is divided: it must be the same on every CPU.</summary>
    [Fact]
    public void What_is_divided_does_not_depend_on_the_granule() =>
        Assert.True(WorkSplit.IsDivided(new CountedStep(units: 6, granule: 7), WorkSplit.MinWork, new PlanOptions { Threads = 2 }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(PlanOptions.MaxThreads + 1)]
    public void Other_numbers_of_threads_are_refused(int threads)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new PlanOptions { Threads = threads });
        Assert.Contains("1 to 64 threads", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_the_callers_own_unless_asked_otherwise()
    {
        Assert.Equal(1, PlanOptions.Default.Threads);
        Assert.Equal(1, PlanOptions.KeepEveryTensor.Threads);
        Assert.Equal(PlanOptions.MaxThreads, new PlanOptions { Threads = PlanOptions.MaxThreads }.Threads);
    }

    private sealed class CountedStep(int units, int granule) : Step([], 0)
    {
        public override int Units => units;

        public override int Granule => granule;

        public override void Run(TensorMemory memory, WorkRange range)
        {
        }
    }
}
