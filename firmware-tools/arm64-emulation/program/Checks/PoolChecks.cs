using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Pooling with all windows and both roundings, and over whole images.</summary>
internal static class PoolChecks
{
    private const int Cases = 400;

    public static void Run(PoolKernel[] kernels, KernelTally[] tallies)
    {
        var prng = new Prng(14);
        var cases = new WindowCases(prng);
        for (int i = 0; i < Cases; i++)
        {
            cases.Draw(largestDilation: 1);
            if (i % 10 == 0)
                cases.DrawWholeImage();
            int channels = cases.DrawChannels(96);
            cases.SetChannels(channels, channels);
            var parameters = new PoolParameters
            {
                Input = cases.Input,
                Output = cases.Output,
                Window = cases.Window,
                Range = Fillings.Range(prng),
                Rounding = i % 2 == 0 ? PoolRounding.HalfAwayFromZero : PoolRounding.FloorUnsigned,
            };
            sbyte[] input = Fillings.Fill(cases.Input.Count, Fillings.Pair(i / 2).Inputs, 0, prng);
            var expected = new sbyte[cases.Output.Count];
            kernels[^1].Prepare(parameters).Run(input, expected, 0, cases.Rows);
            foreach (KernelTally tally in tallies)
            {
                var kernel = (PoolKernel)tally.Kernel;
                if (tally.GivenUp || !kernel.CanRun(parameters))
                    continue;
                Activity.Begin(kernel.Name);
                cases.Describe();
                Activity.Add(", range ", parameters.Range.Min);
                Activity.Add("..", parameters.Range.Max);
                Activity.Add(", rounding ", (int)parameters.Rounding);
                KernelRun.Compare(tally, kernel.Prepare(parameters), input, expected, cases.Rows);
                tally.Cases++;
            }
        }
    }
}
