using EdgeVision.Imaging.Jpeg;
using EdgeVision.Imaging.Tensor;

namespace EdgeVision.Imaging.Frames;

/// <summary>
/// Decodes MJPEG frames and converts their planes; which planes there are is known when the first frame has been decoded.
/// </summary>
internal sealed class MjpegConverter : IFrameConverter
{
    private readonly JpegFrameDecoder _decoder;
    private readonly Func<FrameLayout, TensorPipeline> _plan;
    private FrameLayout? _layout;
    private TensorPipeline? _pipeline;

    private MjpegConverter(JpegFrameDecoder decoder, Func<FrameLayout, TensorPipeline> plan)
    {
        _decoder = decoder;
        _plan = plan;
    }

    /// <summary>Checks what was asked for and decides at which size to decode.</summary>
    public static MjpegConverter Plan(
        FrameFormat format, CropRegion crop, ResizeConvention convention, Normalization normalization, InputTensorSpec spec)
    {
        TensorPipeline.Create(FrameLayout.OfRgb(format.Width, format.Height), crop, convention, normalization, spec);
        int eighths = Eighths(crop, spec);
        CropRegion reduced = Reduce(crop, eighths);
        return new MjpegConverter(
            new JpegFrameDecoder(format, eighths),
            layout => TensorPipeline.Create(layout, reduced, convention, normalization, spec));
    }

    public void Run(ReadOnlySpan<byte> frame, Span<sbyte> tensor)
    {
        _decoder.Decode(frame);
        if (_decoder.Layout != _layout)
        {
            _layout = _decoder.Layout;
            _pipeline = _plan(_layout!);
        }

        _pipeline!.Run(_decoder.Samples, tensor);
    }

    /// <summary>The fewest eighths of the size at which the crop still has the tensor's columns and rows.</summary>
    private static int Eighths(CropRegion crop, InputTensorSpec spec)
    {
        int eighths = JpegComponent.BlockSide;
        while (eighths > 1 && crop.Width * eighths / 2 >= spec.Width * 8 && crop.Height * eighths / 2 >= spec.Height * 8)
            eighths /= 2;
        return eighths;
    }

    /// <summary>The crop in the smaller picture: each edge at the nearest border of pixels.</summary>
    private static CropRegion Reduce(CropRegion crop, int eighths)
    {
        int left = Nearest(crop.X);
        int top = Nearest(crop.Y);
        int right = Nearest(crop.X + crop.Width);
        int bottom = Nearest(crop.Y + crop.Height);
        return new CropRegion(left, top, right - left, bottom - top);

        int Nearest(int edge) => ((edge * eighths) + 4) / 8;
    }
}
