namespace EdgeVision.Devices.Pins;

/// <summary>The voltage of a pin as it can be measured; nothing here is ever inverted.</summary>
public enum PinLevel : byte
{
    /// <summary>About 0 V.</summary>
    Low,

    /// <summary>About the pin's supply, 3.3 V on a Raspberry Pi.</summary>
    High,
}
