using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Look-ups in tables: every value in every place of a vector, and all short lengths.</summary>
internal sealed class TableChecks(KernelTally[] tallies)
{
    private const int Size = 256;
    private const int Tables = 12;
    private const int LongestLength = 130;

    private readonly Prng _prng = new(19);
    private readonly GuardedArea _source = new(Size * Size);
    private readonly GuardedArea _target = new(Size * Size);

    public void Run()
    {
        var values = new sbyte[Size * (Size - 1)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (sbyte)(i % (Size - 1) + i / (Size - 1));
        for (int i = 0; i < Tables; i++)
            Run(values);
        for (int length = 0; length <= LongestLength; length++)
            Run(Fillings.Fill(length, Filling.Random, 0, _prng));
    }

    private void Run(sbyte[] input)
    {
        sbyte[] entries = Fillings.Fill(Size, Filling.Random, 0, _prng), expected = new sbyte[input.Length];
        KernelCatalog.Table[^1].Prepare(entries).Run(input, expected, 0, input.Length);
        foreach (KernelTally tally in tallies)
        {
            if (tally.GivenUp)
                continue;
            PreparedKernel prepared = ((TableKernel)tally.Kernel).Prepare(entries);
            Compare(tally, prepared, input, expected, GuardSide.Before);
            Compare(tally, prepared, input, expected, GuardSide.After);
            tally.Cases++;
        }
    }

    /// <summary>In two ranges, the later first; then in place.</summary>
    private void Compare(KernelTally tally, PreparedKernel kernel, sbyte[] input, sbyte[] expected, GuardSide side)
    {
        int length = input.Length, cut = _prng.Next(0, length);
        Describe(tally, length, "");
        Span<sbyte> source = _source.Place(input, side), target = _target.Place(length, side);
        kernel.Run(source, target, cut, length - cut);
        if (!GuardedArea.IsPoison(target[..cut]))
        {
            tally.Fail("other units were written");
            return;
        }

        kernel.Run(source, target, 0, cut);
        if (!KernelRun.IsEqual(tally, target, expected))
            return;
        if (!_source.MarginIsUntouched() || !_target.MarginIsUntouched())
        {
            tally.Fail("bytes beside a buffer were written");
            return;
        }

        Describe(tally, length, ", in place");
        kernel.Run(source, source, 0, length);
        KernelRun.IsEqual(tally, source, expected);
    }

    private static void Describe(KernelTally tally, int length, string how)
    {
        Activity.Begin(tally.Kernel.Name);
        Activity.Add(" ", length);
        Activity.Add(" elements");
        Activity.Add(how);
    }
}
