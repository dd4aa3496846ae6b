using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Small models that <c>make_fixtures.py</c> wrote.</summary>
internal static class Fixtures
{
    public static string PathOf(string name) => Repository.PathOf("tests", "EdgeVision.Quantize.Tests", "Fixtures", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static FloatGraph Load(string name) => SourceLoader.Load(PathOf(name), SourceOptions.None);

    public static FloatGraph Parse(string name, byte[] bytes, SourceOptions? options = null) =>
        SourceLoader.Parse([new SourceFile(name, bytes)], options ?? SourceOptions.None);

    /// <summary>What numpy computed for <see cref="Image"/>.</summary>
    public static double[] Expected() => JsonSerializer.Deserialize<double[]>(File.ReadAllText(PathOf("expected.json")))!;

    /// <summary>The image that the script uses.</summary>
    public static double[] Image()
    {
        var image = new double[8 * 8 * 3];
        for (int i = 0; i < image.Length; i++)
            image[i] = i * 37 % 256;
        return image;
    }

    /// <summary>The same content with a text replaced by one of the same length.</summary>
    public static byte[] Replace(byte[] bytes, string from, string to)
    {
        byte[] result = [.. bytes];
        byte[] pattern = System.Text.Encoding.UTF8.GetBytes(from), replacement = System.Text.Encoding.UTF8.GetBytes(to);
        Assert.Equal(pattern.Length, replacement.Length);
        int found = 0;
        for (int at = result.AsSpan().IndexOf(pattern); at >= 0; at = result.AsSpan().IndexOf(pattern))
        {
            replacement.CopyTo(result, at);
            found++;
        }

        Assert.NotEqual(0, found);
        return result;
    }
}
