namespace EdgeVision.Imaging;

/// <summary>A rectangle of whole source pixels.</summary>
/// <param name="X">Leftmost column, from 0.</param>
/// <param name="Y">Top row, from 0.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct CropRegion(int X, int Y, int Width, int Height)
{
    /// <summary>The whole picture.</summary>
    /// <param name="width">The picture's columns.</param>
    /// <param name="height">The picture's rows.</param>
    public static CropRegion Full(int width, int height) => new(0, 0, width, height);

    /// <summary>
    /// The middle part of a picture, as <c>tf.image.central_crop</c> cuts it: on each axis <c>⌊(n − n · fraction)/2⌋</c> pixels go
    /// on both sides, in double precision, so what is left may be up to two pixels wider than <c>n · fraction</c>.
    /// </summary>
    /// <param name="width">The picture's columns, at least 1.</param>
    /// <param name="height">The picture's rows, at least 1.</param>
    /// <param name="fraction">What stays of each side, above 0 and at most 1; ImageNet evaluation uses 0.875.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or the fraction is outside its range.</exception>
    public static CropRegion CentreFraction(int width, int height, double fraction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (!(fraction > 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "the fraction must be above 0 and at most 1");
        int x = Margin(width, fraction);
        int y = Margin(height, fraction);
        return new CropRegion(x, y, width - (2 * x), height - (2 * y));
    }

    private static int Margin(int length, double fraction) => (int)((length - (length * fraction)) / 2);
}
