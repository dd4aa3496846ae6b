using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins.CharacterDevice;
using EdgeVision.Devices.Pins.Simulation;

namespace EdgeVision.Devices.Pins;

/// <summary>
/// The ways to reach a board's pins, by the names that <c>board.json</c> and <c>--pins</c> use. <c>chardev</c> (the kernel's GPIO
/// character device) and <c>simulated</c> are always there; a program for a device adds its own before it starts.
/// </summary>
public static class PinBackends
{
    /// <summary>The kernel's GPIO character device.</summary>
    public const string CharacterDevice = "chardev";

    /// <summary>Pins that only record what happens to them.</summary>
    public const string Simulated = "simulated";

    private static readonly Lock Gate = new();
    private static readonly SortedDictionary<string, Func<Board, IPinBank>> Openers = new(StringComparer.Ordinal)
    {
        [CharacterDevice] = board => board.Chip.Length > 0
            ? CharacterDevicePins.Open(board.Chip)
            : throw new PinException($"{board.Name} has no GPIO chip; use --pins {Simulated}"),
        [Simulated] = _ => new SimulatedPins(),
    };

    /// <summary>The names that <see cref="Open"/> knows, sorted.</summary>
    public static IReadOnlyList<string> Names
    {
        get
        {
            lock (Gate)
                return [.. Openers.Keys];
        }
    }

    /// <summary>Adds a way to reach pins; call it before the program parses its command line.</summary>
    /// <param name="name">A name that is not taken yet.</param>
    /// <param name="open">Opens the pins of a board; throws <see cref="PinException"/>.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public static void Register(string name, Func<Board, IPinBank> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(open);
        lock (Gate)
            Openers.Add(name, open);
    }

    /// <summary>
    /// The board's own choice when this program has it; else the kernel's character device, which every other way ends in.
    /// </summary>
    /// <param name="board">The board.</param>
    public static string DefaultFor(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return Names.Contains(board.Pins) ? board.Pins : CharacterDevice;
    }

    /// <summary>Opens a board's pins.</summary>
    /// <param name="name">One of <see cref="Names"/>; see <see cref="DefaultFor"/>.</param>
    /// <param name="board">The board.</param>
    /// <exception cref="PinException">There is no such way to reach pins in this program, or it fails.</exception>
    public static IPinBank Open(string name, Board board)
    {
        Func<Board, IPinBank>? open;
        lock (Gate)
            open = Openers.GetValueOrDefault(name);
        return open is null
            ? throw new PinException($"this program cannot reach pins through '{name}', only through {string.Join(", ", Names)}; choose one with --pins")
            : open(board);
    }
}
