using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Waveforms;
using EdgeVision.Triggers.Rules;
using RuleOutput = EdgeVision.Triggers.Rules.Output;

namespace EdgeVision.App.Run.Outputs;

/// <summary>Turns an output's number (on or off, a duty, an angle) into what its pin does. Any thread may call it.</summary>
internal abstract class OutputDriver : IDisposable
{
    /// <summary>Takes over a pin, which is at <see cref="RestLevel"/>.</summary>
    public static OutputDriver For(RuleOutput output, IOutputPin pin) => output.Kind switch
    {
        OutputKind.Pwm => new PwmDriver(output, pin),
        OutputKind.Servo => new ServoDriver(output, pin),
        _ => new SwitchDriver(output, pin),
    };

    /// <summary>
    /// The pin's level before and after this program drives it: the safe level of a switch; low for a waveform, except for a PWM that is
    /// to be fully on.
    /// </summary>
    public static PinLevel RestLevel(RuleOutput output) => output.Kind switch
    {
        OutputKind.Switch => LevelOf(output, output.Safe),
        OutputKind.Pwm when output.Safe >= 1 => PinLevel.High,
        _ => PinLevel.Low,
    };

    /// <exception cref="PinException">The kernel refused.</exception>
    public abstract void Apply(double value);

    public abstract void Dispose();

    private static PinLevel LevelOf(RuleOutput output, double value) => output.IsHigh(value) ? PinLevel.High : PinLevel.Low;

    private sealed class SwitchDriver(RuleOutput output, IOutputPin pin) : OutputDriver
    {
        public override void Apply(double value) => pin.Write(LevelOf(output, value));

        public override void Dispose()
        {
        }
    }

    private sealed class PwmDriver(RuleOutput output, IOutputPin pin) : OutputDriver
    {
        private readonly SoftwarePwm _pwm = new(pin, output.Frequency);

        public override void Apply(double value) => _pwm.Duty = value;

        public override void Dispose()
        {
            _pwm.Dispose();
            pin.Write(RestLevel(output));
        }
    }

    private sealed class ServoDriver(RuleOutput output, IOutputPin pin) : OutputDriver
    {
        private readonly Servo _servo =
            new(pin, output.ShortestPulse.TotalMilliseconds, output.LongestPulse.TotalMilliseconds, output.Range);

        public override void Apply(double value) => _servo.MoveTo(value);

        public override void Dispose() => _servo.Dispose();
    }
}
