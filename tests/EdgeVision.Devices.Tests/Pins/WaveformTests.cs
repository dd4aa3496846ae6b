using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Simulation;
using EdgeVision.Devices.Pins.Waveforms;

namespace EdgeVision.Devices.Tests.Pins;

public class WaveformTests
{
    private const long Millisecond = 1_000_000;
    private const long Period = 20 * Millisecond;

    [Fact]
    public void Pulses_start_at_multiples_of_the_period_and_have_their_width()
    {
        FakeTime time = new(stopAt: 3 * Period - 1);
        PinEdge[] edges = Run(time, Period, 5 * Millisecond);
        Assert.Equal(
            [
                new(17, PinLevel.High, 0), new(17, PinLevel.Low, 5 * Millisecond),
                new(17, PinLevel.High, Period), new(17, PinLevel.Low, Period + 5 * Millisecond),
                new(17, PinLevel.High, 2 * Period), new(17, PinLevel.Low, 2 * Period + 5 * Millisecond),
            ],
            edges);
    }

    [Fact]
    public void Delays_do_not_add_up_and_do_not_change_the_width()
    {
        FakeTime time = new(stopAt: 11 * Period) { Oversleep = Millisecond };
        PinEdge[] rises = [.. Run(time, Period, 5 * Millisecond).Where(edge => edge.Level == PinLevel.High)];
        for (int i = 1; i < rises.Length; i++)
            Assert.Equal(i * Period + Millisecond, rises[i].Nanoseconds);
        Assert.True(rises.Length > 9);
        WaveTiming timing = time.Train!.Timing;
        Assert.Equal(TimeSpan.FromMilliseconds(1), timing.Largest);
        Assert.InRange(timing.Mean, TimeSpan.FromMilliseconds(0.9), TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, timing.SkippedPeriods);
    }

    [Fact]
    public void Periods_that_were_slept_through_are_skipped_in_phase()
    {
        FakeTime time = new(stopAt: 8 * Period) { SleepsUntil = { [Period] = 3 * Period + Millisecond } };
        long[] rises = [.. Run(time, Period, Period / 4).Where(edge => edge.Level == PinLevel.High).Select(edge => edge.Nanoseconds)];
        Assert.Equal([0, 3 * Period + Millisecond, 4 * Period, 5 * Period], rises[..4]);
        Assert.Equal(2, time.Train!.Timing.SkippedPeriods);
        Assert.Equal(TimeSpan.FromMilliseconds(1), time.Train.Timing.Largest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Period)]
    public void No_pulse_and_an_endless_one_have_no_edges_between(long width)
    {
        PinEdge[] edges = Run(new FakeTime(stopAt: 5 * Period), Period, width);
        Assert.Equal(width == 0 ? [] : [(PinLevel.High, 0L)], edges.Where(edge => edge.Nanoseconds < 5 * Period).Select(edge => (edge.Level, edge.Nanoseconds)));
    }

    [Fact]
    public void Pin_is_low_afterwards_even_when_stopped_within_a_pulse()
    {
        FakeTime time = new(stopAt: 10 * Millisecond);
        PinEdge[] edges = Run(time, 1000 * Millisecond, 900 * Millisecond);
        Assert.Equal([PinLevel.High, PinLevel.Low], edges.Select(edge => edge.Level));
        Assert.InRange(edges[1].Nanoseconds, 10 * Millisecond, 31 * Millisecond);
    }

    [Fact]
    public void Width_changes_with_the_next_period()
    {
        FakeTime time = new(stopAt: 2 * Period - 1);
        time.At[Millisecond] = () => time.Train!.Width = 7 * Millisecond;
        long[] falls = [.. Run(time, Period, 2 * Millisecond).Where(edge => edge.Level == PinLevel.Low).Select(edge => edge.Nanoseconds)];
        Assert.Equal([2 * Millisecond, Period + 7 * Millisecond], falls);
    }

    [Fact]
    public void Real_thread_drives_the_pin_and_reports_its_delays()
    {
        using var pins = new SimulatedPins();
        using var enough = new CountdownEvent(6);
        pins.Changed += _ =>
        {
            if (!enough.IsSet)
                enough.Signal();
        };
        var pwm = new SoftwarePwm(pins.RequestOutputs([new(17, PinLevel.Low)], "test")[0], 100) { Duty = 0.5 };
        Assert.Equal(0.5, pwm.Duty);
        Assert.True(enough.Wait(TimeSpan.FromSeconds(30)));
        pwm.Dispose();
        Assert.Equal(PinLevel.Low, pins.Edges[^1].Level);
        Assert.True(pwm.Timing.Edges >= 5);
        Assert.True(pwm.Timing.Largest >= pwm.Timing.Mean && pwm.Timing.Mean >= TimeSpan.Zero);
        for (int i = 1; i < pins.Edges.Count - 1; i++)
        {
            if (pins.Edges[i].Level == PinLevel.Low)
                Assert.True(pins.Edges[i].Nanoseconds - pins.Edges[i - 1].Nanoseconds >= 4_900_000, "a pulse ended before its time");
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(90, 1.5)]
    [InlineData(180, 2.5)]
    [InlineData(45, 1.0)]
    public void Servo_turns_angles_into_widths(double degrees, double milliseconds)
    {
        var clock = new FreeRunningClock();
        using var pins = new SimulatedPins(nanoseconds: () => clock.Now);
        using var enough = new CountdownEvent(3);
        pins.Changed += _ =>
        {
            if (!enough.IsSet)
                enough.Signal();
        };
        using var servo = new Servo(pins.RequestOutputs([new(18, PinLevel.Low)], "test")[0], 0.5, 2.5, 180, clock);
        servo.MoveTo(degrees);
        Assert.True(enough.Wait(TimeSpan.FromSeconds(30)));
        servo.Dispose();
        long[] times = [.. pins.Edges.Take(3).Select(edge => edge.Nanoseconds)];
        Assert.Equal([(long)(milliseconds * 1e6), 20_000_000], [times[1] - times[0], times[2] - times[0]]);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        using var pins = new SimulatedPins();
        IOutputPin pin = pins.RequestOutputs([new(17, PinLevel.Low)], "test")[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftwarePwm(pin, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftwarePwm(pin, 1001));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftwarePwm(pin, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Servo(pin, 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Servo(pin, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Servo(pin, 1, 2.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Servo(pin, 1, 2, 0));
        using var pwm = new SoftwarePwm(pin, 50);
        Assert.Throws<ArgumentOutOfRangeException>(() => pwm.Duty = 1.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => pwm.Duty = double.NaN);
        using var servo = new Servo(pin, 1, 2, 90);
        Assert.Throws<ArgumentOutOfRangeException>(() => servo.MoveTo(91));
        Assert.Throws<ArgumentOutOfRangeException>(() => servo.MoveTo(double.NaN));
        servo.Release();
        Assert.Equal(0, servo.Timing.SkippedPeriods);
    }

    [Fact]
    public void Pin_that_fails_ends_the_waveform_and_is_reported_by_the_next_call()
    {
        using var pins = new SimulatedPins();
        IOutputPins outputs = pins.RequestOutputs([new(17, PinLevel.Low)], "test");
        using var pwm = new SoftwarePwm(outputs[0], 1000);
        outputs.Dispose();
        var failure = Record(() =>
        {
            for (int i = 0; i < 3000; i++)
            {
                pwm.Duty = 0.5;
                Thread.Sleep(10);
            }
        });
        Assert.IsType<PinException>(failure);
        Assert.Contains("the waveform has ended", failure.Message, StringComparison.Ordinal);

        static Exception? Record(Action action) => Xunit.Record.Exception(action);
    }

    private static PinEdge[] Run(FakeTime time, long period, long width)
    {
        using var pins = new SimulatedPins(nanoseconds: () => time.Now);
        time.Train = new PulseTrain(pins.RequestOutputs([new(17, PinLevel.Low)], "test")[0], period, time) { Width = width };
        time.Train.Run();
        return [.. pins.Edges];
    }

    /// <summary>Time that passes only by sleeping, late by what the test says, and that stops the train in the end.</summary>
    private sealed class FakeTime(long stopAt) : IWaveClock
    {
        public PulseTrain? Train { get; set; }

        public long Oversleep { get; init; }

        /// <summary>Sleeps until these moments end at others.</summary>
        public Dictionary<long, long> SleepsUntil { get; } = [];

        /// <summary>What happens when time passes these moments.</summary>
        public Dictionary<long, Action> At { get; } = [];

        public long Now { get; private set; }

        public void SleepUntil(long nanoseconds)
        {
            long before = Now;
            Now = SleepsUntil.GetValueOrDefault(nanoseconds, nanoseconds + Oversleep);
            foreach ((long moment, Action action) in At)
            {
                if (before < moment && moment <= Now)
                    action();
            }

            if (Now >= stopAt)
                Train!.Stop();
        }
    }

    /// <summary>Time that a waveform's own thread moves by sleeping; a real, short pause lets the test's thread run.</summary>
    private sealed class FreeRunningClock : IWaveClock
    {
        private long _now;

        public long Now => Volatile.Read(ref _now);

        public void SleepUntil(long nanoseconds)
        {
            Thread.Sleep(1);
            Volatile.Write(ref _now, nanoseconds);
        }
    }
}
