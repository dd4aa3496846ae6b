namespace EdgeVision.Imaging.Tests.Support;

/// <summary>Asserts that a file is refused with a message of one line that says why.</summary>
internal static class Refused
{
    public static void Because(string reason, byte[] file, DecoderLimits? limits = null)
    {
        ImageFormatException e = Assert.Throws<ImageFormatException>(() => ImageFile.Decode(file, limits));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
