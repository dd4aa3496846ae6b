using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Means of all extents, also of so many rows that their sums leave 16 bits, and with factors of every size.</summary>
internal sealed class MeanChecks(KernelTally[] tallies)
{
    private const int Cases = 400;

    private readonly Prng _prng = new(21);

    public void Run()
    {
        for (int i = 0; i < Cases; i++)
        {
            var parameters = new MeanParameters
            {
                Outer = _prng.Next(1, 3),
                Reduced = i % 5 == 0 ? _prng.Next(250, 530) : _prng.Next(1, 70),
                Inner = _prng.Next(1, 100),
                Input = Draw(),
                Output = Draw(),
            };
            Check(parameters, Fillings.Pair(i).Inputs);
        }
    }

    private void Check(MeanParameters parameters, Filling filling)
    {
        FixedPointMultiplier multiplier = Mean.Multiplier(parameters);
        sbyte[] input = Fillings.Fill(parameters.Outer * parameters.Reduced * parameters.Inner, filling, parameters.Input.ZeroPoint, _prng);
        var expected = new sbyte[parameters.Outer * parameters.Inner];
        KernelCatalog.Mean[^1].Prepare(parameters, multiplier).Run(input, expected, 0, parameters.Outer);
        foreach (KernelTally tally in tallies)
        {
            var kernel = (MeanKernel)tally.Kernel;
            if (tally.GivenUp || !kernel.CanRun(parameters, multiplier))
                continue;
            Activity.Begin(kernel.Name);
            Activity.Add(" ", parameters.Outer);
            Activity.Add("x", parameters.Reduced);
            Activity.Add("x", parameters.Inner);
            Activity.Add(", zero points ", parameters.Input.ZeroPoint);
            Activity.Add(" ", parameters.Output.ZeroPoint);
            Activity.Add(", mantissa ", multiplier.Mantissa);
            Activity.Add(", exponent ", multiplier.Exponent);
            Activity.Add(", filling ", (int)filling);
            KernelRun.Compare(tally, kernel.Prepare(parameters, multiplier), input, expected, parameters.Outer);
            tally.Cases++;
        }
    }

    /// <summary>Ratios of two of them are between 2^−12 and 2^12.</summary>
    private Quantization Draw() => new((float)Math.ScaleB(1 + _prng.NextDouble(), _prng.Next(-9, 2)), Fillings.ZeroPoint(_prng));
}
