namespace EdgeVision.Devices.Pins;

/// <summary>All pins of one chip. Disposing it gives back every pin that was requested through it.</summary>
public interface IPinBank : IDisposable
{
    /// <summary>What and where, for messages and logs: <c>/dev/gpiochip0 (pinctrl-bcm2711)</c>.</summary>
    string Description { get; }

    /// <summary>Makes pins outputs, all or none, each with its first level and without a moment of another one.</summary>
    /// <param name="requests">1 … 64 different pins.</param>
    /// <param name="consumer">Who drives them: what others see who ask why a pin is busy. The kernel keeps 31 bytes.</param>
    /// <exception cref="PinBusyException">Somebody else has one of them; the message says who.</exception>
    /// <exception cref="PinException">There is no such pin, the user may not, or the chip cannot.</exception>
    IOutputPins RequestOutputs(IReadOnlyList<OutputRequest> requests, string consumer);

    /// <summary>Makes pins inputs, all or none, and starts to note their edges.</summary>
    /// <param name="requests">1 … 64 different pins.</param>
    /// <param name="consumer">Who listens: what others see who ask why a pin is busy. The kernel keeps 31 bytes.</param>
    /// <exception cref="PinBusyException">Somebody else has one of them; the message says who.</exception>
    /// <exception cref="PinException">There is no such pin, the user may not, or the chip cannot.</exception>
    IInputPins RequestInputs(IReadOnlyList<InputRequest> requests, string consumer);

    /// <summary>Describes every pin of the chip without touching any.</summary>
    /// <exception cref="PinException">The kernel refused.</exception>
    IReadOnlyList<PinLine> Lines();
}
