using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Run.Pictures;

/// <summary>A copy of a frame, in memory that is used again.</summary>
internal sealed class FrameCopy
{
    private byte[] _data = [];
    private FrameFormat? _format;

    /// <summary>Copies a frame; allocates only for a larger one than ever.</summary>
    public void Take(CameraFrame frame)
    {
        ReadOnlySpan<byte> data = frame.Data;
        if (_data.Length < data.Length)
            _data = new byte[data.Length];
        data.CopyTo(_data);
        (_format, Length) = (frame.Format, data.Length);
    }

    public int Length { get; private set; }

    /// <summary>The frame as a picture: the way into a tensor that has the picture's size and keeps its values.</summary>
    /// <exception cref="ImageFormatException">The frame is damaged.</exception>
    public RgbImage ToImage()
    {
        FrameFormat format = _format!;
        var pixels = new sbyte[format.Width * format.Height * 3];
        var whole = new CropRegion(0, 0, format.Width, format.Height);
        var spec = new InputTensorSpec { Width = format.Width, Height = format.Height, Channels = 3, Scale = 1, ZeroPoint = -128 };
        FrameToTensor converter = FrameToTensor.Plan(format, whole, ResizeConvention.Nearest, new Normalization([0], [1]), spec);
        if (!converter.TryRun(_data.AsSpan(0, Length), pixels))
            throw new ImageFormatException($"the frame is damaged: {converter.LastFault}");
        return new RgbImage(format.Width, format.Height, [.. pixels.Select(value => (byte)(value + 128))]);
    }
}
