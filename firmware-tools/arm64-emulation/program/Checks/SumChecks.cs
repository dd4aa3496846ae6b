using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Sums and differences: all pairs of bytes under many scales, and all short lengths.</summary>
internal sealed class SumChecks(KernelTally[] tallies)
{
    private const int Pairs = 256 * 256;
    private const int ScaleCases = 24;
    private const int LongestLength = 130;

    private readonly Prng _prng = new(15);
    private readonly GuardedArea _first = new(Pairs);
    private readonly GuardedArea _second = new(Pairs);
    private readonly GuardedArea _target = new(Pairs);

    public void Run()
    {
        var (first, second) = (new sbyte[Pairs], new sbyte[Pairs]);
        for (int i = 0; i < Pairs; i++)
            (first[i], second[i]) = ((sbyte)(i / 256 - 128), (sbyte)(i % 256 - 128));
        for (int i = 0; i < ScaleCases; i++)
            Run(new TensorShape(2, 64, 8, 64), first, second);
        for (int length = 1; length <= LongestLength; length++)
        {
            var shape = new TensorShape(1, length % 3 + 1, 1, length);
            Run(shape, Fillings.Fill(shape.Count, Filling.Random, 0, _prng), Fillings.Fill(shape.Count, Filling.Random, 0, _prng));
        }
    }

    private void Run(TensorShape shape, sbyte[] first, sbyte[] second)
    {
        var parameters = new BinaryParameters
        {
            First = shape,
            Second = shape,
            Output = shape,
            FirstQuantization = Draw(),
            SecondQuantization = Draw(),
            OutputQuantization = Draw(),
            Range = Fillings.Range(_prng),
        };
        ScaledSum sum = _prng.Next(0, 2) == 0 ? ScaledSum.Difference(parameters) : ScaledSum.Of(parameters);
        var expected = new sbyte[shape.Count];
        int rows = shape.Batch * shape.Height;
        KernelCatalog.Sum[^1].Prepare(parameters, sum).Run(first, second, expected, 0, rows);
        foreach (KernelTally tally in tallies)
        {
            var kernel = (SumKernel)tally.Kernel;
            if (tally.GivenUp || !kernel.CanRun(parameters))
                continue;
            PreparedBinary prepared = kernel.Prepare(parameters, sum);
            Compare(tally, parameters, prepared, first, second, expected, GuardSide.Before);
            Compare(tally, parameters, prepared, first, second, expected, GuardSide.After);
            tally.Cases++;
        }
    }

    /// <summary>In two ranges, the later first; then in place.</summary>
    private void Compare(
        KernelTally tally, BinaryParameters parameters, PreparedBinary kernel, sbyte[] first, sbyte[] second, sbyte[] expected, GuardSide side)
    {
        int rows = parameters.Output.Batch * parameters.Output.Height, cut = _prng.Next(0, rows - 1), row = expected.Length / rows;
        Describe(tally, parameters, "");
        Span<sbyte> a = _first.Place(first, side), b = _second.Place(second, side), target = _target.Place(expected.Length, side);
        kernel.Run(a, b, target, cut, rows - cut);
        if (!GuardedArea.IsPoison(target[..(cut * row)]))
        {
            tally.Fail("other units were written");
            return;
        }

        if (cut > 0)
            kernel.Run(a, b, target, 0, cut);
        if (!KernelRun.IsEqual(tally, target, expected))
            return;
        if (!_first.MarginIsUntouched() || !_second.MarginIsUntouched() || !_target.MarginIsUntouched())
        {
            tally.Fail("bytes beside a buffer were written");
            return;
        }

        Describe(tally, parameters, ", in place");
        kernel.Run(a, b, b, 0, rows);
        KernelRun.IsEqual(tally, b, expected);
    }

    private Quantization Draw() => new((float)Math.ScaleB(1 + _prng.NextDouble(), _prng.Next(-9, -2)), Fillings.ZeroPoint(_prng));

    private static void Describe(KernelTally tally, BinaryParameters parameters, string how)
    {
        Activity.Begin(tally.Kernel.Name);
        Activity.Add(" ", parameters.Output.Count);
        Activity.Add(" elements");
        Describe(", first", parameters.FirstQuantization);
        Describe(", second", parameters.SecondQuantization);
        Describe(", output", parameters.OutputQuantization);
        Activity.Add(", range ", parameters.Range.Min);
        Activity.Add("..", parameters.Range.Max);
        Activity.Add(how);
    }

    private static void Describe(string tensor, Quantization quantization)
    {
        Activity.Add(tensor);
        Activity.Add(" scale ", (long)(quantization.Scale * 1_000_000));
        Activity.Add("e-6 zero point ", quantization.ZeroPoint);
    }
}
