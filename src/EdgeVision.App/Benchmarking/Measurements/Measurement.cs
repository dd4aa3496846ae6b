using EdgeVision.App.Machine;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>
/// What <c>bench --report</c> found. A value that this machine does not tell is <see langword="null"/>; nothing is guessed.
/// </summary>
/// <param name="MeasuredAt">When it began, UTC, ISO 8601.</param>
/// <param name="Product">The program.</param>
/// <param name="Board">The computer.</param>
/// <param name="Cpu">Its processor.</param>
/// <param name="System">Its operating system and memory.</param>
/// <param name="Model">What ran.</param>
/// <param name="Threads">Threads that shared an inference.</param>
/// <param name="AllowedCpus">CPUs that the process may run on, as the kernel writes them: fewer than the board has if it was pinned.</param>
/// <param name="Before">The machine before the first inference.</param>
/// <param name="During">The machine while it worked.</param>
/// <param name="After">The machine right after the last inference.</param>
/// <param name="Minutes">The times, minute by minute.</param>
internal sealed record Measurement(
    string MeasuredAt,
    MeasuredProduct Product,
    MeasuredBoard Board,
    MeasuredCpu Cpu,
    MeasuredSystem System,
    MeasuredModel Model,
    int Threads,
    string? AllowedCpus,
    MachineState Before,
    MachineWatch During,
    MachineState After,
    IReadOnlyList<MinuteTimes> Minutes)
{
    /// <summary>How long inferences were timed, in seconds.</summary>
    public long TotalSeconds() => Minutes.Sum(minute => (long)minute.Seconds);
}

/// <param name="Version">With the commit it was built from, where that is known.</param>
/// <param name="Runtime">The .NET it runs on.</param>
/// <param name="Compiled"><c>jit</c> or <c>ahead of time</c>.</param>
internal sealed record MeasuredProduct(string Version, string Runtime, string Compiled);

/// <param name="Model">The device tree's name of the board.</param>
/// <param name="Revision">Its revision code, hexadecimal.</param>
internal sealed record MeasuredBoard(string? Model, string? Revision);

/// <param name="Name">Such as <c>Cortex-A72</c>.</param>
/// <param name="Part">Implementer and part number of an Arm core.</param>
/// <param name="Cores">How many CPUs are on.</param>
/// <param name="Features">What the kernel says the CPU can do.</param>
/// <param name="OfferedIsas">The instruction sets with kernels of their own that this CPU offers.</param>
/// <param name="Isa">The one that was chosen.</param>
internal sealed record MeasuredCpu(
    string? Name, string? Part, int? Cores, IReadOnlyList<string> Features, IReadOnlyList<string> OfferedIsas, string Isa);

internal sealed record MeasuredSystem(string? Kernel, string? Name, long? MemoryBytes);

/// <param name="File">The file's name; with its folder's for a <c>model.tflite</c>.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Macs">Multiply-accumulates of an inference.</param>
/// <param name="ArenaBytes">Memory for all activations.</param>
/// <param name="OutputSha256">Of the output on the seeded input.</param>
/// <param name="Verified">Whether that is what the scalar reference kernels give, before the first timed inference and after the last.</param>
internal sealed record MeasuredModel(string File, string Sha256, long Macs, int ArenaBytes, string OutputSha256, bool Verified);

/// <param name="Clocks">The clock of each CPU; <see langword="null"/> where the kernel does not tell.</param>
/// <param name="Throttling">What slows the board down; <see langword="null"/> where there is no firmware to ask.</param>
/// <param name="Celsius">The processor's temperature.</param>
/// <param name="LoadAverage">Over the last 1, 5 and 15 minutes.</param>
internal sealed record MachineState(
    IReadOnlyList<CpuClock>? Clocks, Throttling? Throttling, double? Celsius, IReadOnlyList<double>? LoadAverage)
{
    /// <summary>The clock of the fastest CPU; an idle one may be slower.</summary>
    public int? FastestKhz() => Clocks?.Max(clock => clock.CurrentKhz);

    /// <summary>The highest clock that any CPU has.</summary>
    public int? MaximumKhz() => Clocks?.Max(clock => clock.MaximumKhz);
}

/// <param name="Source">The file or program that was asked.</param>
/// <param name="Knows">The causes that it can tell.</param>
/// <param name="Now">Causes that are in effect.</param>
/// <param name="SinceStart">Causes that were in effect since the board was started, or are.</param>
internal sealed record Throttling(
    string Source, IReadOnlyList<string> Knows, IReadOnlyList<string> Now, IReadOnlyList<string> SinceStart);

/// <param name="Samples">How often the machine was looked at.</param>
/// <param name="MaxCelsius">The highest temperature.</param>
/// <param name="LowestKhz">The lowest that <see cref="MachineState.FastestKhz"/> was.</param>
/// <param name="Throttled">The causes that were seen in effect.</param>
/// <param name="InvoluntarySwitches">How often a thread of the program was made to wait for others.</param>
/// <param name="OtherCpus">How many CPUs worked for others, on average.</param>
internal sealed record MachineWatch(
    int Samples, double? MaxCelsius, int? LowestKhz, IReadOnlyList<string> Throttled, long? InvoluntarySwitches, double? OtherCpus);

/// <summary>Times of the inferences that began within a minute, in milliseconds.</summary>
/// <param name="Minute">1 is the first.</param>
/// <param name="Seconds">How long it was; the last minute may be shorter than 60.</param>
/// <param name="Runs">Inferences.</param>
/// <param name="MinMs">The shortest.</param>
/// <param name="MedianMs">The median.</param>
/// <param name="P90Ms">Nine of ten took at most so long.</param>
internal sealed record MinuteTimes(int Minute, int Seconds, int Runs, double MinMs, double MedianMs, double P90Ms);
