using System.Globalization;

namespace EdgeVision.Triggers.Rules;

/// <summary>A pin as the user wrote it: its BCM number (<c>17</c>), or its place on the header (<c>pin:11</c>).</summary>
/// <param name="Number">The BCM number, or the place on the header.</param>
/// <param name="OnHeader">Whether the number is a place on the header.</param>
public readonly record struct PinName(int Number, bool OnHeader)
{
    /// <summary>Stands for a pin that the file got wrong.</summary>
    internal static PinName Unknown => new(-1, OnHeader: false);

    /// <summary><c>17</c> or <c>pin:11</c>.</summary>
    public override string ToString() => (OnHeader ? "pin:" : "") + Number.ToString(CultureInfo.InvariantCulture);
}
