namespace EdgeVision.Devices.Pins.Simulation;

/// <summary>The state of one simulated pin; its <see cref="SimulatedPins"/> guards it.</summary>
internal sealed class SimulatedLine(int number)
{
    public int Number { get; } = number;

    public PinLevel Level { get; set; }

    public PinDirection Direction { get; set; }

    public string? Consumer { get; set; }

    /// <summary>Whether something outside applies a voltage, which is stronger than any internal resistor.</summary>
    public bool Driven { get; set; }

    /// <summary>Who hears of this input's edges.</summary>
    public SimulatedRequest? Listener { get; set; }
}
