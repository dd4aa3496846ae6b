using EdgeVision.Triggers.Reading;

namespace EdgeVision.Triggers.Tests.Reading;

public class DurationsTests
{
    [Theory]
    [InlineData("0ms", 0)]
    [InlineData("200ms", 200)]
    [InlineData("2s", 2000)]
    [InlineData("1.5s", 1500)]
    [InlineData(".5s", 500)]
    [InlineData("0.5ms", 0.5)]
    [InlineData("5m", 300_000)]
    [InlineData("5 m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("7d", 604_800_000)]
    public void A_number_and_a_unit_are_a_duration(string text, double milliseconds)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("ms")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData(" 5s")]
    [InlineData("5 S")]
    [InlineData("5us")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData("NaNs")]
    [InlineData("1m30s")]
    public void Nothing_else_is(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void A_duration_beyond_counting_is_longer_than_any_limit()
    {
        Assert.True(Durations.TryParse(new string('9', 400) + "d", out TimeSpan duration));
        Assert.True(duration > Durations.Longest);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("0.5ms")]
    [InlineData("100ms")]
    [InlineData("1500ms")]
    [InlineData("90s")]
    [InlineData("1m")]
    [InlineData("36h")]
    [InlineData("7d")]
    public void Formatting_gives_what_can_be_read(string text)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        string formatted = Durations.Format(duration);
        Assert.True(Durations.TryParse(formatted, out TimeSpan again));
        Assert.Equal(duration, again);
        Assert.Equal(text == "0s" ? "0ms" : text, formatted);
    }
}
