using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Simulation;

/// <summary>
/// A scene that is drawn: a bright square moves over a gradient that slides. Every frame depends on the settings and its number only, so
/// that recordings and tests can be repeated.
/// </summary>
internal sealed class SyntheticSource(SyntheticSettings settings) : IFrameSource
{
    private readonly FrameFormat _format = new(PixelFormat.Yuv420, settings.Width, settings.Height);
    private readonly FramePacer _pacer = new(settings.Rate);
    private readonly uint _seed = (uint)settings.Seed * 2654435761;
    private long _number;

    public string Description => $"synthetic scene {settings.Seed} ({_format})";

    public void Open()
    {
        _number = 0;
        _pacer.Restart();
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        if (settings.Frames > 0 && _number == settings.Frames)
            return Arrival.End;
        if (!_pacer.Wait(stop))
            return Arrival.Nothing;
        frame.Format = _format;
        frame.TimestampNanoseconds = MonotonicClock.Nanoseconds;
        Draw(frame.Reserve(_format.Length), _number++);
        return Arrival.Frame;
    }

    public void Close()
    {
    }

    private void Draw(Span<byte> data, long number)
    {
        int width = settings.Width;
        int height = settings.Height;
        int side = Math.Max(1, Math.Min(width, height) / 4);
        int left = Bounce((number * 3) + (_seed & 0xFF), width - side);
        int top = Bounce((number * 2) + ((_seed >> 8) & 0xFF), height - side);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = data.Slice(y * width, width);
            for (int x = 0; x < width; x++)
                row[x] = (byte)(((x + y + number) & 0x7F) + 32);
            if (y >= top && y < top + side)
                row.Slice(left, side).Fill(230);
        }

        DrawChroma(data[(width * height)..], left / 2, top / 2, side / 2);
    }

    /// <summary>The square's colour, on a background of the opposite one.</summary>
    private void DrawChroma(Span<byte> data, int left, int top, int side)
    {
        int width = (settings.Width + 1) / 2;
        int height = (settings.Height + 1) / 2;
        for (int plane = 0; plane < 2; plane++)
        {
            int tint = (int)((_seed >> (16 + (8 * plane))) & 0x3F) - 32;
            Span<byte> values = data.Slice(plane * width * height, width * height);
            values.Fill((byte)(128 - tint));
            for (int y = top; y < top + side; y++)
                values.Slice((y * width) + left, side).Fill((byte)(128 + (2 * tint)));
        }
    }

    /// <summary>Goes from 0 to <paramref name="range"/> and back.</summary>
    private static int Bounce(long step, int range)
    {
        int phase = (int)(step % ((2 * range) + 1));
        return phase <= range ? phase : (2 * range) - phase;
    }
}
