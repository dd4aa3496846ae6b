namespace EdgeVision.Imaging.Frames;

/// <summary>Fills a tensor from the bytes of a frame.</summary>
internal interface IFrameConverter
{
    /// <summary>Fills the tensor, whose length fits.</summary>
    /// <exception cref="ImageFormatException">The frame is too short or damaged; the tensor is as it was.</exception>
    void Run(ReadOnlySpan<byte> frame, Span<sbyte> tensor);
}
