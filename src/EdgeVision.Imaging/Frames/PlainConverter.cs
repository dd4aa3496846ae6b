using EdgeVision.Imaging.Tensor;

namespace EdgeVision.Imaging.Frames;

/// <summary>Converts uncompressed frames.</summary>
internal sealed class PlainConverter(FrameFormat format, TensorPipeline pipeline) : IFrameConverter
{
    public void Run(ReadOnlySpan<byte> frame, Span<sbyte> tensor)
    {
        if (frame.Length < format.Length)
            throw new ImageFormatException($"the frame has {frame.Length} bytes, {format} needs {format.Length}");
        pipeline.Run(frame, tensor);
    }
}
