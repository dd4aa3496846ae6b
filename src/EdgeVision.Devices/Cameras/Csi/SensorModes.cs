using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeVision.Devices.Cameras.Csi;

/// <summary>
/// Chooses a sensor mode from what <c>rpicam-vid --list-cameras</c> prints. For small pictures the program itself often chooses a mode
/// that reads only the sensor's middle, which is a surprise to people who aim a camera.
/// </summary>
internal static partial class SensorModes
{
    /// <summary>
    /// The mode with the largest part of the sensor; among these one that is fast enough, then the smallest that is not smaller than
    /// the picture.
    /// </summary>
    /// <returns><c>width:height:bits:packing</c>, or <see langword="null"/> where the list names no mode of this camera.</returns>
    public static string? Widest(string list, RpicamSettings settings)
    {
        List<SensorMode> modes = Parse(list, settings.Camera);
        if (modes.Count == 0)
            return null;
        long widest = modes.Max(mode => mode.CropArea);
        return modes.Where(mode => mode.CropArea == widest)
            .OrderBy(mode => mode.Rate < settings.Rate)
            .ThenBy(mode => mode.Width < settings.Width || mode.Height < settings.Height)
            .ThenBy(mode => (long)mode.Width * mode.Height)
            .ThenByDescending(mode => mode.Bits)
            .First()
            .ToString();
    }

    private static List<SensorMode> Parse(string list, int camera)
    {
        List<SensorMode> modes = [];
        int current = -1;
        string encoding = "";
        foreach (string line in list.Split('\n'))
        {
            if (CameraLine().Match(line) is { Success: true } header)
                current = Integer(header.Groups[1]);
            if (EncodingName().Match(line) is { Success: true } named)
                encoding = named.Groups[1].Value;
            if (current == camera && ModeLine().Match(line) is { Success: true } mode
                && BitDepth().Match(encoding) is { Success: true } bits)
            {
                modes.Add(new SensorMode(
                    Integer(mode.Groups[1]),
                    Integer(mode.Groups[2]),
                    Integer(bits.Groups[1]),
                    encoding.Contains("CSI2P", StringComparison.Ordinal) || encoding.Contains("PISP", StringComparison.Ordinal),
                    double.Parse(mode.Groups[3].ValueSpan, CultureInfo.InvariantCulture),
                    (long)Integer(mode.Groups[4]) * Integer(mode.Groups[5])));
            }
        }

        return modes;
    }

    private static int Integer(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,2}) : ")]
    private static partial Regex CameraLine();

    [GeneratedRegex(@"'(\w+)' *:")]
    private static partial Regex EncodingName();

    [GeneratedRegex(@"^\w*?(\d{1,2})(_|$)")]
    private static partial Regex BitDepth();

    [GeneratedRegex(@"(\d{1,5})x(\d{1,5}) \[(\d{1,6}(?:\.\d{1,6})?) fps - \(\d+, \d+\)/(\d{1,5})x(\d{1,5}) crop\]")]
    private static partial Regex ModeLine();

    private sealed record SensorMode(int Width, int Height, int Bits, bool IsPacked, double Rate, long CropArea)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Width}:{Height}:{Bits}:{(IsPacked ? 'P' : 'U')}");
    }
}
