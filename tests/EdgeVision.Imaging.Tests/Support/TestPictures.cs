using System.Security.Cryptography;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Support;

/// <summary>The committed pictures, and pictures made on the spot.</summary>
internal static class TestPictures
{
    private static readonly string Folder = Repository.PathOf("tests", "EdgeVision.Imaging.Tests", "TestData");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>The fields of each line of a committed list.</summary>
    public static IEnumerable<string[]> Lines(string name) => File.ReadLines(PathOf(name)).Select(line => line.Split(' '));

    public static string Hash(RgbImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Pixels));

    public static RgbImage Noise(int width, int height, uint seed = 1)
    {
        var prng = new Prng(seed);
        byte[] pixels = new byte[width * height * 3];
        prng.Fill(pixels);
        return new RgbImage(width, height, pixels);
    }
}
