using System.Globalization;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>Whether a measurement shows what the board can do, undisturbed; what is not known counts as disturbed.</summary>
/// <param name="Valid">Whether there is no reason against it.</param>
/// <param name="Reasons">Why it is not valid, one line each.</param>
internal sealed record Verdict(bool Valid, IReadOnlyList<string> Reasons)
{
    /// <summary>Minutes of a whole measurement: a board without a fan is as warm as it gets.</summary>
    public const int FullSeconds = 15 * 60;

    private const double TooHotCelsius = 80;
    private const double MostOtherCpus = 0.1;
    private const double LeastClock = 0.99; // drivers round
    private static readonly string[] Governors = ["performance", "ondemand"];

    public static Verdict Of(Measurement measured)
    {
        string[] reasons =
        [
            .. Board(measured), .. Throttled(measured), .. Clock(measured), .. Governor(measured), .. Temperature(measured), .. Others(measured),
            .. Length(measured), .. Output(measured),
        ];
        return new Verdict(reasons.Length == 0, reasons);
    }

    private static IEnumerable<string> Board(Measurement measured)
    {
        if (measured.Board.Model is null)
            yield return "the board is not known: there is no device tree";
    }

    private static IEnumerable<string> Throttled(Measurement measured)
    {
        if (measured.Before.Throttling is not { } before || measured.After.Throttling is not { } after)
        {
            yield return "whether the board was throttled is not known: its firmware was not asked (vcgencmd or get_throttled)";
            yield break;
        }

        string[] unseen = [.. MachineProbe.AllCauses.Except(before.Knows)];
        if (unseen.Length > 0)
            yield return $"{before.Source} does not tell of {List(unseen)}";
        if (before.SinceStart.Count > 0)
            yield return $"throttled before, since the board was started: {List(before.SinceStart)}";
        if (measured.During.Throttled.Count > 0)
            yield return $"throttled during the measurement: {List(measured.During.Throttled)}";
        string[] missed = [.. after.SinceStart.Except(before.SinceStart).Except(measured.During.Throttled)];
        if (missed.Length > 0)
            yield return $"throttled between two looks or at the end: {List(missed)}";
    }

    private static IEnumerable<string> Clock(Measurement measured)
    {
        if (measured.During.LowestKhz is not { } lowest || measured.Before.MaximumKhz() is not { } maximum)
            yield return "the clock is not known";
        else if (lowest < maximum * LeastClock)
            yield return $"the clock fell to {lowest / 1000} of {maximum / 1000} MHz";
    }

    private static IEnumerable<string> Governor(Measurement measured)
    {
        if (measured.Before.Clocks is not { } clocks)
        {
            yield return "the governor of the clock is not known";
            yield break;
        }

        string[] others = [.. clocks.Concat(measured.After.Clocks ?? []).Select(clock => clock.Governor).Except(Governors)];
        if (others.Length > 0)
            yield return $"the governor of the clock is {List(others)}, not {string.Join(" or ", Governors)}";
    }

    private static IEnumerable<string> Temperature(Measurement measured)
    {
        if (measured.During.MaxCelsius is not { } celsius)
            yield return "the temperature is not known";
        else if (Math.Max(celsius, measured.Before.Celsius ?? celsius) is var most and >= TooHotCelsius)
            yield return string.Create(CultureInfo.InvariantCulture, $"{most:F1} °C: boards slow down from {TooHotCelsius} °C on");
    }

    private static IEnumerable<string> Others(Measurement measured)
    {
        if (measured.During.OtherCpus is not { } others)
            yield return "whether other programs ran is not known";
        else if (others > MostOtherCpus)
            yield return string.Create(CultureInfo.InvariantCulture, $"other programs kept {others:F2} CPUs busy; at most {MostOtherCpus} is quiet enough");
    }

    private static IEnumerable<string> Length(Measurement measured)
    {
        if (measured.TotalSeconds() is var seconds and < FullSeconds)
            yield return $"{seconds} s are not the {FullSeconds} s of a full measurement";
    }

    private static IEnumerable<string> Output(Measurement measured)
    {
        if (!measured.Model.Verified)
            yield return "the output was not compared with the reference kernels'";
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names);
}
