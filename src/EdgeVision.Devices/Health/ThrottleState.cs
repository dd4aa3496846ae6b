using System.Globalization;

namespace EdgeVision.Devices.Health;

/// <summary>What makes a Raspberry Pi slow down; the values are the firmware's bits for "now".</summary>
[Flags]
public enum ThrottleCauses
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The supply is below 4.63 V.</summary>
    UnderVoltage = 1 << 0,

    /// <summary>The Arm cores' clock is limited.</summary>
    FrequencyCapped = 1 << 1,

    /// <summary>The cores are throttled.</summary>
    Throttled = 1 << 2,

    /// <summary>The soft temperature limit (60 °C on a 3B+) holds the clock down.</summary>
    SoftTemperatureLimit = 1 << 3,
}

/// <summary>What <c>vcgencmd get_throttled</c> says: what is slowing the machine down, and what has since it was started.</summary>
/// <param name="Now">In effect at this moment.</param>
/// <param name="HasOccurred">Was in effect at least once since the machine was started; what is in effect now counts.</param>
public readonly record struct ThrottleState(ThrottleCauses Now, ThrottleCauses HasOccurred)
{
    /// <summary>Everything that the firmware can tell.</summary>
    public const ThrottleCauses AllCauses =
        ThrottleCauses.UnderVoltage | ThrottleCauses.FrequencyCapped | ThrottleCauses.Throttled | ThrottleCauses.SoftTemperatureLimit;

    private const int OccurredShift = 16;

    /// <summary>Whether nothing has slowed the machine down since it was started.</summary>
    public bool IsClean => (Now | HasOccurred) == ThrottleCauses.None;

    /// <summary>The state of the firmware's word: bits 0 to 3 now, bits 16 to 19 since the start.</summary>
    /// <param name="word">The word; other bits are ignored.</param>
    public static ThrottleState Of(uint word)
    {
        var now = (ThrottleCauses)word & AllCauses;
        return new ThrottleState(now, now | ((ThrottleCauses)(word >> OccurredShift) & AllCauses));
    }

    /// <summary>Understands the kernel's file (<c>50005</c>, hexadecimal) and vcgencmd's line (<c>throttled=0x50005</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="state">What it says.</param>
    public static bool TryParse(string? text, out ThrottleState state)
    {
        ReadOnlySpan<char> digits = text.AsSpan().Trim();
        if (digits.StartsWith("throttled="))
            digits = digits["throttled=".Length..];
        if (digits.StartsWith("0x"))
            digits = digits[2..];
        bool understood = uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint word);
        state = Of(word);
        return understood;
    }
}
