using System.Globalization;
using EdgeVision.App.Benchmarking.Measurements;
using EdgeVision.App.Tests.Doctor;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Benchmarking.Measurements;

/// <summary>A quiet, cool, healthy Raspberry Pi 4 made of files, in which time passes only while inferences are "timed".</summary>
internal sealed class FakePi : IDisposable
{
    public const string Throttled = "/sys/devices/platform/soc/soc:firmware/get_throttled";
    public const string Temperature = "/sys/class/thermal/thermal_zone0/temp";
    private const int Cpus = 4, TicksPerSecond = 100;

    private readonly FakeMachine _machine = FakeMachine.Of("raspberry-pi-4b");
    private long _seconds;

    public FakePi()
    {
        Tree.Write("/proc/loadavg", "0.08 0.03 0.01 1/135 2101\n").Write("/proc/self/task/2101/status", "Name:\tedgevision\nnonvoluntary_ctxt_switches:\t7\n")
            .Write("/proc/self/status", "Name:\tedgevision\nCpus_allowed_list:\t0-3\n");
        File.WriteAllBytes(Tree.MakeFolder("/proc/device-tree/system").PathOf("/proc/device-tree/system/linux,revision"), [0, 0xc0, 0x31, 0x14]);
        for (int cpu = 0; cpu < Cpus; cpu++)
            SetClock(cpu, 600);
        Tree.MakeFolder("/sys/devices/system/cpu/cpufreq").MakeFolder("/sys/devices/system/cpu/cpuidle");
        Pass(0);
    }

    public FakeTree Tree => _machine.Tree;

    /// <summary>What happens at the end of each period of ten seconds, with its number from 1.</summary>
    public Action<int> OnLook { get; set; } = _ => { };

    /// <summary>How many CPUs work for other programs.</summary>
    public double OtherCpus { get; set; }

    /// <summary>Milliseconds of the inferences of a period, by its number.</summary>
    public Func<int, double[]> Times { get; set; } = _ => [24.5, 24.25, 24.75];

    public static string Frequency(int cpu) => $"/sys/devices/system/cpu/cpu{cpu}/cpufreq";

    public void SetClock(int cpu, int megahertz, string governor = "ondemand") =>
        Tree.Write($"{Frequency(cpu)}/scaling_governor", governor + "\n").Write($"{Frequency(cpu)}/cpuinfo_min_freq", "600000\n")
            .Write($"{Frequency(cpu)}/cpuinfo_max_freq", "1800000\n").Write($"{Frequency(cpu)}/scaling_max_freq", "1800000\n")
            .Write($"{Frequency(cpu)}/scaling_cur_freq", $"{megahertz}000\n");

    public Measurement Measure(int seconds = Verdict.FullSeconds)
    {
        var probe = new MachineProbe(_machine.Machine.Root);
        int looks = 0;
        var run = new MeasurementRun(probe, period =>
        {
            looks++;
            Tree.Write($"{Frequency(0)}/scaling_cur_freq", "1800000\n"); // it has work now
            Pass((long)period.TotalSeconds);
            OnLook(looks);
            return Times(looks);
        });
        IReadOnlyList<MinuteTimes> minutes = run.Run(seconds, (_, _) => { });
        var cpu = probe.Cpu();
        return new Measurement("2026-11-21T20:00:00Z", new MeasuredProduct("0.1.0", ".NET 10.0.12 linux-arm64", "jit"), probe.Board(),
            new MeasuredCpu(cpu.Name, cpu.Part, cpu.Cpus, cpu.Features, ["scalar", "neon"], "neon"), probe.System(),
            new MeasuredModel("model.tflite", new string('a', 64), 568_740_352, 435_008, new string('b', 64), Verified: true), Cpus, probe.AllowedCpus(),
            run.Before, run.Watch(Cpus), run.After, minutes);
    }

    public void Dispose() => _machine.Dispose();

    private void Pass(long seconds)
    {
        _seconds += seconds;
        long own = _seconds * TicksPerSecond * 3, others = (long)(_seconds * TicksPerSecond * OtherCpus), all = _seconds * TicksPerSecond * Cpus;
        string text = string.Create(CultureInfo.InvariantCulture, $"cpu  {1000 + own} 0 {500 + others} {90000 + all - own - others} 30 0 0 0 5 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
        Tree.Write("/proc/stat", text).Write("/proc/self/stat", string.Create(CultureInfo.InvariantCulture,
            $"2101 (edge) vision) R 1 2101 2101 0 -1 4194304 100 0 0 0 {20 + own} 5 0 0 20 0 9 0 100 1 2\n"));
    }
}
