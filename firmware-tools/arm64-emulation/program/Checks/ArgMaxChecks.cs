using System.Runtime.InteropServices;
using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>First maxima of every depth that fits, with and without ties.</summary>
internal sealed class ArgMaxChecks(KernelTally[] tallies)
{
    private const int Rows = 40;
    private const int Deepest = 260;

    private readonly Prng _prng = new(29);
    private readonly GuardedArea _source = new(Rows * Deepest);
    private readonly GuardedArea _target = new(Rows * sizeof(int));

    public void Run()
    {
        for (int depth = 1; depth <= Deepest; depth++)
        {
            Run(depth, shift: 0);
            Run(depth, shift: 6);
        }
    }

    private void Run(int depth, int shift)
    {
        var parameters = new ArgMaxParameters { Outer = Rows, Depth = depth };
        sbyte[] input = Fillings.Fill(Rows * depth, Filling.Random, 0, _prng), expected = new sbyte[Rows * sizeof(int)];
        for (int i = 0; i < input.Length; i++)
            input[i] >>= shift;
        KernelCatalog.ArgMax[^1].Prepare(parameters).Run(input, MemoryMarshal.Cast<sbyte, int>(expected.AsSpan()), 0);
        foreach (KernelTally tally in tallies)
        {
            var kernel = (ArgMaxKernel)tally.Kernel;
            if (tally.GivenUp || !kernel.CanRun(parameters))
                continue;
            PreparedArgMax prepared = kernel.Prepare(parameters);
            Compare(tally, parameters, prepared, input, expected, GuardSide.Before);
            Compare(tally, parameters, prepared, input, expected, GuardSide.After);
            tally.Cases++;
        }
    }

    /// <summary>In two ranges, the later first.</summary>
    private void Compare(KernelTally tally, ArgMaxParameters parameters, PreparedArgMax kernel, sbyte[] input, sbyte[] expected, GuardSide side)
    {
        int cut = _prng.Next(0, Rows);
        Activity.Begin(tally.Kernel.Name);
        Activity.Add(" depth ", parameters.Depth);
        Span<sbyte> source = _source.Place(input, side), target = _target.Place(expected.Length, side);
        Span<int> indices = MemoryMarshal.Cast<sbyte, int>(target);
        kernel.Run(source, indices[cut..], cut);
        if (!GuardedArea.IsPoison(target[..(cut * sizeof(int))]))
        {
            tally.Fail("other units were written");
            return;
        }

        kernel.Run(source, indices[..cut], 0);
        if (KernelRun.IsEqual(tally, target, expected) && !_target.MarginIsUntouched())
            tally.Fail("bytes beside a buffer were written");
    }
}
