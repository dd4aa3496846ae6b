namespace EdgeVision.Imaging;

/// <summary>Names what a file is that no decoder takes, so that its owner knows what to convert.</summary>
internal static class UnsupportedFormat
{
    /// <summary>The first half of a message: what the bytes look like.</summary>
    public static string Describe(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return "the file is empty";
        if (data.StartsWith("GIF8"u8))
            return "a GIF picture, which is not supported";
        if (data.StartsWith("RIFF"u8) && data.Length >= 12 && data[8..12].SequenceEqual("WEBP"u8))
            return "a WebP picture, which is not supported";
        if (data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8))
            return "a TIFF or camera raw picture, which is not supported";
        if (data.Length >= 8 && data[4..8].SequenceEqual("ftyp"u8))
            return "a HEIF, AVIF or video file, which is not supported";
        return $"not a picture: no known format starts with the bytes {Convert.ToHexString(data[..Math.Min(data.Length, 4)])}";
    }
}
