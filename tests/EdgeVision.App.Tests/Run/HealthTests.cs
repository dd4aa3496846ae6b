using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Health;
using EdgeVision.Devices.Health;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Run;

public sealed class HealthTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTree _tree = new();

    private SystemRoot Machine => new(_tree.Folder, name => name == "PATH" ? "/nowhere:/bin" : null);

    public void Dispose()
    {
        _folder.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void Heat_is_told_from_80_degrees_until_below_75()
    {
        var probe = new TemperatureProbe(Machine);
        Assert.Null(probe.Look());
        Zone(0, "42000").Zone(1, "80000");
        Assert.Contains("80 °C", probe.Look(), StringComparison.Ordinal);
        Zone(1, "75000");
        Assert.NotNull(probe.Look());
        Zone(1, "74999");
        Assert.Null(probe.Look());
        Zone(1, "79999");
        Assert.Null(probe.Look());
        Zone(1, "no value").Zone(0, "80001");
        Assert.NotNull(probe.Look());
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("50000", null)] // it was so once
    [InlineData("1", "supply voltage")]
    [InlineData("50005", "supply voltage")]
    [InlineData("2", "slowed")]
    [InlineData("4", "slowed")]
    [InlineData("8", "slowed")]
    [InlineData("nonsense", null)]
    public void The_firmware_says_what_is_wrong(string flags, string? says)
    {
        _tree.Write("/sys/devices/platform/soc/soc:firmware/get_throttled", flags + "\n");
        string? told = new ThrottleProbe(Machine).Look();
        Assert.Equal(says is not null, told is not null);
        Assert.Contains(says ?? "", told ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Vcgencmd_is_asked_where_the_kernel_says_nothing()
    {
        Assert.Null(new ThrottleProbe(Machine).Look());
        _tree.Write("/dev/vcio").Script("/bin/vcgencmd", "[ $1 = get_throttled ] && echo throttled=0x50001");
        Assert.Contains("supply voltage", new ThrottleProbe(Machine).Look(), StringComparison.Ordinal);
    }

    [Fact]
    public void Little_memory_is_told()
    {
        var probe = new MemoryProbe(Machine);
        Assert.Null(probe.Look());
        _tree.Write("/proc/meminfo", "MemTotal:        1000000 kB\nMemFree:  1 kB\nMemAvailable:      49999 kB\n");
        Assert.Contains("48 of 976 MiB", probe.Look(), StringComparison.Ordinal);
        _tree.Write("/proc/meminfo", "MemTotal:        1000000 kB\nMemFree:  1 kB\nMemAvailable:      50000 kB\n");
        Assert.Null(probe.Look());
    }

    [Fact]
    public void A_full_disk_stops_writers_and_room_lets_them_go_on()
    {
        DiskSpace? space = new(100, 1000);
        var told = new List<bool>();
        string? asked = null;
        var probe = new DiskProbe("not/yet/there", atLeast: 50, told.Add, folder =>
        {
            asked = folder;
            return space;
        });
        Assert.Null(probe.Look());
        Assert.Equal("not/yet/there", asked);
        space = new(49, 1000);
        Assert.Contains("not/yet/there", probe.Look(), StringComparison.Ordinal);
        space = new(50, 1000);
        Assert.Null(probe.Look());
        space = null;
        Assert.Null(probe.Look());
        Assert.Equal([false, true, false], told);
    }

    [Fact]
    public void Only_changes_are_news()
    {
        var events = new EventLog();
        string? problem = "too hot";
        int looks = 0;
        var probe = new Scripted(() =>
        {
            looks++;
            return problem;
        });
        using (new HealthMonitor([probe], TimeSpan.FromMilliseconds(1), events))
        {
            WaitForLooks(5);
            problem = null;
            WaitForLooks(5);
        }

        Assert.True(events.TryTake(TimeSpan.Zero, out RunEvent first, out _));
        Assert.Equal((RunEventKind.Warning, "too hot"), (first.Kind, first.Message));
        Assert.True(events.TryTake(TimeSpan.Zero, out RunEvent second, out _));
        Assert.Equal((RunEventKind.Cleared, "scripted"), (second.Kind, second.Message));
        Assert.False(events.TryTake(TimeSpan.Zero, out _, out _));

        void WaitForLooks(int more)
        {
            int until = Volatile.Read(ref looks) + more;
            TestRun.WaitFor(() => Volatile.Read(ref looks) >= until, () => "nobody looks");
        }
    }

    [Fact]
    public void A_disk_that_gets_full_ends_the_recording_but_not_the_run()
    {
        using TestRun run = TestRun.Start(
            RulesText.BrightLamp,
            settings => settings with { Record = Path.Combine(_folder.Root, "sessions") },
            parts => parts with { FreeBytes = long.MaxValue, HealthInterval = TimeSpan.FromMilliseconds(10) });
        run.WaitForEvent("warning");
        Assert.Contains("almost full", run.WaitForEvent("recording_stopped").GetProperty("message").GetString(), StringComparison.Ordinal);
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+");
    }

    private HealthTests Zone(int number, string temperature)
    {
        _tree.Write($"/sys/class/thermal/thermal_zone{number}/temp", temperature + "\n");
        return this;
    }

    private sealed class Scripted(Func<string?> look) : IHealthProbe
    {
        public string Name => "scripted";

        public string? Look() => look();
    }
}
