using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Pooling with all windows and both roundings, and over whole images with the largest sums.</summary>
internal sealed class PoolChecks(PoolKernel[] kernels, KernelTally[] tallies)
{
    private const int Cases = 400;
    private static readonly int[] ImageExtents = [1, 7, 15, 16, 17, 33]; // products on both sides of 256, where sums of bytes leave 16 bits

    private readonly Prng _prng = new(14);

    public void Run()
    {
        var cases = new WindowCases(_prng);
        for (int i = 0; i < Cases; i++)
        {
            cases.Draw(largestDilation: 1);
            int channels = cases.DrawChannels(96);
            cases.SetChannels(channels, channels);
            Check(cases, Fillings.Pair(i / 2).Inputs, (PoolRounding)(i % 2));
        }

        foreach (int height in ImageExtents)
        {
            foreach (int width in ImageExtents)
            {
                cases.SetWholeImage(height, width);
                cases.SetChannels(17, 17);
                foreach (Filling filling in new Filling[] { Filling.Lowest, Filling.Highest })
                {
                    Check(cases, filling, PoolRounding.HalfAwayFromZero);
                    Check(cases, filling, PoolRounding.FloorUnsigned);
                }
            }
        }
    }

    private void Check(WindowCases cases, Filling filling, PoolRounding rounding)
    {
        var parameters = new PoolParameters
        {
            Input = cases.Input,
            Output = cases.Output,
            Window = cases.Window,
            Range = Fillings.Range(_prng),
            Rounding = rounding,
        };
        sbyte[] input = Fillings.Fill(cases.Input.Count, filling, 0, _prng);
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
            Activity.Add(", rounding ", (int)rounding);
            KernelRun.Compare(tally, kernel.Prepare(parameters), input, expected, cases.Rows);
            tally.Cases++;
        }
    }
}
