using EdgeVision.App.Run;
using EdgeVision.App.Run.Actions;
using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Pictures;
using EdgeVision.App.Run.Recording;
using EdgeVision.App.Run.Statistics;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Run;

/// <summary>The small parts by themselves.</summary>
public sealed class PartsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Percentiles_are_those_of_the_sorted_list_within_a_sixteenth()
    {
        var random = new Prng(4711);
        var histogram = new LogHistogram();
        var all = new List<long>();
        for (int i = 0; i < 5000; i++)
        {
            long value = (long)Math.Exp(random.NextDouble() * 30);
            all.Add(value);
            histogram.Add(value);
        }

        all.Sort();
        foreach (double share in (double[])[0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1])
        {
            long exact = all[(int)Math.Ceiling(share * all.Count) - 1];
            Assert.InRange(histogram.Percentile(share), exact, exact + exact / 16);
        }

        Assert.Equal(all[^1], histogram.Max);
        Assert.Equal(all.Average(), histogram.Mean, precision: 3);
    }

    [Fact]
    public void Extreme_durations_have_a_place()
    {
        var histogram = new LogHistogram();
        Assert.Equal(0, histogram.Percentile(0.5));
        histogram.Add(-5);
        Assert.Equal(0, histogram.Percentile(1));
        histogram.Add(long.MaxValue);
        Assert.Equal(long.MaxValue, histogram.Percentile(1));
    }

    [Theory]
    [InlineData("10s", 10)]
    [InlineData("1.5m", 90)]
    [InlineData("250ms", 0.25)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    public void Durations_are_read(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds, precision: 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("1e3s")]
    [InlineData("367d")]
    [InlineData("999999999999999999999999999h")]
    public void Other_durations_are_not(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void A_full_ring_takes_all_or_nothing_and_gives_what_it_took()
    {
        var random = new Prng(99);
        var ring = new RecordRing(64);
        var expected = new MemoryStream();
        var drained = new MemoryStream();
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(0, 40)];
            random.Fill(bytes.AsSpan());
            long free = 64 - (expected.Length - drained.Length);
            Assert.Equal(bytes.Length <= free, ring.TryWrite(bytes));
            if (bytes.Length <= free)
                expected.Write(bytes);
            else
                refused++;
            if (random.Next(0, 2) == 0)
                ring.DrainTo(drained);
        }

        ring.DrainTo(drained);
        Assert.Equal(expected.ToArray(), drained.ToArray());
        Assert.InRange(refused, 10, 1990);
    }

    [Fact]
    public void Snapshots_stay_within_their_limit_and_strangers_stay_at_all()
    {
        Directory.CreateDirectory(_folder["shots"]);
        string stranger = _folder.Write("shots/holiday.png", new byte[500]);
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        for (int i = 0; i < 10; i++)
            new PictureFolder(_folder["shots"], maxBytes: 300, WhenFull.DeleteOldest).Store(new byte[100], time.AddSeconds(i), "cat/dog \"x\"");
        string[] names = [.. Directory.GetFiles(_folder["shots"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(
            ["19700101T000007.000Z-cat_dog__x_.png", "19700101T000008.000Z-cat_dog__x_.png", "19700101T000009.000Z-cat_dog__x_.png", "holiday.png"], names);
        Assert.True(File.Exists(stranger));
    }

    [Fact]
    public void Lessons_are_never_deleted()
    {
        var folder = new PictureFolder(_folder["teach"], maxBytes: 250, WhenFull.Refuse);
        folder.Store(new byte[100], DateTimeOffset.UnixEpoch, "");
        folder.Store(new byte[100], DateTimeOffset.UnixEpoch.AddSeconds(1), "");
        Assert.Throws<IOException>(() => folder.Store(new byte[100], DateTimeOffset.UnixEpoch.AddSeconds(2), ""));
        Assert.Equal(2, Directory.GetFiles(_folder["teach"]).Length);
    }

    [Fact]
    public void A_full_queue_loses_what_is_newest_and_counts_it()
    {
        using var gate = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var done = new List<int>();
        using (var queue = new WorkQueue<int>("test", capacity: 2, TestRun.Patience, (item, _) =>
        {
            busy.Set();
            gate.Wait(CancellationToken.None);
            done.Add(item);
        }))
        {
            Assert.True(queue.TryAdd(1));
            busy.Wait();
            Assert.True(queue.TryAdd(2));
            Assert.True(queue.TryAdd(3));
            Assert.False(queue.TryAdd(4));
            Assert.Equal(1, queue.Lost);
            gate.Set();
        }

        Assert.Equal([1, 2, 3], done);
    }

    [Fact]
    public void More_events_than_can_be_printed_are_counted()
    {
        var events = new EventLog();
        for (int i = 0; i < 1030; i++)
            events.Tell(RunEventKind.Warning, "x");
        Assert.Equal(6, events.Lost);
    }
}
