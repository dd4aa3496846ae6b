using EdgeVision.Imaging;

namespace EdgeVision.App.Segmentation;

/// <summary>Paints a class map over the picture it was made from.</summary>
internal static class Overlay
{
    private const int Strength = 60; // percent of the class colour; the rest is the picture

    /// <summary>
    /// The picture with every pixel that is not class 0 (background) tinted in its class's colour, and class borders in white.
    /// </summary>
    public static RgbImage Paint(RgbImage image, ClassMap map)
    {
        var pixels = (byte[])image.Pixels.Clone();
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                int index = ClassAt(image, map, x, y);
                bool border = index != ClassAt(image, map, Math.Min(x + 1, image.Width - 1), y)
                    || index != ClassAt(image, map, x, Math.Min(y + 1, image.Height - 1));
                if (index == 0 && !border)
                    continue;
                (byte r, byte g, byte b) = border ? ((byte)255, (byte)255, (byte)255) : ColourOf(index);
                Span<byte> pixel = pixels.AsSpan(3 * ((y * image.Width) + x), 3);
                pixel[0] = Mix(pixel[0], r);
                pixel[1] = Mix(pixel[1], g);
                pixel[2] = Mix(pixel[2], b);
            }
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }

    /// <summary>The Pascal VOC colour of a class: its bits, dealt to red, green and blue from the top bit down.</summary>
    public static (byte R, byte G, byte B) ColourOf(int index)
    {
        int r = 0, g = 0, b = 0;
        for (int bit = 7; bit >= 0; bit--, index >>= 3)
        {
            r |= (index & 1) << bit;
            g |= ((index >> 1) & 1) << bit;
            b |= ((index >> 2) & 1) << bit;
        }

        return ((byte)r, (byte)g, (byte)b);
    }

    private static int ClassAt(RgbImage image, ClassMap map, int x, int y) =>
        map[(int)((long)x * map.Width / image.Width), (int)((long)y * map.Height / image.Height)];

    private static byte Mix(byte picture, byte colour) => (byte)(((picture * (100 - Strength)) + (colour * Strength)) / 100);
}
