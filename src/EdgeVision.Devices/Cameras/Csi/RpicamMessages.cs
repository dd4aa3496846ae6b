namespace EdgeVision.Devices.Cameras.Csi;

/// <summary>Turns the last messages of <c>rpicam-vid</c> into one line that says what to do.</summary>
internal static class RpicamMessages
{
    private static readonly (string Words, string Explanation)[] Known =
    [
        ("no cameras available",
            "no camera was found; switch the Pi off and check the ribbon cable at both ends, then that /boot/firmware/config.txt has camera_auto_detect=1 or the sensor's dtoverlay"),
        ("in use by another process", "another program uses the camera; end it (see 'ps ax | grep -e rpicam -e libcamera')"),
        ("failed to acquire camera", "another program uses the camera; end it (see 'ps ax | grep -e rpicam -e libcamera')"),
        ("Device or resource busy", "another program uses the camera; end it (see 'ps ax | grep -e rpicam -e libcamera')"),
        ("Could not open any dmaHeap device",
            "this user may not use the camera's memory; run 'sudo usermod -aG video,render $USER' and log in again"),
        ("Permission denied", "this user may not use the camera; run 'sudo usermod -aG video,render $USER' and log in again"),
        ("selected camera is not available", "there is no camera of this number; 'rpicam-hello --list-cameras' lists them"),
        ("frontend has timed out", "the sensor sends nothing; check the ribbon cable at both ends and the power supply"),
        ("unrecognised option", "this rpicam-vid does not know an option that is needed; update with 'sudo apt full-upgrade'"),
    ];

    /// <summary>What the messages mean; for unknown ones the last line itself.</summary>
    public static string Explain(string messages)
    {
        foreach ((string words, string explanation) in Known)
        {
            if (messages.Contains(words, StringComparison.OrdinalIgnoreCase))
                return explanation;
        }

        string[] lines = messages.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 0 ? $"its last message: {lines[^1]}" : "it gave no message";
    }
}
