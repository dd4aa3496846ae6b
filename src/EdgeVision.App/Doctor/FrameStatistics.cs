using EdgeVision.Imaging;

namespace EdgeVision.App.Doctor;

/// <summary>What can be said about a picture without knowing what is on it; all values in 0 … 255.</summary>
/// <param name="Red">Mean of red.</param>
/// <param name="Green">Mean of green.</param>
/// <param name="Blue">Mean of blue.</param>
/// <param name="Contrast">Standard deviation of the brightness.</param>
internal sealed record FrameStatistics(double Red, double Green, double Blue, double Contrast)
{
    /// <summary>Mean brightness (ITU-R BT.601).</summary>
    public double Brightness => Luma(Red, Green, Blue);

    public static FrameStatistics Of(RgbImage image)
    {
        long red = 0, green = 0, blue = 0;
        double sum = 0, squares = 0;
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            red += pixels[i];
            green += pixels[i + 1];
            blue += pixels[i + 2];
            double luma = Luma(pixels[i], pixels[i + 1], pixels[i + 2]);
            sum += luma;
            squares += luma * luma;
        }

        double count = pixels.Length / 3;
        double variance = Math.Max(0, (squares / count) - (sum / count * (sum / count)));
        return new FrameStatistics(red / count, green / count, blue / count, Math.Sqrt(variance));
    }

    private static double Luma(double red, double green, double blue) => (0.299 * red) + (0.587 * green) + (0.114 * blue);
}
