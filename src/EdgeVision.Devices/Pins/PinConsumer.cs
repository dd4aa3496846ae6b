namespace EdgeVision.Devices.Pins;

/// <summary>Under which name this program holds pins; by it a second copy, or <c>gpioinfo</c>, tells who has them.</summary>
public static class PinConsumer
{
    /// <summary>The name.</summary>
    public const string Name = "edgevision";
}
