using System.Globalization;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads a schedule.</summary>
internal static class ScheduleReader
{
    private static readonly TimeSpan EndOfDay = TimeSpan.FromDays(1);

    private static readonly (string Word, DaysOfWeek Meaning)[] Days =
    [
        ("mon", DaysOfWeek.Monday), ("tue", DaysOfWeek.Tuesday), ("wed", DaysOfWeek.Wednesday), ("thu", DaysOfWeek.Thursday),
        ("fri", DaysOfWeek.Friday), ("sat", DaysOfWeek.Saturday), ("sun", DaysOfWeek.Sunday),
    ];

    public static Schedule? Read(JsonValue value, ValueReader values)
    {
        var schedule = new ObjectReader(value, Keys.Schedule, values);
        if (value.Members.Count == 0)
            values.Refuse(value, "an empty schedule says nothing; give 'from' and 'to', or 'days', or leave it out");
        bool hasHours = schedule.Find("from") is not null || schedule.Find("to") is not null;
        TimeSpan? from = hasHours ? ReadTime(schedule, "from") : TimeSpan.Zero;
        TimeSpan? to = hasHours ? ReadTime(schedule, "to") : EndOfDay;
        DaysOfWeek? days = schedule.Find("days") is { } list ? ReadDays(list, values) : DaysOfWeek.All;
        if (from == EndOfDay)
            values.Refuse(schedule.Find("from")!, "a schedule can end at 24:00 but not begin then; write 00:00");
        else if (from is not null && from == to)
            values.Refuse(value, "a schedule that ends when it begins has no length; for a whole day write from 00:00 to 24:00");
        return from is null || to is null || days is null ? null : new Schedule(from.Value, to.Value, days.Value);
    }

    private static TimeSpan? ReadTime(ObjectReader schedule, string key)
    {
        if (schedule.Require(key) is not { } value)
            return null;
        if (value is { IsString: true, Text: "24:00" })
            return EndOfDay;
        if (value.IsString && TimeOnly.TryParseExact(value.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
            return time.ToTimeSpan();
        schedule.Values.Refuse(value, "a time of day belongs here, from \"00:00\" to \"24:00\"");
        return null;
    }

    private static DaysOfWeek? ReadDays(JsonValue list, ValueReader values)
    {
        DaysOfWeek days = DaysOfWeek.None;
        foreach (JsonValue item in values.Items(list, 1, Days.Length))
        {
            DaysOfWeek day = values.Word(item, Days) ?? DaysOfWeek.None;
            if ((days & day) != 0)
                values.Refuse(item, $"'{item.Text}' is here twice; remove one");
            days |= day;
        }

        return days;
    }
}
