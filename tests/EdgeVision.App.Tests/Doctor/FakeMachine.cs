using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeVision.App.Commands;
using EdgeVision.App.Doctor;
using EdgeVision.Devices.Health;
using EdgeVision.Devices.Pins.Simulation;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Doctor;

/// <summary>The files of a healthy board, to be spoilt by tests, and the doctor's answer.</summary>
internal sealed class FakeMachine : IDisposable
{
    private const string Thermal = "/sys/class/thermal/thermal_zone0";
    private const string Frequency = "/sys/devices/system/cpu/cpu0/cpufreq";

    private FakeMachine() => Machine = new DoctorMachine
    {
        Root = new SystemRoot(Tree.Folder, Environment.GetValueOrDefault),
        OpenPins = _ => Pins,
        SpaceOf = _ => new DiskSpace(8L << 30, 32L << 30),
        Architecture = Architecture.Arm64,
        Clock = new FakeClock(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), "Europe/Berlin"),
    };

    public static string[] Boards => ["raspberry-pi-zero-2w", "raspberry-pi-3b", "raspberry-pi-4b", "raspberry-pi-5"];

    public FakeTree Tree { get; } = new();

    public Dictionary<string, string> Environment { get; } = new() { ["PATH"] = "/usr/local/bin:/usr/bin" };

    public SimulatedPins Pins { get; } = new();

    public DoctorMachine Machine { get; set; }

    /// <summary>A board with a CSI camera, the service, a user in the right groups, and nothing wrong.</summary>
    public static FakeMachine Of(string board) => board switch
    {
        "raspberry-pi-zero-2w" => Pi("Raspberry Pi Zero 2 W Rev 1.0", "0xd03", "fp asimd evtstrm crc32 cpuid", 437248, 1000, "/sys/devices/platform/soc/soc:firmware", "imx219 10-0010", ["gpiochip0"]),
        "raspberry-pi-3b" => Pi("Raspberry Pi 3 Model B Rev 1.2", "0xd03", "fp asimd evtstrm crc32 cpuid", 930816, 1200, "/sys/devices/platform/soc/soc:firmware", "ov5647 10-0036", ["gpiochip0", "gpiochip1"]),
        "raspberry-pi-4b" => Pi("Raspberry Pi 4 Model B Rev 1.4", "0xd08", "fp asimd evtstrm crc32 cpuid", 3884640, 1800, "/sys/devices/platform/soc/soc:firmware", "imx477 10-001a", ["gpiochip0", "gpiochip1"]),
        "raspberry-pi-5" => Pi("Raspberry Pi 5 Model B Rev 1.0", "0xd0b", "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp", 8255552, 2400, "/sys/bus/platform/drivers/raspberrypi-firmware/soc@107c000000:firmware", "imx708_wide 11-001a", ["gpiochip0", "gpiochip4", "gpiochip10"]),
        _ => throw new ArgumentOutOfRangeException(nameof(board)),
    };

    /// <summary>A PC: no device tree, no pins, no service manager.</summary>
    public static FakeMachine Pc()
    {
        var machine = new FakeMachine();
        machine.Tree.Write("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse2 avx avx2 fma\n\nprocessor\t: 1\nflags\t\t: fpu sse2 avx avx2 fma\n")
            .Write("/proc/meminfo", "MemTotal:       16000000 kB\nMemAvailable:    9000000 kB\n").Write("/proc/sys/kernel/osrelease", "6.12.9-amd64\n")
            .Write("/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n").Write("/proc/self/status", "Name:\tedgevision\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t\n")
            .MakeFolder("/run/chrony");
        machine.Machine = machine.Machine with { Architecture = Architecture.X64 };
        return machine;
    }

    /// <summary>Runs the command and keeps its JSON.</summary>
    public DoctorAnswer Examine(params string[] options) => new(Run([.. options, "--json"]));

    /// <summary>Runs the command.</summary>
    public Cli Run(params string[] options)
    {
        var output = new StringWriter();
        ParseResult parsed = DoctorCommand.Create(output, Machine).Parse(options);
        Assert.Empty(parsed.Errors);
        int code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = output });
        return new Cli(code, output.ToString(), "");
    }

    public void Dispose() => Tree.Dispose();

    private static FakeMachine Pi(string model, string part, string features, int kibibytes, int megahertz, string firmware, string sensor, string[] chips)
    {
        var machine = new FakeMachine();
        FakeTree tree = machine.Tree;
        IEnumerable<string> cores = Enumerable.Range(0, 4).Select(core => $"processor\t: {core}\nBogoMIPS\t: 108.00\nFeatures\t: {features}\nCPU implementer\t: 0x41\nCPU part\t: {part}\n\n");
        tree.Write("/proc/device-tree/model", model + "\0").Write("/proc/cpuinfo", string.Concat(cores) + $"Revision\t: c03114\nModel\t\t: {model}\n")
            .Write("/proc/meminfo", $"MemTotal:        {kibibytes} kB\nMemFree:         {kibibytes / 3} kB\nMemAvailable:    {kibibytes / 2} kB\nSwapTotal:        524284 kB\nSwapFree:         524284 kB\n")
            .Write("/proc/sys/kernel/osrelease", "6.12.25+rpt-rpi-v8\n").Write("/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n")
            .Write($"{Frequency}/scaling_governor", "ondemand\n").Write($"{Frequency}/scaling_cur_freq", "600000\n").Write($"{Frequency}/scaling_max_freq", $"{megahertz}000\n").Write($"{Frequency}/cpuinfo_max_freq", $"{megahertz}000\n")
            .Write($"{Thermal}/type", "cpu-thermal\n").Write($"{Thermal}/temp", "48312\n").Write($"{firmware}/get_throttled", "0\n")
            .Write("/run/systemd/timesync/synchronized").MakeFolder("/run/systemd/system")
            .Write("/proc/self/status", "Name:\tedgevision\nUid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\nGroups:\t44 986 1000 \n")
            .Write("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000:,,,:/home/ada:/bin/bash\n").Write("/etc/group", "root:x:0:\nvideo:x:44:ada\ngpio:x:986:ada\nada:x:1000:\n")
            .Write("/etc/systemd/system/edgevision.service", "[Service]\nType=notify\nWatchdogSec=15\n").Write("/etc/systemd/system/multi-user.target.wants/edgevision.service").MakeFolder("/sys/fs/cgroup/system.slice/edgevision.service")
            .Write("/boot/firmware/config.txt", "camera_auto_detect=1\n[all]\ndtparam=strict_gpiod\n").Write("/usr/bin/rpicam-vid")
            .Write("/dev/media0").Write("/dev/dma_heap/linux,cma").Write("/dev/video0").Write("/dev/video10").Write("/dev/video11").Write("/dev/video12")
            .Write("/sys/class/video4linux/v4l-subdev0/name", sensor + "\n").Write("/sys/class/video4linux/video0/name", "unicam-image\n");
        foreach (int node in (int[])[10, 11, 12])
            tree.Write($"/sys/class/video4linux/video{node}/name", "bcm2835-codec\n");
        foreach (string chip in chips)
            tree.Write($"/dev/{chip}");
        return machine;
    }

    private sealed class FakeClock(DateTimeOffset now, string zone) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone(zone, TimeSpan.FromHours(1), zone, zone);

        public override DateTimeOffset GetUtcNow() => now;
    }

    public void SetClock(DateTimeOffset now, string zone) => Machine = Machine with { Clock = new FakeClock(now, zone) };
}

/// <summary>What the doctor said.</summary>
internal sealed record DoctorAnswer(Cli Cli)
{
    public IReadOnlyList<(string Area, string Name, string State, string Found, string? Advice)> Findings { get; } =
        [.. Cli.Json.GetProperty("findings").EnumerateArray().Select(finding => (Text(finding, "area")!, Text(finding, "name")!, Text(finding, "state")!, Text(finding, "found")!, Text(finding, "advice")))];

    /// <summary>All that is not in order, as "area name state".</summary>
    public IEnumerable<string> Complaints => Findings.Where(finding => finding.State != "ok").Select(finding => $"{finding.Area} {finding.Name} {finding.State}");

    /// <summary>Checks that there is exactly one complaint, with these words in what was found and advised, and the right exit code.</summary>
    public void AssertOnly(string complaint, params string[] words)
    {
        Assert.Equal([complaint], Complaints);
        AssertSays(complaint, words);
        Assert.Equal(complaint.EndsWith("problem", StringComparison.Ordinal) ? ExitCodes.Device : ExitCodes.Success, Cli.ExitCode);
    }

    /// <summary>Checks that there is this complaint, among others, and what it says.</summary>
    public void AssertSays(string complaint, params string[] words)
    {
        (string _, string _, string state, string found, string? advice) = Assert.Single(Findings, finding => $"{finding.Area} {finding.Name} {finding.State}" == complaint);
        Assert.All(words, word => Assert.Contains(word, $"{found} -> {advice}", StringComparison.Ordinal));
        if (state is "warning" or "problem")
            Assert.False(string.IsNullOrWhiteSpace(advice));
    }

    private static string? Text(JsonElement finding, string name) => finding.GetProperty(name).GetString();
}
