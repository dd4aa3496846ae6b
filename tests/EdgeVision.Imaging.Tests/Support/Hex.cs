namespace EdgeVision.Imaging.Tests.Support;

/// <summary>Bytes written as hexadecimal digits, with spaces where they help.</summary>
internal static class Hex
{
    public static byte[] Bytes(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));
}
