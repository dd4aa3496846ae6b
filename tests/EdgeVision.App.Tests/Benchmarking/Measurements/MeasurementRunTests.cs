using EdgeVision.App.Benchmarking.Measurements;
using EdgeVision.App.Machine;
using EdgeVision.Devices.Health;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Benchmarking.Measurements;

public sealed class MeasurementRunTests : IDisposable
{
    private readonly FakePi _pi = new();

    public void Dispose() => _pi.Dispose();

    [Fact]
    public void Every_minute_has_its_own_times()
    {
        // In minute m: m + 0.01, m + 0.02 ... m + 1.20, shuffled over the six looks of the minute.
        _pi.Times = look => [.. Enumerable.Range(0, 20).Select(i => ((look - 1) / 6) + 1 + ((6 * i) + ((look - 1) % 6) + 1) / 100.0)];

        IReadOnlyList<MinuteTimes> minutes = _pi.Measure().Minutes;

        Assert.Equal(15, minutes.Count);
        for (int m = 1; m <= 15; m++)
            Assert.Equal(new MinuteTimes(m, 60, 120, m + 0.01, m + 0.605, m + 1.08), Rounded(minutes[m - 1]));
    }

    [Fact]
    public void A_minute_that_is_cut_short_says_so()
    {
        var looks = new List<int>();
        _pi.OnLook = looks.Add;

        IReadOnlyList<MinuteTimes> minutes = _pi.Measure(seconds: 68).Minutes;

        Assert.Equal([(1, 60), (2, 8)], minutes.Select(minute => (minute.Minute, minute.Seconds)));
        Assert.Equal(7, looks.Count);
        Assert.Equal((18, 3), (minutes[0].Runs, minutes[1].Runs));
    }

    [Fact]
    public void The_machine_is_described()
    {
        Measurement measured = _pi.Measure(seconds: 20);

        Assert.Equal(new MeasuredBoard("Raspberry Pi 4 Model B Rev 1.4", "c03114"), measured.Board);
        Assert.Equal(("Cortex-A72", "0x41/0xd08", 4), (measured.Cpu.Name, measured.Cpu.Part, measured.Cpu.Cores));
        Assert.Contains("asimd", measured.Cpu.Features);
        Assert.Equal(new MeasuredSystem("6.12.25+rpt-rpi-v8", "Debian GNU/Linux 12 (bookworm)", 3884640L << 10), measured.System);
        Assert.Equal("0-3", measured.AllowedCpus);
        Assert.Equal([0.08, 0.03, 0.01], measured.Before.LoadAverage!);
        Assert.Equal(new CpuClock(2, "ondemand", 600_000, 1_800_000, 1_800_000, 600_000), measured.Before.Clocks![2]);
        Assert.Equal((600_000, 1_800_000), (measured.Before.FastestKhz(), measured.After.FastestKhz()));
        Assert.Equal(4, measured.Before.Clocks.Count);
        Assert.Equal(48.312, measured.Before.Celsius);
    }

    [Fact]
    public void The_watch_keeps_the_worst()
    {
        _pi.OtherCpus = 0.25;
        _pi.OnLook = look =>
        {
            _pi.SetClock(0, look == 2 ? 750 : 1800);
            _pi.Tree.Write(FakePi.Temperature, look == 3 ? "71500" : "50000").Write(FakePi.Throttled, look == 1 ? "50001" : look == 4 ? "50004" : "50000")
                .Write("/proc/self/task/2101/status", $"nonvoluntary_ctxt_switches:\t{7 + look}\n").Write("/proc/self/task/2102/status", $"nonvoluntary_ctxt_switches:\t{look}\n");
        };

        MachineWatch during = _pi.Measure(seconds: 40).During;

        Assert.Equal((4, 71.5, 750_000, 8L, 0.25), (during.Samples, during.MaxCelsius, during.LowestKhz, during.InvoluntarySwitches, during.OtherCpus));
        Assert.Equal(["under-voltage", "throttled"], during.Throttled);
    }

    [Fact]
    public void An_empty_machine_gives_nulls_and_the_report_lists_them()
    {
        foreach (string folder in (string[])["/proc", "/sys", "/etc"])
            _pi.Tree.Remove(folder);
        using var empty = new FakeTree();
        var probe = new MachineProbe(new SystemRoot(empty.Folder, _ => null));

        Assert.Equal(new MachineState(null, null, null, null), probe.State());
        Assert.Equal(new MeasuredBoard(null, null), probe.Board());
        Assert.Equal(new MeasuredSystem(null, null, null), probe.System());
        Assert.Null(probe.CpuTime());
        Assert.Null(probe.InvoluntarySwitches());
        Assert.Null(probe.AllowedCpus());
    }

    [Theory]
    [InlineData("cpu  1 2 3 4 5 6 7\n", "1 (x) R 1 1 1 1 1 1 1 1 1 1 1 10 20 0")]
    [InlineData("cpu  1 2 3 4 5 6 7 8\n", "1 (x) R 1 1 1 1 1 1 1 1 1 1 10")]
    [InlineData("cpu  1 2 3 4 5 6 7 x\n", "1 (x) R 1 1 1 1 1 1 1 1 1 1 1 10 20 0")]
    [InlineData("intr 1 2 3 4 5 6 7 8\n", "1 (x) R 1 1 1 1 1 1 1 1 1 1 1 10 20 0")]
    [InlineData("cpu  1 2 3 4 5 6 7 8\n", "")]
    public void Times_that_are_not_understood_are_unknown(string all, string own)
    {
        _pi.Tree.Write("/proc/stat", all).Write("/proc/self/stat", own);

        Assert.Null(CpuTime.Read(new SystemRoot(_pi.Tree.Folder, _ => null)));
    }

    [Fact]
    public void Times_are_read_from_their_columns()
    {
        _pi.Tree.Write("/proc/stat", "cpu  1 20 300 4000 50000 600000 7000000 80000000 9 9\n").Write("/proc/self/stat", "1 (a b) c) R 4 5 6 7 8 9 10 11 12 13 140 1500 16 17");

        Assert.Equal(new CpuTime(87_654_321, 87_600_321, 1640), CpuTime.Read(new SystemRoot(_pi.Tree.Folder, _ => null)));
    }

    private static MinuteTimes Rounded(MinuteTimes times) => times with { MinMs = Math.Round(times.MinMs, 6), MedianMs = Math.Round(times.MedianMs, 6), P90Ms = Math.Round(times.P90Ms, 6) };
}
