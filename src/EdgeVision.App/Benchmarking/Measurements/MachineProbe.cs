using System.Buffers.Binary;
using System.Globalization;
using EdgeVision.App.Machine;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>Reads what a report says about the machine.</summary>
internal sealed class MachineProbe(SystemRoot root)
{
    private const string DeviceTree = "/proc/device-tree";
    private const string OwnThreads = "/proc/self/task";

    private static readonly (ThrottleCauses Cause, string Name)[] CauseNames =
    [
        (ThrottleCauses.UnderVoltage, "under-voltage"),
        (ThrottleCauses.FrequencyCapped, "frequency capped"),
        (ThrottleCauses.Throttled, "throttled"),
        (ThrottleCauses.SoftTemperatureLimit, "soft temperature limit"),
    ];

    private readonly ThrottleSensor? _throttling = ThrottleSensor.Find(root);
    private readonly ThermalZone? _thermometer = ThermalZone.Find(root);

    public MeasuredBoard Board() => new(Text($"{DeviceTree}/model"), Revision());

    public CpuInfo Cpu() => CpuInfo.Read(root);

    public MeasuredSystem System() =>
        new(Text("/proc/sys/kernel/osrelease"), OperatingSystemName.Read(root), MemoryState.Read(root)?.TotalBytes);

    public string? AllowedCpus() => PhysicalCores.AllowedCpusText(root);

    /// <summary>The machine now.</summary>
    public MachineState State() => new(
        CpuClock.All(root) is { Count: > 0 } clocks ? clocks : null,
        Throttling(),
        _thermometer?.ReadCelsius(),
        LoadAverage());

    public CpuTime? CpuTime() => Machine.CpuTime.Read(root);

    /// <summary>How often threads of this process that still live were made to wait; <see langword="null"/> where it is not told.</summary>
    public long? InvoluntarySwitches()
    {
        long?[] ofThreads = [.. root.Entries(OwnThreads).Select(thread => Number(
            ProcFields.Value(root.ReadText($"{OwnThreads}/{thread}/status"), "nonvoluntary_ctxt_switches")))];
        return ofThreads.Any(count => count is not null) ? ofThreads.Sum() : null;
    }

    /// <summary>The names of all causes, for a sensor that knows them all.</summary>
    public static IReadOnlyList<string> AllCauses => Names(ThrottleState.AllCauses);

    private Throttling? Throttling() => _throttling?.Read() is { } state
        ? new Throttling(_throttling.Source, Names(_throttling.Knows), Names(state.Now), Names(state.HasOccurred))
        : null;

    private static string[] Names(ThrottleCauses causes) =>
        [.. CauseNames.Where(named => causes.HasFlag(named.Cause)).Select(named => named.Name)];

    /// <summary>The firmware of a Raspberry Pi writes one number, the most significant byte first.</summary>
    private string? Revision() =>
        root.ReadBytes($"{DeviceTree}/system/linux,revision") is { Length: sizeof(uint) } bytes
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes).ToString("x", CultureInfo.InvariantCulture)
            : null;

    private double[]? LoadAverage()
    {
        string[] words = (root.ReadText("/proc/loadavg") ?? "").Split(' ');
        double?[] numbers = [.. words.Take(3).Select(word =>
            double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : (double?)null)];
        return numbers is [{ } one, { } five, { } fifteen] ? [one, five, fifteen] : null;
    }

    private string? Text(string path) => root.ReadText(path) is { Length: > 0 } text ? text : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
