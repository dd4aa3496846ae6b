namespace EdgeVision.Devices.Pins;

/// <summary>
/// What every way to reach pins demands of a request, so that simulated and real pins refuse the same with the same words.
/// </summary>
internal static class PinRequestRules
{
    /// <summary>The kernel's limit on the lines of one request (<c>GPIO_V2_LINES_MAX</c>).</summary>
    public const int MaxPins = 64;

    private static readonly TimeSpan LongestDebounce = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    public static void CheckNumbers(IReadOnlyList<int> numbers, int lineCount, string chip)
    {
        if (numbers.Count is < 1 or > MaxPins)
            throw new PinException($"{numbers.Count} pins requested at once; 1 to {MaxPins} are possible");
        foreach (int number in numbers)
        {
            if (number < 0 || number >= lineCount)
                throw new PinException($"there is no GPIO{number} on {chip}; it has 0 to {lineCount - 1}");
        }

        if (numbers.GroupBy(number => number).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new PinException($"GPIO{twice.Key} is requested twice; name each pin once");
    }

    public static void CheckDebounce(IReadOnlyList<InputRequest> requests)
    {
        foreach (InputRequest request in requests)
        {
            if (request.Debounce < TimeSpan.Zero || request.Debounce > LongestDebounce)
            {
                throw new PinException(
                    $"GPIO{request.Number}: a debounce time of {request.Debounce.TotalSeconds} s; it may be 0 to {LongestDebounce.TotalSeconds} s");
            }
        }
    }

    public static void CheckTimeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, LongestTimeout);
    }

    /// <summary>How many edges wait to be read before the oldest are lost: as many as the kernel grants one request.</summary>
    public static int EdgeBufferSize(int pins) => pins * 16;

    public static PinBusyException Busy(IEnumerable<string> holders, string chip) =>
        new($"{chip}: {string.Join(", ", holders)}; stop that program, or choose other pins");
}
