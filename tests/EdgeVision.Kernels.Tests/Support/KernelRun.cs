using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Support;

/// <summary>Runs a prepared kernel in every way the library may, and compares.</summary>
internal static class KernelRun
{
    public static void AssertGives(PreparedKernel kernel, sbyte[] input, sbyte[] expected, int units, string description)
    {
        Once(kernel, input, expected, [0, units], GuardSide.After, description);
        Once(kernel, input, expected, Split(units), GuardSide.Before, description);
    }

    /// <summary>Runs the ranges between neighbouring bounds, last range first.</summary>
    private static void Once(PreparedKernel kernel, sbyte[] input, sbyte[] expected, int[] bounds, GuardSide side, string description)
    {
        using GuardedBuffer source = GuardedBuffer.Of(input, side);
        using var target = new GuardedBuffer(expected.Length, side);
        for (int i = bounds.Length - 2; i >= 0; i--)
            kernel.Run(source.Span, target.Span, bounds[i], bounds[i + 1] - bounds[i]);

        int difference = target.Span.CommonPrefixLength(expected);
        if (difference != expected.Length)
            Assert.Fail($"{description}: element {difference} is {target.Span[difference]}, expected {expected[difference]}");
        target.AssertMarginsUntouched();
        source.AssertMarginsUntouched();
        Assert.True(source.Span.SequenceEqual(input), $"{description}: the input was changed");
    }

    private static int[] Split(int units)
    {
        var prng = new Prng((uint)units * 2654435761);
        var bounds = new SortedSet<int> { 0, units };
        for (int i = 0; i < 3; i++)
            bounds.Add(prng.Next(0, units));
        return [.. bounds];
    }
}
