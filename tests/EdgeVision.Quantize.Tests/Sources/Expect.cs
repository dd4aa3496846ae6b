namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Assertions about messages.</summary>
internal static class Expect
{
    public static void Text(string part, string? text) => Assert.Contains(part, text, StringComparison.Ordinal);
}
