namespace EdgeVision.Imaging.Jpeg;

/// <summary>Decodes JPEG files to upright RGB pictures.</summary>
internal static class JpegDecoder
{
    /// <summary>The upright picture.</summary>
    public static RgbImage Decode(ReadOnlySpan<byte> data, DecoderLimits limits)
    {
        var reader = new JpegReader(limits, JpegComponent.BlockSide);
        JpegFrame frame = reader.Read(data);
        return reader.ApplicationData.Orientation.Apply(Compose(frame, reader.ApplicationData.ColorSpaceOf(frame)));
    }

    private static RgbImage Compose(JpegFrame frame, JpegColorSpace space)
    {
        var upsamplers = new Upsampler[frame.Components.Length];
        for (int i = 0; i < upsamplers.Length; i++)
            upsamplers[i] = Upsampler.Create(frame, frame.Components[i]);
        RgbImage image = RgbImage.Black(frame.Width, frame.Height);
        for (int y = 0; y < image.Height; y++)
            JpegColor.ConvertRow(space, upsamplers, y, image.MutableRow(y));
        return image;
    }
}
