namespace EdgeVision.Devices.Pins;

/// <summary>A pin that this program drives.</summary>
public interface IOutputPin
{
    /// <summary>The pin's number on its chip (BCM).</summary>
    int Number { get; }

    /// <summary>The level last written.</summary>
    PinLevel Level { get; }

    /// <summary>Drives a level; allocates nothing and may be called from any thread.</summary>
    /// <param name="level">The level from now on.</param>
    /// <exception cref="PinException">The kernel refused, for example because the chip is gone.</exception>
    /// <exception cref="ObjectDisposedException">The request the pin belongs to was disposed.</exception>
    void Write(PinLevel level);
}

/// <summary>
/// Outputs that were requested together, in the order of the request. Disposing gives them back; what level they have then is up to
/// the chip's driver (Raspberry Pi OS keeps it), so write the safe levels first.
/// </summary>
public interface IOutputPins : IReadOnlyList<IOutputPin>, IDisposable;
