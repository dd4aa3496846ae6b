using System.Globalization;

namespace EdgeVision.App.Doctor;

/// <summary>Judges the test frame: is this a picture that a model can see something on?</summary>
internal static class FrameVerdict
{
    private const double Dark = 24;
    private const double Bright = 232;
    private const double Flat = 6;

    /// <summary>How far the means of two colours may be apart before white cannot be white.</summary>
    private const double Cast = 70;

    public static Finding Of(string area, FrameStatistics frame)
    {
        const string Name = "picture";
        string found = string.Create(CultureInfo.InvariantCulture,
            $"brightness {frame.Brightness:F0} of 255, contrast {frame.Contrast:F0}, red {frame.Red:F0}, green {frame.Green:F0}, blue {frame.Blue:F0}");
        double highest = Math.Max(frame.Red, Math.Max(frame.Green, frame.Blue)),
            lowest = Math.Min(frame.Red, Math.Min(frame.Green, frame.Blue));
        if (frame is { Contrast: < 2, Red: < 8, Blue: < 8, Green: > 60 })
        {
            return Finding.Problem(area, Name, $"all green: the camera sends frames of zeros ({found})",
                "seat the camera's cable, try another USB port or a smaller picture size, and restart the board");
        }

        if (highest < 1)
        {
            return Finding.Problem(area, Name, $"all black, without even noise ({found})",
                "take the lens cap off; if it stays, the camera sends empty frames: seat its cable, restart the board");
        }

        if (frame.Contrast < Flat)
        {
            return Finding.Warning(area, Name, $"nothing is to be seen: {found}",
                "take the lens cap or film off, give light, and point the camera at something");
        }

        if (frame.Brightness < Dark)
        {
            return Finding.Warning(area, Name, $"too dark: {found}",
                "give more light or more exposure time; for the night use a camera without infrared filter and infrared light");
        }

        if (frame.Brightness > Bright)
            return Finding.Warning(area, Name, $"too bright: {found}", "turn the camera away from the light, or lower its exposure");
        return highest - lowest > Cast
            ? Finding.Note(area, Name, $"a strong colour cast: {found}",
                "look at the saved frame (--save): swapped red and blue, a white balance that is off, or a camera without infrared filter by day")
            : Finding.Ok(area, Name, found);
    }
}
