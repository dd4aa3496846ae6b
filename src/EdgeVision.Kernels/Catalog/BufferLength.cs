using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Kernels;

/// <summary>The only things a <c>Run</c> checks.</summary>
internal static class BufferLength
{
    public static void Check(int actual, int expected, string name)
    {
        if (actual != expected)
            Throw(actual, expected, name);
    }

    /// <summary>Checks that units [first, first + count) are among <paramref name="units"/>.</summary>
    public static void CheckRange(int first, int count, int units)
    {
        if (first < 0 || count < 0 || first > units - count)
            ThrowRange(first, count, units);
    }

    [DoesNotReturn]
    private static void Throw(int actual, int expected, string name) =>
        throw new ArgumentException($"buffer of {actual} elements, expected {expected}", name);

    [DoesNotReturn]
    private static void ThrowRange(int first, int count, int units) =>
        throw new ArgumentException($"range of {count} units from {first}, there are {units}", nameof(count));
}
