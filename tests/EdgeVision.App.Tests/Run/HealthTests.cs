using System.Runtime.Versioning;
using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Health;

namespace EdgeVision.App.Tests.Run;

public sealed class HealthTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Heat_is_told_from_80_degrees_until_below_75()
    {
        Write("thermal/thermal_zone0/temp", "42000\n");
        var probe = new TemperatureProbe(_folder["thermal"]);
        Assert.Null(probe.Look());
        Write("thermal/thermal_zone1/temp", "80000\n");
        Assert.Contains("80 °C", probe.Look(), StringComparison.Ordinal);
        Write("thermal/thermal_zone1/temp", "75000\n");
        Assert.NotNull(probe.Look());
        Write("thermal/thermal_zone1/temp", "74999\n");
        Assert.Null(probe.Look());
        Write("thermal/thermal_zone1/temp", "79999\n");
        Assert.Null(probe.Look());
        Assert.Null(new TemperatureProbe(_folder["none"]).Look());
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
        Write("soc/soc:firmware/get_throttled", flags + "\n");
        string? told = new ThrottleProbe(_folder["soc"], "").Look();
        Assert.Equal(says is not null, told is not null);
        Assert.Contains(says ?? "", told ?? "", StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Vcgencmd_is_asked_where_the_kernel_says_nothing()
    {
        string program = Write("bin/vcgencmd", "#!/bin/sh\n[ $1 = get_throttled ] && echo throttled=0x50001\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("supply voltage", new ThrottleProbe(_folder["soc"], $"/nowhere:{_folder["bin"]}").Look(), StringComparison.Ordinal);
        Assert.Null(new ThrottleProbe(_folder["soc"], "").Look());
    }

    [Fact]
    public void Little_memory_is_told()
    {
        string file = Write("meminfo", "MemTotal:        1000000 kB\nMemFree:  1 kB\nMemAvailable:      49999 kB\n");
        Assert.Contains("48 of 976 MiB", new MemoryProbe(file).Look(), StringComparison.Ordinal);
        Write("meminfo", "MemTotal:        1000000 kB\nMemFree:  1 kB\nMemAvailable:      50000 kB\n");
        Assert.Null(new MemoryProbe(file).Look());
        Assert.Null(new MemoryProbe(_folder["none"]).Look());
    }

    [Fact]
    public void A_full_disk_stops_writers_and_room_lets_them_go_on()
    {
        long free = 100;
        var told = new List<bool>();
        string? asked = null;
        var probe = new DiskProbe(_folder["not/yet/there"], atLeast: 50, told.Add, folder =>
        {
            asked = folder;
            return free;
        });
        Assert.Null(probe.Look());
        Assert.Equal(_folder.Root, asked);
        free = 49;
        Assert.Contains("not/yet/there", probe.Look(), StringComparison.Ordinal);
        free = 50;
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

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        return _folder.Write(name, text);
    }

    private sealed class Scripted(Func<string?> look) : IHealthProbe
    {
        public string Name => "scripted";

        public string? Look() => look();
    }
}
