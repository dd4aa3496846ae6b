using System.Runtime.InteropServices;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Tests.Doctor;

/// <summary>Each fault alone, on a board that is healthy otherwise: exactly one complaint, and what to do.</summary>
public sealed class MachineFaultTests : IDisposable
{
    private const string Throttled = "/sys/devices/platform/soc/soc:firmware/get_throttled";
    private const string Frequency = "/sys/devices/system/cpu/cpu0/cpufreq";
    private const string Unit = "/etc/systemd/system/edgevision.service";

    private readonly FakeMachine _machine = FakeMachine.Of("raspberry-pi-4b");

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("1", "power voltage problem", "now", "4.63 V", "official supply")]
    [InlineData("2", "power clock cap warning", "now", "holds the clock down")]
    [InlineData("4", "power throttling warning", "now", "throttles", "heat sink")]
    [InlineData("8", "power soft limit warning", "now", "soft temperature limit")]
    [InlineData("10000", "power voltage warning", "since the start", "4.63 V")]
    [InlineData("20000", "power clock cap note", "since the start")]
    [InlineData("40000", "power throttling note", "since the start")]
    [InlineData("80000", "power soft limit note", "since the start")]
    public void Every_bit_of_the_firmware_is_explained(string bits, string complaint, params string[] words)
    {
        _machine.Tree.Write(Throttled, bits + "\n");

        _machine.Examine().AssertOnly(complaint, words);
    }

    [Fact]
    public void Several_bits_are_several_findings()
    {
        _machine.Tree.Write(Throttled, "50005\n");

        Assert.Equal(["power voltage problem", "power throttling warning"], _machine.Examine().Complaints);
    }

    [Theory]
    [InlineData(false, "vcgencmd")]
    [InlineData(true, "DeviceAllow=/dev/vcio")]
    public void A_firmware_that_does_not_answer_is_a_note_with_the_way_out(bool inService, string advice)
    {
        _machine.Tree.Remove(Throttled);
        if (inService)
        {
            _machine.Environment["INVOCATION_ID"] = "8f";
            _machine.Environment["NOTIFY_SOCKET"] = "@n";
        }

        _machine.Examine().AssertOnly("power throttling note", advice);
    }

    [Theory]
    [InlineData("74999", null)]
    [InlineData("75000", "power temperature warning")]
    [InlineData("85000", "power temperature problem")]
    public void Heat_is_told_in_two_steps(string temperature, string? complaint)
    {
        _machine.Tree.Write("/sys/class/thermal/thermal_zone0/temp", temperature);

        if (complaint is null)
            Assert.Empty(_machine.Examine().Complaints);
        else
            _machine.Examine().AssertOnly(complaint, "°C", "fan");
    }

    [Fact]
    public void An_old_kernel_cannot_use_pins()
    {
        _machine.Tree.Write("/proc/sys/kernel/osrelease", "5.9.99-v8+\n");
        _machine.Examine().AssertOnly("board kernel problem", "5.10", "update");
        _machine.Tree.Write("/proc/sys/kernel/osrelease", "5.10.0-v8+\n");
        Assert.Empty(_machine.Examine().Complaints);
    }

    [Fact]
    public void A_32_bit_program_is_slow()
    {
        _machine.Machine = _machine.Machine with { Architecture = Architecture.Arm };

        _machine.Examine().AssertOnly("board 64 bits warning", "64-bit Raspberry Pi OS");
    }

    [Fact]
    public void An_unknown_Pi_is_checked_as_a_host_and_says_so()
    {
        _machine.Tree.Write("/proc/device-tree/model", "Raspberry Pi 9\0");

        _machine.Examine().AssertSays("board model note", "Raspberry Pi 9", "--board");
    }

    [Fact]
    public void Missing_cores_and_features_are_seen()
    {
        _machine.Tree.Write("/proc/cpuinfo", "processor\t: 0\nFeatures\t: fp crc32\n");

        DoctorAnswer answer = _machine.Examine();

        Assert.Equal(["cpu cores warning", "cpu features warning"], answer.Complaints);
        answer.AssertSays("cpu cores warning", "1 are on", "has 4", "maxcpus=");
        answer.AssertSays("cpu features warning", "asimd");
    }

    [Theory]
    [InlineData("scaling_governor", "powersave", "stays at the lowest", "ondemand")]
    [InlineData("scaling_max_freq", "900000", "limited to 900 MHz", "arm_freq")]
    public void A_low_clock_is_seen(string file, string value, params string[] words)
    {
        _machine.Tree.Write($"{Frequency}/{file}", value + "\n");

        _machine.Examine().AssertOnly("cpu clock warning", words);
    }

    [Theory]
    [InlineData(3884640, 90000, "memory available warning", "tight")]
    [InlineData(3884640, 20000, "memory available problem", "killed")]
    [InlineData(600000, 400000, "memory total warning", "gpu_mem")]
    public void Little_memory_is_seen(int total, int available, string complaint, string word)
    {
        _machine.Tree.Write("/proc/meminfo", $"MemTotal: {total} kB\nMemAvailable: {available} kB\n");

        _machine.Examine().AssertOnly(complaint, word);
    }

    [Fact]
    public void A_tight_control_group_is_a_problem()
    {
        _machine.Tree.Write("/proc/self/cgroup", "0::/system.slice/edgevision.service\n").Write("/sys/fs/cgroup/system.slice/edgevision.service/memory.max", "33554432\n");

        _machine.Examine().AssertOnly("memory limit problem", "32 MiB", "MemoryMax=");
    }

    [Fact]
    public void A_wrong_clock_is_a_problem_and_an_unsynchronised_one_a_warning()
    {
        _machine.Tree.Remove("/run/systemd/timesync/synchronized");
        _machine.Examine().AssertOnly("clock time warning", "not synchronised", "network");
        _machine.Tree.Remove("/run/systemd/timesync");
        _machine.Examine().AssertOnly("clock time note", "cannot be told");
        _machine.SetClock(new DateTimeOffset(1970, 1, 1, 0, 1, 0, TimeSpan.Zero), "Europe/Berlin");
        _machine.Examine().AssertOnly("clock time problem", "1970", "set-ntp");
    }

    [Fact]
    public void UTC_is_worth_a_note()
    {
        _machine.SetClock(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), "UTC");

        _machine.Examine().AssertOnly("clock time zone note", "schedules", "set-timezone");
    }

    [Fact]
    public void Missing_groups_are_named_with_the_command()
    {
        _machine.Tree.Write("/proc/self/status", "Uid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\nGroups:\t1000\n");

        _machine.Examine().AssertOnly("user groups warning", "not in gpio, video", "sudo usermod -aG gpio,video");
        _machine.Tree.Write("/etc/group", "video:x:44:\n");
        _machine.Examine().AssertOnly("user groups warning", "not in video", "sudo usermod -aG video");
    }

    [Fact]
    public void Root_is_worth_a_note()
    {
        _machine.Tree.Write("/proc/self/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t0\n");

        _machine.Examine().AssertOnly("user name note", "root");
    }

    [Fact]
    public void The_service_is_looked_at()
    {
        _machine.Tree.Remove("/sys/fs/cgroup/system.slice/edgevision.service");
        _machine.Examine().AssertOnly("service active note", "systemctl start");
        _machine.Tree.MakeFolder("/sys/fs/cgroup/system.slice/edgevision.service").Write(Unit, "[Service]\n#WatchdogSec=15\n");
        _machine.Examine().AssertOnly("service watchdog warning", "WatchdogSec=15");
        _machine.Tree.Write(Unit, "[Service]\nWatchdogSec=1min\n").Remove("/etc/systemd/system/multi-user.target.wants/edgevision.service");
        _machine.Examine().AssertOnly("service unit warning", "systemctl enable");
        _machine.Tree.Remove(Unit);
        _machine.Examine().AssertOnly("service unit note", "not installed", "deploy");
    }

    [Fact]
    public void Inside_the_service_its_environment_is_looked_at()
    {
        _machine.Environment["INVOCATION_ID"] = "8f2a";
        _machine.Examine().AssertSays("service inside ok", "beside the service's program");
        _machine.Tree.Write(Unit, "[Service]\nType=simple\nWatchdogSec=15\n");
        _machine.Examine().AssertOnly("service inside warning", "Type=notify");
        _machine.Environment["NOTIFY_SOCKET"] = "/run/systemd/notify";
        _machine.Examine().AssertSays("service inside ok", "without a watchdog");
        _machine.Environment["WATCHDOG_USEC"] = "15000000";
        _machine.Examine().AssertSays("service inside ok", "watchdog waits 15 s");
    }

    [Theory]
    [InlineData(63, "disk folder problem")]
    [InlineData(64, "disk folder warning")]
    [InlineData(1023, "disk folder warning")]
    [InlineData(1024, "disk folder ok")]
    public void A_full_disk_is_seen(long mebibytes, string complaint)
    {
        _machine.Machine = _machine.Machine with { SpaceOf = _ => new DiskSpace(mebibytes << 20, 32L << 30) };

        _machine.Examine("--record", _machine.Tree.Folder).AssertSays(complaint, _machine.Tree.Folder);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_or_whose_disk_is_silent_is_seen()
    {
        _machine.Machine = _machine.Machine with { SpaceOf = _ => null };
        _machine.Examine("--record", "/proc/self").AssertOnly("disk folder problem", "/proc/self", "may write");
        _machine.Examine("--record", _machine.Tree.Folder).AssertOnly("disk folder warning", "does not tell");
        Assert.Empty(Directory.EnumerateFiles(_machine.Tree.Folder));
    }
}
