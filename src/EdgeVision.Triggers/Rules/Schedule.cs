namespace EdgeVision.Triggers.Rules;

/// <summary>
/// Hours of a day by the clock on the wall, perhaps over midnight. Only the time that the clock shows counts, so when the clocks change
/// an hour can happen twice or not at all, and nothing else goes wrong.
/// </summary>
/// <param name="From">When it begins, from midnight.</param>
/// <param name="To">When it ends, from midnight; before <paramref name="From"/> for an end on the next day. At most 24 h.</param>
/// <param name="Days">The days on which it begins.</param>
public sealed record Schedule(TimeSpan From, TimeSpan To, DaysOfWeek Days)
{
    /// <summary>Whether a moment lies inside; <paramref name="local"/> is what the clock on the wall shows.</summary>
    public bool Contains(DateTime local)
    {
        TimeSpan time = local.TimeOfDay;
        if (From < To)
            return time >= From && time < To && Has(local.DayOfWeek);
        return (time >= From && Has(local.DayOfWeek)) || (time < To && Has((DayOfWeek)(((int)local.DayOfWeek + 6) % 7)));
    }

    private bool Has(DayOfWeek day) => ((int)Days >> (int)day & 1) != 0;
}

/// <summary>Days of the week.</summary>
[Flags]
public enum DaysOfWeek
{
    /// <summary>No day.</summary>
    None = 0,

    /// <summary>Sunday.</summary>
    Sunday = 1 << DayOfWeek.Sunday,

    /// <summary>Monday.</summary>
    Monday = 1 << DayOfWeek.Monday,

    /// <summary>Tuesday.</summary>
    Tuesday = 1 << DayOfWeek.Tuesday,

    /// <summary>Wednesday.</summary>
    Wednesday = 1 << DayOfWeek.Wednesday,

    /// <summary>Thursday.</summary>
    Thursday = 1 << DayOfWeek.Thursday,

    /// <summary>Friday.</summary>
    Friday = 1 << DayOfWeek.Friday,

    /// <summary>Saturday.</summary>
    Saturday = 1 << DayOfWeek.Saturday,

    /// <summary>Every day.</summary>
    All = Sunday | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday,
}
