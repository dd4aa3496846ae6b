using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Support;

/// <summary>Runs a prepared kernel in every way the library may, and compares.</summary>
internal static class KernelRun
{
    private const int Room = 1 << 20;
    private static readonly GuardedArea Source = new(Room);
    private static readonly GuardedArea Target = new(Room);
    private static readonly Prng Splits = new(0x5EED);

    /// <summary>
    /// The whole output at once and in pieces, between guard pages on either side; a piece alone; and in place by the kernel's lead.
    /// </summary>
    public static void Compare(KernelTally tally, PreparedKernel kernel, sbyte[] input, sbyte[] expected, int units)
    {
        int cut = Splits.Next(0, units);
        if (InPieces(tally, kernel, input, expected, [0, units], GuardSide.After)
            && InPieces(tally, kernel, input, expected, [0, Math.Min(cut, units / 2), cut, units], GuardSide.Before)
            && OnePiece(tally, kernel, input, expected, units))
        {
            Overlapped(tally, kernel, input, expected, units);
        }
    }

    /// <summary>Runs the ranges between neighbouring bounds, last range first.</summary>
    private static bool InPieces(
        KernelTally tally, PreparedKernel kernel, sbyte[] input, sbyte[] expected, ReadOnlySpan<int> bounds, GuardSide side)
    {
        Span<sbyte> source = Source.Place(input, side), target = Target.Place(expected.Length, side);
        for (int i = bounds.Length - 2; i >= 0; i--)
        {
            if (bounds[i + 1] > bounds[i])
                kernel.Run(source, target, bounds[i], bounds[i + 1] - bounds[i]);
        }

        return IsEqual(tally, target, expected) && MarginsAreUntouched(tally, input);
    }

    /// <summary>A range writes its own units and nothing else.</summary>
    private static bool OnePiece(KernelTally tally, PreparedKernel kernel, sbyte[] input, sbyte[] expected, int units)
    {
        int first = Splits.Next(0, units - 1), count = Splits.Next(1, units - first), unit = expected.Length / units;
        Span<sbyte> source = Source.Place(input, GuardSide.After), target = Target.Place(expected.Length, GuardSide.After);
        kernel.Run(source, target, first, count);
        if (!GuardedArea.IsPoison(target[..(first * unit)]) || !GuardedArea.IsPoison(target[((first + count) * unit)..]))
        {
            Activity.Add(", units ", first);
            Activity.Add(" to ", first + count);
            tally.Fail("other units were written");
            return false;
        }

        return IsEqual(tally, target.Slice(first * unit, count * unit), expected.AsSpan(first * unit, count * unit))
            && MarginsAreUntouched(tally, input);
    }

    /// <summary>Input and output share memory as far as the kernel's lead lets them.</summary>
    private static void Overlapped(KernelTally tally, PreparedKernel kernel, sbyte[] input, sbyte[] expected, int units)
    {
        int lead = (int)Math.Clamp(kernel.Lead, -input.Length, expected.Length);
        int outputStart = Math.Max(0, -lead), inputStart = Math.Max(0, lead);
        Span<sbyte> both = Target.Place(Math.Max(outputStart + expected.Length, inputStart + input.Length), GuardSide.After);
        input.CopyTo(both[inputStart..]);
        kernel.Run(both.Slice(inputStart, input.Length), both.Slice(outputStart, expected.Length), 0, units);
        Activity.Add(", input at ", lead);
        Activity.Add(" after the output");
        IsEqual(tally, both.Slice(outputStart, expected.Length), expected);
    }

    public static bool IsEqual(KernelTally tally, ReadOnlySpan<sbyte> actual, ReadOnlySpan<sbyte> expected)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (actual[i] != expected[i])
            {
                tally.Fail(i, actual[i], expected[i]);
                return false;
            }
        }

        return true;
    }

    private static bool MarginsAreUntouched(KernelTally tally, sbyte[] input)
    {
        if (!Target.MarginIsUntouched() || !Source.MarginIsUntouched())
            tally.Fail("bytes beside a buffer were written");
        else if (!Source.Buffer.SequenceEqual(input))
            tally.Fail("the input was changed");
        else
            return true;
        return false;
    }
}
