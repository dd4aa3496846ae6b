using EdgeVision.Devices.Health;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Health;

/// <summary>Temperature, memory and disk.</summary>
public sealed class ReadingsTests : IDisposable
{
    private const string MemInfo = "MemTotal:         437248 kB\nMemFree:          101000 kB\nMemAvailable:     251904 kB\nSwapTotal:        102396 kB\nSwapFree:          51200 kB\n";

    private readonly FakeTree _tree = new();

    private SystemRoot Root => new(_tree.Folder, _ => null);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void The_processors_sensor_is_preferred_to_others()
    {
        Zone(0, "gpu-thermal", "30000").Zone(1, "cpu-thermal", "48312");

        ThermalZone zone = ThermalZone.Find(Root)!;

        Assert.Equal(("cpu-thermal", 48.312), (zone.Type, zone.ReadCelsius()));
        Assert.Equal(["gpu-thermal", "cpu-thermal"], ThermalZone.All(Root).Select(each => each.Type));
    }

    [Fact]
    public void Without_a_processors_sensor_the_first_one_counts()
    {
        Zone(0, "acpitz", "-5000").Zone(1, "nvme", "30000");

        Assert.Equal(-5, ThermalZone.Find(Root)!.ReadCelsius());
    }

    [Fact]
    public void A_sensor_without_a_value_gives_none_and_no_sensor_is_null()
    {
        Assert.Null(ThermalZone.Find(Root));
        Zone(0, "cpu-thermal", "");
        Assert.Null(ThermalZone.Find(Root)!.ReadCelsius());
    }

    [Fact]
    public void Memory_is_read_in_bytes()
    {
        _tree.Write("/proc/meminfo", MemInfo);

        Assert.Equal(new MemoryState(437248L << 10, 251904L << 10, 102396L << 10, 51200L << 10, null), MemoryState.Read(Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: 1 kB\n")]
    [InlineData("MemTotal: x kB\nMemAvailable: 1 kB\n")]
    [InlineData("MemTotal: 9223372036854775807 kB\nMemAvailable: 1 kB\n")]
    public void Memory_that_is_not_told_is_null(string text)
    {
        _tree.Write("/proc/meminfo", text);

        Assert.Null(MemoryState.Read(Root));
    }

    [Fact]
    public void The_least_limit_of_all_groups_above_counts()
    {
        _tree.Write("/proc/meminfo", MemInfo).Write("/proc/self/cgroup", "1:name=systemd:/x\n0::/system.slice/edgevision.service\n")
            .Write("/sys/fs/cgroup/system.slice/edgevision.service/memory.max", "max\n").Write("/sys/fs/cgroup/system.slice/memory.max", "268435456\n");

        Assert.Equal(268435456, MemoryState.Read(Root)!.LimitBytes);
        _tree.Write("/sys/fs/cgroup/system.slice/edgevision.service/memory.max", "1000\n");
        Assert.Equal(1000, MemoryState.Read(Root)!.LimitBytes);
        _tree.Write("/sys/fs/cgroup/memory.max", "500\n");
        Assert.Equal(500, MemoryState.Read(Root)!.LimitBytes);
    }

    [Fact]
    public void A_folder_that_does_not_exist_yet_has_the_room_of_the_one_above()
    {
        DiskSpace here = DiskSpace.Of(_tree.Folder)!.Value, below = DiskSpace.Of(_tree.PathOf("/not/yet"))!.Value;

        Assert.InRange(here.AvailableBytes, 1, here.TotalBytes);
        Assert.Equal(here.TotalBytes, below.TotalBytes);
    }

    private ReadingsTests Zone(int number, string type, string temperature)
    {
        _tree.Write($"/sys/class/thermal/thermal_zone{number}/type", type + "\n").Write($"/sys/class/thermal/thermal_zone{number}/temp", temperature + "\n").Write("/sys/class/thermal/cooling_device0/type", "fan");
        return this;
    }
}
