using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Files;
using EdgeVision.Devices.Tests.Cameras.Support;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras.Files;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_come_in_the_order_of_their_names()
    {
        Picture("c.ppm", 3, 1, 30);
        Picture("a.ppm", 1, 2, 10);
        Picture("b.PPM", 2, 2, 20);
        File.WriteAllText(_folder.PathOf("notes.txt"), "not a picture");
        Directory.CreateDirectory(_folder.PathOf("folder.jpg"));
        List<(FrameFormat Format, byte Value, FrameArrival Arrival)> seen = ReadAll(loops: false, most: 10);
        Assert.Equal(
            [(1, 2, 10), (2, 2, 20), (3, 1, 30)],
            seen.Take(3).Select(s => (s.Format.Width, s.Format.Height, (int)s.Value)));
        Assert.All(seen.Take(3), s => Assert.Equal(PixelFormat.Rgb24, s.Format.Pixels));
        Assert.Equal(Arrival.End, seen[3].Arrival.Kind);
        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public void It_may_start_again_after_the_last()
    {
        Picture("a.ppm", 1, 1, 10);
        Picture("b.ppm", 1, 1, 20);
        Assert.Equal([10, 20, 10, 20, 10], ReadAll(loops: true, most: 5).Select(s => (int)s.Value));
    }

    [Fact]
    public void Pictures_shown_once_are_all_seen_however_slow_the_consumer()
    {
        for (byte i = 0; i < 8; i++)
            Picture($"{i}.ppm", 1, 1, i);
        using var camera = new CapturingCamera(new FolderSource(new FolderSettings(_folder.Path, 0, Loops: false)), RestartPolicy.Default);
        camera.Start();
        List<int> seen = [];
        while (camera.TryTakeNewest(TimeSpan.FromSeconds(60), out CameraFrame? frame))
        {
            seen.Add(frame.Data[0]);
            Thread.Sleep(5); // as long as a live source would need to overtake
        }

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], seen);
        Assert.Equal((8L, 0L), (camera.Statistics.Received, camera.Statistics.Dropped));
    }

    [Fact]
    public void A_picture_that_nobody_takes_does_not_hold_up_the_end()
    {
        Picture("a.ppm", 1, 1, 1);
        Picture("b.ppm", 1, 1, 2);
        var camera = new CapturingCamera(new FolderSource(new FolderSettings(_folder.Path, 0, Loops: false)), RestartPolicy.Default);
        camera.Start();
        Assert.True(camera.TryTakeNewest(TimeSpan.FromSeconds(60), out _));
        camera.Dispose();
        Assert.Equal(CameraState.Ended, camera.State);
    }

    [Fact]
    public void Damaged_files_are_named_and_passed_over()
    {
        Picture("a.ppm", 1, 1, 10);
        File.WriteAllText(_folder.PathOf("b.jpg"), "no picture");
        Picture("c.ppm", 1, 1, 30);
        List<(FrameFormat Format, byte Value, FrameArrival Arrival)> seen = ReadAll(loops: false, most: 10);
        Assert.Equal([Arrival.Frame, Arrival.Corrupt, Arrival.Frame, Arrival.End], seen.Select(s => s.Arrival.Kind));
        Assert.Contains("b.jpg", seen[1].Arrival.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_damaged_files_ends_even_in_a_loop()
    {
        File.WriteAllText(_folder.PathOf("a.jpg"), "no picture");
        List<(FrameFormat Format, byte Value, FrameArrival Arrival)> seen = ReadAll(loops: true, most: 10);
        Assert.Equal([Arrival.Corrupt, Arrival.End], seen.Select(s => s.Arrival.Kind));
        Assert.Contains("none of its 1 pictures can be decoded", seen[1].Arrival.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_pictures_is_refused()
    {
        var source = new FolderSource(new FolderSettings(_folder.Path, 0, false));
        Assert.Contains("has no pictures; they end in .jpg", Assert.Throws<CameraException>(source.Open).Message, StringComparison.Ordinal);
        var missing = new FolderSource(new FolderSettings(_folder.PathOf("missing"), 0, false));
        Assert.Contains("cannot be read", Assert.Throws<CameraException>(missing.Open).Message, StringComparison.Ordinal);
        Picture("a.ppm", 1, 1, 10);
        var file = new FolderSource(new FolderSettings(_folder.PathOf("a.ppm"), 0, false));
        Assert.Contains("a.ppm is a file; name a folder of pictures", Assert.Throws<CameraException>(file.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_is_kept()
    {
        Picture("a.ppm", 1, 1, 10);
        var source = new FolderSource(new FolderSettings(_folder.Path, 50, true));
        source.Open();
        var frame = new CameraFrame();
        long start = Environment.TickCount64;
        for (int i = 0; i < 6; i++)
            source.Read(frame, CancellationToken.None);
        Assert.InRange(Environment.TickCount64 - start, 90, long.MaxValue);
        Assert.Equal(Arrival.Nothing, source.Read(frame, new CancellationToken(canceled: true)).Kind);
    }

    private void Picture(string name, int width, int height, byte value)
    {
        byte[] pixels = new byte[width * height * 3];
        Array.Fill(pixels, value);
        File.WriteAllBytes(_folder.PathOf(name), [.. System.Text.Encoding.ASCII.GetBytes($"P6 {width} {height} 255\n"), .. pixels]);
    }

    private List<(FrameFormat Format, byte Value, FrameArrival Arrival)> ReadAll(bool loops, int most)
    {
        var source = new FolderSource(new FolderSettings(_folder.Path, 0, loops));
        source.Open();
        var seen = new List<(FrameFormat, byte, FrameArrival)>();
        for (int i = 0; i < most; i++)
        {
            var frame = new CameraFrame();
            FrameArrival arrival = source.Read(frame, CancellationToken.None);
            seen.Add((frame.Format, frame.Length > 0 ? frame.Data[0] : (byte)0, arrival));
            if (arrival.Kind == Arrival.End)
                break;
        }

        source.Close();
        return seen;
    }
}
