namespace EdgeVision.Devices.DotnetIot;

/// <summary>What is asked of a <see cref="Iot.Device.Media.VideoDevice"/>.</summary>
/// <param name="Number">N of /dev/videoN.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record VideoDeviceSettings(int Number, int Width, int Height)
{
    /// <summary>The longest time without a frame.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for the library to stop: it looks only after each frame.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(2);
}
