using System.Numerics;

namespace EdgeVision.Kernels;

/// <summary>
/// Division in 16 bits: <c>⌊x / n⌋</c> is the upper half of <c>2x · Multiplier</c>, shifted right by <see cref="Shift"/>, for x below 2^15. The
/// multiplier is 2^(15 + shift)/n, rounded up by less than 1; that makes the product larger by less than x/2^15 of 1/n, which never reaches
/// the next quotient.
/// </summary>
internal readonly struct PoolReciprocal
{
    /// <summary>The largest window whose rounded sum, of unsigned bytes or of magnitudes, is below 2^15: 255.5·n.</summary>
    public const int MaxPixels = 128;

    /// <param name="divisor">n, in [1, <see cref="MaxPixels"/>].</param>
    public PoolReciprocal(int divisor)
    {
        Divisor = divisor;
        Shift = BitOperations.Log2((uint)(2 * divisor) - 1);
        Multiplier = (ushort)(((1 << (15 + Shift)) + divisor - 1) / divisor);
    }

    /// <summary>n.</summary>
    public int Divisor { get; }

    /// <summary>⌈log₂ n⌉.</summary>
    public int Shift { get; }

    /// <summary>In [2^15, 2^16).</summary>
    public ushort Multiplier { get; }
}
