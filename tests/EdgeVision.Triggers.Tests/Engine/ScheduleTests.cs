using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Engine;

public class ScheduleTests
{
    private static readonly Schedule Night = new(TimeSpan.FromHours(22), TimeSpan.FromHours(6), DaysOfWeek.Friday);

    // 2026-11-20 is a Friday.
    [Theory]
    [InlineData("2026-11-20T21:59:59", false)]
    [InlineData("2026-11-20T22:00:00", true)]
    [InlineData("2026-11-21T05:59:59", true)]
    [InlineData("2026-11-21T06:00:00", false)]
    [InlineData("2026-11-21T22:00:00", false)]
    [InlineData("2026-11-20T05:59:59", false)]
    public void A_night_belongs_to_the_day_on_which_it_begins(string local, bool inside) =>
        Assert.Equal(inside, Night.Contains(DateTime.Parse(local, null)));

    [Theory]
    [InlineData("2026-11-20T00:00:00", true)]
    [InlineData("2026-11-20T23:59:59", true)]
    [InlineData("2026-11-21T00:00:00", false)]
    [InlineData("2026-11-19T23:59:59", false)]
    public void A_whole_day_is_from_midnight_to_midnight(string local, bool inside) =>
        Assert.Equal(inside, new Schedule(TimeSpan.Zero, TimeSpan.FromDays(1), DaysOfWeek.Friday).Contains(DateTime.Parse(local, null)));

    [Fact]
    public void Every_minute_of_a_week_is_as_counted_by_hand()
    {
        DateTime monday = new(2026, 11, 16);
        var evening = new Schedule(TimeSpan.FromMinutes(1290), TimeSpan.FromMinutes(30), DaysOfWeek.Monday | DaysOfWeek.Sunday);
        for (int minute = 0; minute < 7 * 1440; minute++)
        {
            // 21:30 is minute 1290. The evening of Sunday ends on Monday, which in this week is its first half hour.
            bool expected = minute is (>= 1290 and < 1440 + 30) or (>= 6 * 1440 + 1290) or < 30;
            Assert.Equal(expected, evening.Contains(monday.AddMinutes(minute)));
        }
    }

    [Fact]
    public void A_schedule_that_ends_turns_off_and_ends_the_hold()
    {
        var scene = new Scene(Scene.Lamp(""", "schedule": { "from": "22:00", "to": "06:00" } """, """ "hold": "1m", """));
        scene.Person(0, 1);
        scene.Local = new DateTime(2026, 11, 21, 22, 0, 0);
        scene.Person(100, 1);
        scene.Local = new DateTime(2026, 11, 22, 6, 0, 0);
        scene.Person(200, 1);
        Assert.Equal("100 lamp on, 200 lamp off", scene.Done);
    }

    [Fact]
    public void Clocks_that_change_make_an_hour_happen_twice_or_not_at_all()
    {
        var scene = new Scene(Scene.Lamp(""", "schedule": { "from": "02:15", "to": "02:45" } """));
        double time = 0;

        // Autumn: 2:00 … 2:59 comes twice. Spring: 2:00 … 2:59 is left out.
        int[] minutes = [.. Enumerable.Range(110, 70), .. Enumerable.Range(120, 70), .. Enumerable.Range(110, 10), .. Enumerable.Range(180, 10)];
        foreach (int minute in minutes)
        {
            scene.Local = DateTime.MinValue.AddMinutes(minute);
            scene.Person(time += 1, 1);
        }

        Assert.Equal("26 lamp on, 56 lamp off, 86 lamp on, 116 lamp off", scene.Done);
    }
}
