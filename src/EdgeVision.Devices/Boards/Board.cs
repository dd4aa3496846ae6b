using System.Globalization;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.Boards;

/// <summary>
/// A computer with pins, as its <c>board.json</c> describes it; see <see cref="BoardFile"/> and <see cref="BuiltInBoards"/>.
/// </summary>
public sealed record Board
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How the device tree's model begins on this board (<c>/proc/device-tree/model</c>), or <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>How its pins are reached: a name of <see cref="PinBackends"/>.</summary>
    public required string Pins { get; init; }

    /// <summary>The label of the kernel's GPIO chip, or an empty string for a board without one.</summary>
    public required string Chip { get; init; }

    /// <summary>The header's pins in order, pin 1 first.</summary>
    public required IReadOnlyList<HeaderPin> Header { get; init; }

    /// <summary>Most current of one pin in milliamperes, or 0 when it does not matter.</summary>
    public required int PinMilliamperes { get; init; }

    /// <summary>Most current of all pins together in milliamperes, or 0 when it does not matter.</summary>
    public required int TotalMilliamperes { get; init; }

    /// <summary>The processor.</summary>
    public required BoardCpu Cpu { get; init; }

    /// <summary>The sizes of memory it is sold with, in MiB, ascending.</summary>
    public required IReadOnlyList<int> MemoryMegabytes { get; init; }

    /// <summary>The pin that a user means by <c>17</c> (the BCM number) or <c>pin:11</c> (the number on the header).</summary>
    /// <param name="text">What the user wrote.</param>
    /// <exception cref="PinException">It is neither, the header has no such pin, or the pin is power, ground or reserved.</exception>
    public HeaderPin Resolve(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool byPosition = text.StartsWith("pin:", StringComparison.Ordinal);
        if (!int.TryParse(byPosition ? text.AsSpan(4) : text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            throw new PinException($"'{text}' is not a pin; write its BCM number such as 17, or its place on the header such as pin:11");
        HeaderPin pin = Header.FirstOrDefault(candidate => (byPosition ? candidate.Position : candidate.Bcm) == number)
            ?? throw new PinException(
                $"{Name} has no {(byPosition ? $"header pin {number}" : $"GPIO{number} on its header")}; 'edgevision pins --header' draws it");
        if (pin.Bcm is null)
            throw new PinException($"header pin {pin.Position} of {Name} is {pin.Name}; choose a GPIO pin ('edgevision pins --header' draws them)");
        if (pin.Reserved is { } reason)
            throw new PinException($"{pin.Name} of {Name} is reserved: {reason}; choose another pin");
        return pin;
    }
}

/// <summary>A pin of the header.</summary>
/// <param name="Position">Its number on the header, from 1.</param>
/// <param name="Name"><c>GPIO17</c>, <c>3V3</c>, <c>GND</c> …</param>
public sealed record HeaderPin(int Position, string Name)
{
    /// <summary>The number the kernel and the rules know it by (BCM), or <see langword="null"/> for power and ground.</summary>
    public int? Bcm { get; init; }

    /// <summary>The internal resistor it has after a reset: the level nobody drives.</summary>
    public PinBias ResetPull { get; init; } = PinBias.Off;

    /// <summary>What else it can be: <c>SDA1</c>, <c>PWM0</c> …</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Why it must not be used, or <see langword="null"/>.</summary>
    public string? Reserved { get; init; }

    /// <summary>What to know before using it, or <see langword="null"/>.</summary>
    public string? Warning { get; init; }
}

/// <summary>A processor.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Cores">How many cores it has.</param>
/// <param name="Features">What EdgeVision's kernels may use, as the kernel's <c>/proc/cpuinfo</c> calls it: <c>asimd</c>, <c>asimddp</c>
/// …</param>
public sealed record BoardCpu(string Name, int Cores, IReadOnlyList<string> Features);
