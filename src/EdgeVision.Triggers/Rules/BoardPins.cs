namespace EdgeVision.Triggers.Rules;

/// <summary>The pins of a computer's header, as far as rules must know them.</summary>
/// <param name="Board">What people call the computer; for messages.</param>
/// <param name="Pins">All pins of its header.</param>
public sealed record BoardPins(string Board, IReadOnlyList<BoardPin> Pins)
{
    /// <summary>The BCM number of a pin.</summary>
    /// <exception cref="RulesException">There is no such pin, or it must not be used; the message has no place in a file.</exception>
    public int Resolve(PinName name) =>
        Find(name, out string problem) ?? throw new RulesException(problem);

    /// <summary>The BCM number of a pin, or <see langword="null"/> and what is wrong.</summary>
    internal int? Find(PinName name, out string problem)
    {
        BoardPin? pin = Pins.FirstOrDefault(pin => (name.OnHeader ? pin.Position : pin.Bcm) == name.Number);
        problem = pin switch
        {
            null when name.OnHeader => $"{Board} has no header pin {name.Number}; 'edgevision pins --header' draws those it has",
            null => $"{Board} has no GPIO{name.Number} on its header; 'edgevision pins --header' draws the pins it has",
            { Bcm: null } =>
                $"header pin {pin.Position} of {Board} is {pin.Name}; choose a GPIO pin ('edgevision pins --header' draws them)",
            { Reserved: { } reason } => $"{pin.Name} of {Board} is reserved: {reason}; choose another pin",
            _ => "",
        };
        return problem.Length == 0 ? pin!.Bcm : null;
    }
}

/// <summary>A pin of the header.</summary>
/// <param name="Position">Its number on the header, from 1.</param>
/// <param name="Name"><c>GPIO17</c>, <c>3V3</c>, <c>GND</c> …</param>
/// <param name="Bcm">The number that the kernel and the rules know it by, or <see langword="null"/> for power and ground.</param>
/// <param name="Reserved">Why it must not be used, or <see langword="null"/>.</param>
public sealed record BoardPin(int Position, string Name, int? Bcm, string? Reserved);
