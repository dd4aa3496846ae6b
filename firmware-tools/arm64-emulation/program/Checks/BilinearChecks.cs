using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Bilinear resizes, in integers and in float32 that is exact, around vectors and strips.</summary>
internal sealed class BilinearChecks(KernelTally[] tallies)
{
    private const int Most = 1 << 17;
    private const int RandomCases = 250;

    private readonly Prng _prng = new(23);
    private readonly GuardedArea _source = new(Most);
    private readonly GuardedArea _target = new(Most);

    public void Run()
    {
        for (int i = 0; i < RandomCases; i++)
        {
            int channels = i % 5 == 0 ? 1 : _prng.Next(1, i % 5 == 1 ? 1100 : 70), batch = _prng.Next(1, 2);
            int from = _prng.Next(1, 5), to = _prng.Next(1, 6), fromWidth = _prng.Next(1, 6), toWidth = _prng.Next(1, 8);
            Run(new TensorShape(batch, from, fromWidth, channels), to, toWidth, ResizeArithmetic.Integer);
            Run(new TensorShape(1, from, fromWidth, channels % 70 + 1), from << (to / 3), fromWidth << (toWidth / 4), ResizeArithmetic.Float32);
        }
    }

    private void Run(TensorShape from, int height, int width, ResizeArithmetic arithmetic)
    {
        var parameters = new ResizeParameters
        {
            Input = from,
            Output = new TensorShape(from.Batch, height, width, from.Channels),
            Coordinates = (ResizeCoordinates)_prng.Next(0, 2),
            Arithmetic = arithmetic,
        };
        sbyte[] input = Fillings.Fill(from.Count, Filling.Random, 0, _prng), expected = new sbyte[parameters.Output.Count];
        KernelCatalog.ResizeBilinear[^1].Prepare(parameters).Run(input, expected, 0, from.Batch * height);
        foreach (KernelTally tally in tallies)
        {
            var kernel = (BilinearKernel)tally.Kernel;
            if (tally.GivenUp || !kernel.CanRun(parameters))
                continue;
            PreparedKernel prepared = kernel.Prepare(parameters);
            Compare(tally, parameters, prepared, input, expected, GuardSide.Before);
            Compare(tally, parameters, prepared, input, expected, GuardSide.After);
            tally.Cases++;
        }
    }

    /// <summary>In two ranges, the later first.</summary>
    private void Compare(KernelTally tally, ResizeParameters parameters, PreparedKernel kernel, sbyte[] input, sbyte[] expected, GuardSide side)
    {
        int rows = parameters.Output.Batch * parameters.Output.Height, cut = _prng.Next(0, rows - 1), row = expected.Length / rows;
        Describe(tally, parameters);
        Span<sbyte> source = _source.Place(input, side), target = _target.Place(expected.Length, side);
        kernel.Run(source, target, cut, rows - cut);
        if (!GuardedArea.IsPoison(target[..(cut * row)]))
        {
            tally.Fail("other units were written");
            return;
        }

        kernel.Run(source, target, 0, cut);
        if (KernelRun.IsEqual(tally, target, expected) && !_target.MarginIsUntouched())
            tally.Fail("bytes beside a buffer were written");
    }

    private static void Describe(KernelTally tally, ResizeParameters parameters)
    {
        Activity.Begin(tally.Kernel.Name);
        Activity.Add(" ", parameters.Input.Batch);
        Activity.Add("x", parameters.Input.Height);
        Activity.Add("x", parameters.Input.Width);
        Activity.Add("x", parameters.Input.Channels);
        Activity.Add(" to ", parameters.Output.Height);
        Activity.Add("x", parameters.Output.Width);
        Activity.Add(", coordinates ", (int)parameters.Coordinates);
        Activity.Add(", arithmetic ", (int)parameters.Arithmetic);
    }
}
