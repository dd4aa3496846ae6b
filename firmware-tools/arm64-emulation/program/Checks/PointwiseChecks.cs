using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Matrix products of all sizes around a tile, deep ones, and every exponent on extreme accumulators.</summary>
internal sealed class PointwiseChecks(KernelTally[] tallies)
{
    private static readonly int[] Channels = [1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 40, 48, 64, 96];
    private static readonly int[] Pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 49];
    private static readonly int[] Depths = [127, 128, 130, 256, 576, 1000, 1024, 1280];

    private readonly LinearChecks<PointwiseParameters> _checks = new(KernelCatalog.Pointwise, tallies);
    private readonly Prng _prng = new(11);
    private int _number;

    public void Run()
    {
        foreach (int pixels in Pixels)
        {
            foreach (int outputs in Channels)
            {
                for (int i = 0; i < 3; i++)
                    Check(pixels, Channels[_prng.Next(0, Channels.Length - 1)], outputs);
            }
        }

        foreach (int depth in Depths)
        {
            for (int i = 0; i < 7; i++)
                Check(_prng.Next(1, 9), depth, _prng.Next(1, 35));
        }

        new RequantizationChecks(_checks).Run();
    }

    private void Check(int pixels, int inputs, int outputs)
    {
        var layout = FilterLayout.ChannelMajor(outputs, inputs);
        var data = new LinearData(_number++, pixels * inputs, layout, _prng);
        var parameters = new PointwiseParameters
        {
            Pixels = pixels,
            InputChannels = inputs,
            OutputChannels = outputs,
            InputZeroPoint = data.InputZeroPoint,
            FilterZeroPoint = data.FilterZeroPoint,
            OutputZeroPoint = data.OutputZeroPoint,
            Multipliers = data.Multipliers,
            Range = data.Range,
        };
        _checks.Run(parameters, layout, data, pixels * outputs, pixels, Describe);

        void Describe()
        {
            Activity.Add(" ", pixels);
            Activity.Add(" pixels, ", inputs);
            Activity.Add(" to ", outputs);
            Activity.Add(" channels");
        }
    }
}
