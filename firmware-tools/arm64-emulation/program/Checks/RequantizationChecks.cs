using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>
/// Every exponent on extreme accumulators, and its ties. All weights are 0, so that the accumulator is the bias, which may be anything
/// below 2^31.
/// </summary>
internal sealed class RequantizationChecks(LinearChecks<PointwiseParameters> checks)
{
    private const int Channels = 4096;
    private const int Pixels = 5;

    private readonly Prng _prng = new(16);

    public void Run()
    {
        RunExponents(-31, -1);
        RunExponents(-31, 0);
        RunExponents(0, 0);
        RunExponents(-31, 7);
    }

    private void RunExponents(int lowest, int highest)
    {
        var (bias, multipliers) = (new int[Channels], new FixedPointMultiplier[Channels]);
        for (int c = 0; c < Channels; c++)
        {
            int exponent = _prng.Next(lowest, highest);
            int mantissa = _prng.Next(0, 3) switch { 0 => 1 << 30, 1 => int.MaxValue, _ => _prng.Next(1 << 30, int.MaxValue) };
            multipliers[c] = new FixedPointMultiplier(mantissa, exponent);

            // A target of up to ±160 keeps most results unsaturated; a half added to it makes ties where the mantissa is 2^30.
            double target = _prng.Next(-320, 320) / 2.0, exact = target * Math.ScaleB(1, 31 - exponent) / mantissa;
            int largest = exponent < 0 ? int.MaxValue - (1 << (-exponent - 1)) : int.MaxValue >> exponent;
            bias[c] = (int)Math.Clamp(exact + _prng.Next(-1, 1), -largest, largest);
            if (c % 16 == 0)
                bias[c] = c % 32 == 0 ? largest : -largest;
        }

        Run(new LinearData(bias, new MultiplierList(multipliers), Pixels, 0));
        Run(new LinearData(bias, new MultiplierList([default]), Pixels, -7));
    }

    private void Run(LinearData data)
    {
        var parameters = new PointwiseParameters
        {
            Pixels = Pixels,
            InputChannels = 1,
            OutputChannels = Channels,
            OutputZeroPoint = data.OutputZeroPoint,
            Multipliers = data.Multipliers,
        };
        checks.Run(parameters, FilterLayout.ChannelMajor(Channels, 1), data, Pixels * Channels, Pixels, static () => Activity.Add(" of biases"));
    }
}
