using EdgeVision.App.Benchmarking.Measurements;

namespace EdgeVision.App.Tests.Benchmarking.Measurements;

/// <summary>Each disturbance alone, on a board that is undisturbed otherwise: exactly one reason.</summary>
public sealed class VerdictTests : IDisposable
{
    private readonly FakePi _pi = new();

    public void Dispose() => _pi.Dispose();

    [Fact]
    public void An_undisturbed_quarter_of_an_hour_is_valid()
    {
        Verdict verdict = Verdict.Of(_pi.Measure());

        Assert.Empty(verdict.Reasons);
        Assert.True(verdict.Valid);
    }

    [Theory]
    [InlineData("4\n", "throttled before", "throttled")]
    [InlineData("10000\n", "throttled before", "under-voltage")]
    [InlineData("80000\n", "throttled before", "soft temperature limit")]
    public void Throttled_before(string flags, params string[] words)
    {
        _pi.Tree.Write(FakePi.Throttled, flags);
        _pi.OnLook = look => _pi.Tree.Write(FakePi.Throttled, $"{Convert.ToInt32(flags.Trim(), 16) >> 16 << 16:x}\n");

        AssertOnly(words);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(90)]
    public void Throttled_during(int when)
    {
        _pi.OnLook = look => _pi.Tree.Write(FakePi.Throttled, look < when ? "0" : look == when ? "20002" : "20000");

        AssertOnly("throttled during", "frequency capped");
    }

    [Theory]
    [InlineData(42)]
    [InlineData(90)]
    public void Throttled_between_two_looks(int when)
    {
        _pi.OnLook = look => _pi.Tree.Write(FakePi.Throttled, look < when ? "0" : "40000");

        AssertOnly("throttled between two looks", "throttled");
    }

    [Fact]
    public void The_alarm_of_the_voltage_alone_is_not_enough()
    {
        _pi.Tree.Remove(FakePi.Throttled).Write("/sys/class/hwmon/hwmon0/name", "rpi_volt").Write("/sys/class/hwmon/hwmon0/in0_lcrit_alarm", "0");

        AssertOnly("in0_lcrit_alarm", "frequency capped, throttled, soft temperature limit");
    }

    [Fact]
    public void A_firmware_that_cannot_be_asked_leaves_a_doubt()
    {
        _pi.Tree.Remove(FakePi.Throttled);

        AssertOnly("whether the board was throttled is not known");
    }

    [Fact]
    public void A_firmware_that_stops_answering_leaves_a_doubt()
    {
        _pi.OnLook = look => _pi.Tree.Write(FakePi.Throttled, look == 90 ? "what?" : "0");

        AssertOnly("whether the board was throttled is not known");
    }

    [Theory]
    [InlineData(1780, "1780 of 1800 MHz")]
    [InlineData(1000, "1000 of 1800 MHz")]
    [InlineData(1790, null)] // drivers round
    public void A_clock_that_falls(int megahertz, string? reason)
    {
        _pi.OnLook = look => _pi.SetClock(0, look == 33 ? megahertz : 1800);

        if (reason is null)
            Assert.True(Verdict.Of(_pi.Measure()).Valid);
        else
            AssertOnly("the clock fell", reason);
    }

    [Fact]
    public void The_clock_of_the_fastest_core_counts()
    {
        for (int cpu = 1; cpu < 4; cpu++)
            _pi.SetClock(cpu, 600);
        _pi.OnLook = look =>
        {
            _pi.SetClock(0, look % 2 == 0 ? 600 : 1800);
            _pi.SetClock(3, look % 2 == 0 ? 1800 : 600);
        };

        Assert.True(Verdict.Of(_pi.Measure()).Valid);
    }

    [Fact]
    public void A_clock_without_a_value_leaves_a_doubt()
    {
        _pi.OnLook = _ => _pi.Tree.Write($"{FakePi.Frequency(0)}/scaling_cur_freq", "<unknown>");
        for (int cpu = 1; cpu < 4; cpu++)
            _pi.Tree.Remove($"{FakePi.Frequency(cpu)}/scaling_cur_freq");

        AssertOnly("the clock is not known");
    }

    [Theory]
    [InlineData("powersave")]
    [InlineData("userspace")]
    public void A_governor_that_may_hold_the_clock_down(string governor)
    {
        _pi.SetClock(2, 1800, governor);

        AssertOnly("governor", governor);
    }

    [Fact]
    public void A_governor_that_changed()
    {
        _pi.OnLook = look => _pi.SetClock(1, 1800, look == 90 ? "conservative" : "performance");

        AssertOnly("governor", "conservative");
    }

    [Fact]
    public void A_kernel_that_tells_nothing_of_clocks_leaves_two_doubts()
    {
        for (int cpu = 0; cpu < 4; cpu++)
            _pi.Tree.Remove(FakePi.Frequency(cpu));
        _pi.OnLook = _ => _pi.Tree.Remove(FakePi.Frequency(0));

        Assert.Equal(["the clock is not known", "the governor of the clock is not known"], Verdict.Of(_pi.Measure()).Reasons);
    }

    [Theory]
    [InlineData(79999, false)]
    [InlineData(80000, true)]
    public void Heat_in_the_middle(int thousandths, bool counts)
    {
        _pi.OnLook = look => _pi.Tree.Write(FakePi.Temperature, look == 50 ? $"{thousandths}" : "61000");

        if (counts)
            AssertOnly("80.0 °C");
        else
            Assert.True(Verdict.Of(_pi.Measure()).Valid);
    }

    [Fact]
    public void Heat_before()
    {
        _pi.Tree.Write(FakePi.Temperature, "85500");
        _pi.OnLook = _ => _pi.Tree.Write(FakePi.Temperature, "70000");

        AssertOnly("85.5 °C");
    }

    [Fact]
    public void No_thermometer()
    {
        _pi.Tree.Remove("/sys/class/thermal");

        AssertOnly("the temperature is not known");
    }

    [Theory]
    [InlineData(0.09, null)]
    [InlineData(0.5, "0.50 CPUs")]
    public void Other_programs(double cpus, string? reason)
    {
        _pi.OtherCpus = cpus;

        if (reason is null)
            Assert.True(Verdict.Of(_pi.Measure()).Valid);
        else
            AssertOnly("other programs", reason);
    }

    [Theory]
    [InlineData("/proc/stat")]
    [InlineData("/proc/self/stat")]
    public void Unknown_programs(string missing)
    {
        _pi.OnLook = _ => _pi.Tree.Remove(missing);

        AssertOnly("whether other programs ran is not known");
    }

    [Fact]
    public void A_shorter_run() => Assert.Equal(["899 s are not the 900 s of a full measurement"], Verdict.Of(_pi.Measure(seconds: 899)).Reasons);

    [Fact]
    public void An_unknown_board()
    {
        _pi.Tree.Remove("/proc/device-tree");

        AssertOnly("the board is not known");
    }

    [Fact]
    public void An_output_that_was_not_compared()
    {
        Measurement measured = _pi.Measure();
        measured = measured with { Model = measured.Model with { Verified = false } };

        Assert.Contains("output", Assert.Single(Verdict.Of(measured).Reasons), StringComparison.Ordinal);
    }

    private void AssertOnly(params string[] words)
    {
        Verdict verdict = Verdict.Of(_pi.Measure());
        Assert.False(verdict.Valid);
        string reason = Assert.Single(verdict.Reasons);
        Assert.All(words, word => Assert.Contains(word, reason, StringComparison.Ordinal));
    }
}
