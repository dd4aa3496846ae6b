using System.Text;
using EdgeVision.Devices.Linux;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>An open V4L2 device: what it is, and which format it agrees to.</summary>
internal sealed class V4l2Device : IDisposable
{
    private readonly IVideoKernel _kernel;
    private readonly V4l2Settings _settings;

    private V4l2Device(IVideoKernel kernel, V4l2Settings settings, int file)
    {
        _kernel = kernel;
        _settings = settings;
        File = file;
    }

    /// <summary>The file descriptor.</summary>
    public int File { get; }

    /// <summary>The camera's own name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What the frames will be.</summary>
    public FrameFormat Format { get; private set; } = null!;

    /// <summary>Opens a device and agrees on a format.</summary>
    /// <exception cref="CameraException">It cannot be used.</exception>
    public static V4l2Device Open(IVideoKernel kernel, V4l2Settings settings)
    {
        int file = kernel.Open(settings.Path);
        if (file < 0)
            throw V4l2Errors.Of(settings.Path, "opening it", file);
        var device = new V4l2Device(kernel, settings, file);
        try
        {
            device.Identify();
            device.NegotiateFormat();
            device.SetRate();
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    public void Dispose() => _kernel.Close(File);

    /// <summary>Refuses a result that is an error.</summary>
    public void Check(int result, string what)
    {
        if (result < 0)
            throw V4l2Errors.Of(_settings.Path, what, result);
    }

    private void Identify()
    {
        var capability = default(V4l2Capability);
        Check(_kernel.QueryCapability(File, ref capability), "asking what it is");
        ReadOnlySpan<byte> card = capability.Card;
        int end = card.IndexOf((byte)0);
        Name = Encoding.UTF8.GetString(end < 0 ? card : card[..end]);
        uint can = (capability.Capabilities & V4l2Capability.HasDeviceCapabilities) != 0
            ? capability.DeviceCapabilities
            : capability.Capabilities;
        const uint Needed = V4l2Capability.VideoCapture | V4l2Capability.Streaming;
        if ((can & Needed) == Needed)
            return;
        string reason = (can & V4l2Capability.VideoCaptureMultiPlanar) != 0
            ? "gives frames in several parts, as codecs and CSI receivers do"
            : "gives no frames to programs";
        throw Refused($"'{Name}' {reason}; name another /dev/video*, or csi for a camera on the ribbon connector");
    }

    /// <summary>Asks for one format after the other; a driver answers with what it will do instead, without an error.</summary>
    private void NegotiateFormat()
    {
        HashSet<uint> offered = Offered();
        foreach ((PixelFormat pixels, uint code) in V4l2PixelFormats.InOrder(_settings))
        {
            if (!offered.Contains(code))
                continue;
            var format = new V4l2Format
            {
                Type = V4l2Buffer.VideoCapture,
                Width = (uint)_settings.Width,
                Height = (uint)_settings.Height,
                PixelFormat = code,
                Field = V4l2Format.AnyField,
            };
            Check(_kernel.SetFormat(File, ref format), $"asking for {V4l2PixelFormats.Name(code)}");
            if (format.PixelFormat == code)
            {
                Format = ToFrameFormat(pixels, format);
                return;
            }
        }

        string wanted = string.Join(", ", V4l2PixelFormats.InOrder(_settings).Select(known => V4l2PixelFormats.Name(known.Code)));
        string given = string.Join(", ", offered.Select(V4l2PixelFormats.Name));
        throw Refused($"'{Name}' gives {(given.Length > 0 ? given : "no format")}, none of {wanted}; name another /dev/video* or format");
    }

    private HashSet<uint> Offered()
    {
        // More formats than any device has; a broken driver must not keep this going.
        const int MostFormats = 256;
        HashSet<uint> codes = [];
        for (uint index = 0; index < MostFormats; index++)
        {
            var description = new V4l2FormatDescription { Index = index, Type = V4l2Buffer.VideoCapture };
            if (_kernel.EnumerateFormats(File, ref description) < 0)
                break;
            codes.Add(description.PixelFormat);
        }

        return codes;
    }

    private FrameFormat ToFrameFormat(PixelFormat pixels, in V4l2Format format)
    {
        try
        {
            int stride = pixels == PixelFormat.Mjpeg ? 0 : checked((int)format.BytesPerLine);
            return new FrameFormat(pixels, checked((int)format.Width), checked((int)format.Height), stride, Range(pixels, format));
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw Refused($"'{Name}' announces impossible frames: {format.Width}x{format.Height}, {format.BytesPerLine} bytes a row");
        }
    }

    /// <summary>JPEG is full range; other YUV is limited unless the driver says otherwise (V4L2_MAP_QUANTIZATION_DEFAULT).</summary>
    private static ColorRange Range(PixelFormat pixels, in V4l2Format format)
    {
        bool isFull = pixels == PixelFormat.Mjpeg
            || format.Quantization == V4l2Format.QuantizationFull
            || (format.Quantization != V4l2Format.QuantizationLimited && format.Colorspace == V4l2Format.ColorspaceJpeg);
        return isFull ? ColorRange.Full : ColorRange.Limited;
    }

    /// <summary>Many cameras cannot set their rate; then they keep their own.</summary>
    private void SetRate()
    {
        const int Scale = 1000;
        var parameters = new V4l2StreamParameters
        {
            Type = V4l2Buffer.VideoCapture,
            Numerator = Scale,
            Denominator = (uint)Math.Round(_settings.Rate * Scale),
        };
        int result = _kernel.SetParameters(File, ref parameters);
        if (result is not (-Errno.NotATerminal or -Errno.Invalid))
            Check(result, "setting the rate");
    }

    private CameraException Refused(string why) => new($"USB camera {_settings.Path}: {why}");
}
