using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Doctor;

/// <summary>A camera's frame as a picture of red, green, blue.</summary>
internal static class FrameImage
{
    private const int Offset = 128;

    /// <summary>Converts at full size with the very code that fills models' tensors; <see langword="null"/> for a damaged frame.</summary>
    public static RgbImage? Of(CameraFrame frame)
    {
        FrameFormat format = frame.Format;
        var spec = new InputTensorSpec { Width = format.Width, Height = format.Height, Scale = 1, ZeroPoint = -Offset };
        var converter = FrameToTensor.Plan(format, new CropRegion(0, 0, format.Width, format.Height), ResizeConvention.Nearest,
            new Normalization([0], [1]), spec);
        var tensor = new sbyte[spec.Length];
        return converter.TryRun(frame.Data, tensor)
            ? new RgbImage(format.Width, format.Height, Array.ConvertAll(tensor, value => (byte)(value + Offset)))
            : null;
    }
}
