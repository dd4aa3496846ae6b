using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Convolutions with all windows, full and depthwise.</summary>
internal static class ConvChecks
{
    private const int ConvCases = 400;
    private const int DepthwiseCases = 1800; // most kernels can do only a part of them
    private const long LargestCase = 400_000; // products, so that the scalar reference does not take most of the time

    public static void RunConv(KernelTally[] tallies)
    {
        var prng = new Prng(12);
        var cases = new WindowCases(prng);
        var checks = new LinearChecks<ConvParameters>(KernelCatalog.Conv, tallies);
        for (int i = 0; i < ConvCases;)
        {
            cases.Draw(largestDilation: 2);
            cases.SetChannels(cases.DrawChannels(i % 2 == 0 ? 4 : 24), cases.DrawChannels(64));
            int taps = cases.Window.KernelHeight * cases.Window.KernelWidth * cases.Input.Channels;
            if ((long)cases.Output.Count * taps > LargestCase)
                continue;
            Run(checks, i++, cases, FilterLayout.ChannelMajor(cases.Output.Channels, taps), prng);
        }
    }

    public static void RunDepthwise(KernelTally[] tallies)
    {
        var prng = new Prng(13);
        var cases = new WindowCases(prng);
        var checks = new LinearChecks<ConvParameters>(KernelCatalog.Depthwise, tallies);
        for (int i = 0; i < DepthwiseCases; i++)
        {
            cases.Draw(largestDilation: 2);
            int channels = cases.DrawChannels(96);
            cases.SetChannels(channels, channels * (i % 4 == 0 ? prng.Next(1, 3) : 1));
            Run(checks, i, cases, FilterLayout.TapMajor(cases.Output.Channels, cases.Window.KernelHeight * cases.Window.KernelWidth), prng);
        }
    }

    private static void Run(LinearChecks<ConvParameters> checks, int number, WindowCases cases, FilterLayout layout, Prng prng)
    {
        var data = new LinearData(number, cases.Input.Count, layout, prng);
        var parameters = new ConvParameters
        {
            Input = cases.Input,
            Output = cases.Output,
            Window = cases.Window,
            InputZeroPoint = data.InputZeroPoint,
            FilterZeroPoint = data.FilterZeroPoint,
            OutputZeroPoint = data.OutputZeroPoint,
            Multipliers = data.Multipliers,
            Range = data.Range,
        };
        checks.Run(parameters, layout, data, cases.Output.Count, cases.Rows, cases.Describe);
    }
}
