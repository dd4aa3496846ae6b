using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Kernels;

/// <summary>The only thing a <c>Run</c> checks.</summary>
internal static class BufferLength
{
    public static void Check(int actual, int expected, string name)
    {
        if (actual != expected)
            Throw(actual, expected, name);
    }

    [DoesNotReturn]
    private static void Throw(int actual, int expected, string name) =>
        throw new ArgumentException($"buffer of {actual} elements, expected {expected}", name);
}
