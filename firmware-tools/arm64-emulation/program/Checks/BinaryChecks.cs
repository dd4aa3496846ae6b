using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>
/// Operations on two tensors: all pairs of bytes under many scales, and runs of all short lengths, of inputs of one shape and of one input
/// that is repeated in some dimensions.
/// </summary>
internal abstract class BinaryChecks<TOperator>(BinaryKernel<TOperator>[] kernels, KernelTally[] tallies)
    where TOperator : struct, IBinaryOperator
{
    private const int Pairs = 256 * 256;
    private const int ScaleCases = 24;
    private const int LongestLength = 130;

    private readonly GuardedArea _first = new(Pairs);
    private readonly GuardedArea _second = new(Pairs);
    private readonly GuardedArea _target = new(Pairs);

    protected Prng Prng { get; } = new(15);

    public void Run()
    {
        var (first, second) = (new sbyte[Pairs], new sbyte[Pairs]);
        for (int i = 0; i < Pairs; i++)
            (first[i], second[i]) = ((sbyte)(i / 256 - 128), (sbyte)(i % 256 - 128));
        var pairs = new TensorShape(2, 64, 8, 64);
        for (int i = 0; i < ScaleCases; i++)
            Run(pairs, pairs, pairs, first, second);
        for (int length = 1; length <= LongestLength; length++)
        {
            var shape = new TensorShape(1, length % 3 + 1, 1, length);
            Run(shape, shape, shape);
            shape = new TensorShape(2, 2, 3, length);
            Run(Shrunk(shape), shape, shape);
            Run(shape, Shrunk(shape), shape);
        }
    }

    /// <summary>The operation that <paramref name="parameters"/> describe.</summary>
    protected abstract TOperator Draw(BinaryParameters parameters);

    private void Run(TensorShape first, TensorShape second, TensorShape output) => Run(
        first, second, output, Fillings.Fill(first.Count, Filling.Random, 0, Prng), Fillings.Fill(second.Count, Filling.Random, 0, Prng));

    private void Run(TensorShape firstShape, TensorShape secondShape, TensorShape output, sbyte[] first, sbyte[] second)
    {
        var parameters = new BinaryParameters
        {
            First = firstShape,
            Second = secondShape,
            Output = output,
            FirstQuantization = Quantization(),
            SecondQuantization = Quantization(),
            OutputQuantization = Quantization(),
            Range = Fillings.Range(Prng),
        };
        TOperator function = Draw(parameters);
        var expected = new sbyte[output.Count];
        int rows = output.Batch * output.Height;
        kernels[^1].Prepare(parameters, function).Run(first, second, expected, 0, rows);
        foreach (KernelTally tally in tallies)
        {
            var kernel = (BinaryKernel<TOperator>)tally.Kernel;
            if (tally.GivenUp || !kernel.CanRun(parameters))
                continue;
            PreparedBinary prepared = kernel.Prepare(parameters, function);
            Compare(tally, parameters, prepared, first, second, expected, GuardSide.Before);
            Compare(tally, parameters, prepared, first, second, expected, GuardSide.After);
            tally.Cases++;
        }
    }

    /// <summary>In any of its dimensions, half of the time also in the channels.</summary>
    private TensorShape Shrunk(TensorShape shape)
    {
        int bits = Prng.Next(1, 15);
        return new TensorShape(
            (bits & 1) != 0 ? 1 : shape.Batch, (bits & 2) != 0 ? 1 : shape.Height, (bits & 4) != 0 ? 1 : shape.Width,
            (bits & 8) != 0 ? 1 : shape.Channels);
    }

    /// <summary>In two ranges, the later first; then in place of an input that has the output's shape.</summary>
    private void Compare(
        KernelTally tally, BinaryParameters parameters, PreparedBinary kernel, sbyte[] first, sbyte[] second, sbyte[] expected, GuardSide side)
    {
        int rows = parameters.Output.Batch * parameters.Output.Height, cut = Prng.Next(0, rows - 1), row = expected.Length / rows;
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
        Span<sbyte> whole = b.Length == expected.Length ? b : a;
        kernel.Run(a, b, whole, 0, rows);
        KernelRun.IsEqual(tally, whole, expected);
    }

    private Quantization Quantization() => new((float)Math.ScaleB(1 + Prng.NextDouble(), Prng.Next(-9, -2)), Fillings.ZeroPoint(Prng));

    private static void Describe(KernelTally tally, BinaryParameters parameters, string how)
    {
        Activity.Begin(tally.Kernel.Name);
        Describe("", parameters.First);
        Describe(" and", parameters.Second);
        Describe(", first", parameters.FirstQuantization);
        Describe(", second", parameters.SecondQuantization);
        Describe(", output", parameters.OutputQuantization);
        Activity.Add(", range ", parameters.Range.Min);
        Activity.Add("..", parameters.Range.Max);
        Activity.Add(how);
    }

    private static void Describe(string before, TensorShape shape)
    {
        Activity.Add(before);
        Activity.Add(" ", shape.Batch);
        Activity.Add("x", shape.Height);
        Activity.Add("x", shape.Width);
        Activity.Add("x", shape.Channels);
    }

    private static void Describe(string tensor, Quantization quantization)
    {
        Activity.Add(tensor);
        Activity.Add(" scale ", (long)(quantization.Scale * 1_000_000));
        Activity.Add("e-6 zero point ", quantization.ZeroPoint);
    }
}
