using System.Globalization;
using System.Text;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Pipes;

/// <summary>
/// Reads YUV4MPEG2, the uncompressed video stream of MJPEG Tools and FFmpeg: a line with size, rate and colours, then each frame after
/// a line that starts with FRAME.
/// </summary>
/// <param name="reader">The pipe.</param>
/// <param name="name">What it is, for messages.</param>
internal sealed class Yuv4MpegReader(PipeReader reader, string name)
{
    private const int LongestLine = 1024;
    private const int LargestSide = 8192;

    private readonly byte[] _line = new byte[LongestLine];
    private FramePipe? _frames;

    /// <summary>Frames a second, known after the first frame; 0 if the stream does not say.</summary>
    public double Rate { get; private set; }

    /// <summary>Reads one frame, and the header before the first.</summary>
    /// <exception cref="CameraException">The stream is something else.</exception>
    public FrameArrival Read(CameraFrame frame, TimeSpan stallLimit, CancellationToken stop, out PipeOutcome outcome)
    {
        outcome = PipeOutcome.Complete;
        if (_frames is null)
            outcome = ReadHeader(stallLimit, stop);
        if (outcome == PipeOutcome.Complete)
            outcome = ReadFrameLine(stallLimit, stop);
        return outcome == PipeOutcome.Complete ? _frames!.Read(frame, stallLimit, stop, out outcome) : Arrival.Nothing;
    }

    private PipeOutcome ReadHeader(TimeSpan stallLimit, CancellationToken stop)
    {
        PipeOutcome outcome = ReadLine(stallLimit, stop, out ReadOnlySpan<byte> line);
        if (outcome == PipeOutcome.Complete)
            _frames = new FramePipe(reader, ParseHeader(Encoding.ASCII.GetString(line)));
        return outcome;
    }

    private PipeOutcome ReadFrameLine(TimeSpan stallLimit, CancellationToken stop)
    {
        PipeOutcome outcome = ReadLine(stallLimit, stop, out ReadOnlySpan<byte> line);
        if (outcome == PipeOutcome.Complete && !line.StartsWith("FRAME"u8))
            throw new CameraException($"{name}: a frame of the YUV4MPEG2 stream does not start with FRAME; the stream is damaged");
        return outcome;
    }

    private PipeOutcome ReadLine(TimeSpan stallLimit, CancellationToken stop, out ReadOnlySpan<byte> line)
    {
        line = default;
        for (int length = 0; length < LongestLine; length++)
        {
            PipeOutcome outcome = reader.Fill(_line.AsSpan(length, 1), stallLimit, stop, out _);
            if (outcome != PipeOutcome.Complete)
                return outcome;
            if (_line[length] != '\n')
                continue;
            line = _line.AsSpan(0, length);
            return PipeOutcome.Complete;
        }

        throw new CameraException($"{name}: not a YUV4MPEG2 stream");
    }

    private FrameFormat ParseHeader(string header)
    {
        string[] fields = header.Split(' ');
        if (fields[0] != "YUV4MPEG2")
            throw new CameraException($"{name}: not a YUV4MPEG2 stream");
        int width = 0;
        int height = 0;
        ColorRange range = ColorRange.Limited;
        foreach (string field in fields[1..])
        {
            switch (field)
            {
                case ['W', .. var digits]:
                    width = Side(digits);
                    break;
                case ['H', .. var digits]:
                    height = Side(digits);
                    break;
                case ['F', .. var ratio]:
                    Rate = ParseRate(ratio);
                    break;
                case ['C', .. var colours] when !colours.StartsWith("420", StringComparison.Ordinal)
                    || colours.StartsWith("420p1", StringComparison.Ordinal):
                    throw new CameraException($"{name}: YUV4MPEG2 with colours '{colours}' is not supported; use 8-bit 4:2:0 (ffmpeg -pix_fmt yuv420p)");
                case "XCOLORRANGE=FULL":
                    range = ColorRange.Full;
                    break;
            }
        }

        return width > 0 && height > 0
            ? new FrameFormat(PixelFormat.Yuv420, width, height, range)
            : throw new CameraException($"{name}: the YUV4MPEG2 header gives no size from 1 to {LargestSide}");
    }

    private static int Side(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side <= LargestSide ? side : 0;

    private static double ParseRate(string ratio)
    {
        string[] parts = ratio.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int frames)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            && seconds > 0
            ? (double)frames / seconds
            : 0;
    }
}
