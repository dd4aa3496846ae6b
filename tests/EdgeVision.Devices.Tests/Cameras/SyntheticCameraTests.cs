using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Simulation;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras;

public sealed class SyntheticCameraTests
{
    [Theory]
    [InlineData(64, 48)]
    [InlineData(33, 17)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public void A_seed_always_gives_the_same_moving_scene(int width, int height)
    {
        List<byte[]> first = Draw(width, height, seed: 3, frames: 50);
        Assert.Equal(first, Draw(width, height, seed: 3, frames: 50));
        if (width * height <= 10)
            return;
        Assert.NotEqual(first, Draw(width, height, seed: 4, frames: 50));
        Assert.Equal(50, first.Select(Convert.ToHexString).Distinct().Count());
    }

    /// <summary>The square is seen in luma and in chroma, at the same place.</summary>
    [Fact]
    public void The_square_moves_by_three_and_two_pixels()
    {
        List<byte[]> frames = Draw(320, 240, seed: 3, frames: 10);
        (int X, int Y)[] corners = [.. frames.Select(frame => Array.IndexOf(frame, (byte)230)).Select(at => (at % 320, at / 320))];
        for (int i = 1; i < corners.Length; i++)
            Assert.Equal((3, 2), (Math.Abs(corners[i].X - corners[i - 1].X), Math.Abs(corners[i].Y - corners[i - 1].Y)));
        foreach ((byte[] frame, (int x, int y)) in frames.Zip(corners))
        {
            ReadOnlySpan<byte> blue = frame.AsSpan(320 * 240, 160 * 120);
            Assert.NotEqual(blue[0], blue[((y / 2 + 10) * 160) + (x / 2) + 10]);
            Assert.Equal(blue[((y / 2) * 160) + (x / 2)], blue[((y / 2 + 29) * 160) + (x / 2) + 29]);
        }
    }

    private static List<byte[]> Draw(int width, int height, int seed, int frames)
    {
        var source = new SyntheticSource(new SyntheticSettings(width, height, Rate: 0, frames, seed));
        source.Open();
        List<byte[]> drawn = [];
        var frame = new CameraFrame();
        while (source.Read(frame, CancellationToken.None).Kind == Arrival.Frame)
        {
            Assert.Equal(new FrameFormat(PixelFormat.Yuv420, width, height), frame.Format);
            drawn.Add(frame.Data.ToArray());
        }

        Assert.Equal(frames, drawn.Count);
        source.Close();
        return drawn;
    }
}
