namespace EdgeVision.Devices.Pins;

/// <summary>Asks for an output.</summary>
/// <param name="Number">The pin's number on its chip (BCM).</param>
/// <param name="Initial">The level it has from the first moment.</param>
public sealed record OutputRequest(int Number, PinLevel Initial);

/// <summary>Asks for an input.</summary>
/// <param name="Number">The pin's number on its chip (BCM).</param>
/// <param name="Bias">The pin's internal resistor.</param>
/// <param name="Debounce">How long a level must be stable to count; zero for no debouncing. At most one hour.</param>
public sealed record InputRequest(int Number, PinBias Bias = PinBias.AsIs, TimeSpan Debounce = default);

/// <summary>A pin's internal resistor, about 50 kΩ on a Raspberry Pi.</summary>
public enum PinBias
{
    /// <summary>As whoever used the pin before has left it, or as the board's start-up set it.</summary>
    AsIs,

    /// <summary>To the supply: an open input reads <see cref="PinLevel.High"/>.</summary>
    PullUp,

    /// <summary>To ground: an open input reads <see cref="PinLevel.Low"/>.</summary>
    PullDown,

    /// <summary>None: an open input reads noise.</summary>
    Off,
}
