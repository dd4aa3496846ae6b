using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Files;
using EdgeVision.Devices.Tests.Cameras.Support;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras.Files;

public sealed class RawSourceTests : IDisposable
{
    private static readonly RestartPolicy Quick = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
    private static readonly FrameFormat Format = new(PixelFormat.Nv12, 2, 2, 4, ColorRange.Limited);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writers_may_come_and_go()
    {
        string pipe = Fifo.Create(_folder);
        using var camera = new CapturingCamera(new RawSource(new RawSettings(pipe, Format)), Quick);
        camera.Start();
        byte[][] writers = [Bytes(12, 1), [.. Bytes(12, 2), .. Bytes(12, 3), .. Bytes(5, 9)], Bytes(12, 4)];
        for (int i = 0; i < writers.Length; i++)
        {
            Fifo.WriteFromThread(pipe, writers[i]).Join();
            Patience.Until(() => camera.Statistics.Restarts == i + 1);
        }

        Assert.Equal(4, camera.Statistics.Received);
        Assert.Equal(1, camera.Statistics.Corrupt);
        Assert.EndsWith("the writing program closed the pipe; waiting for another", camera.LastFault, StringComparison.Ordinal);
        CameraFrame frame = Patience.Take(camera);
        Assert.Equal((Format, 3L), (frame.Format, frame.Sequence));
        Assert.True(frame.Data.SequenceEqual(Bytes(12, 4)));
    }

    [Fact]
    public void A_pipe_without_a_writer_can_be_closed()
    {
        string pipe = Fifo.Create(_folder);
        var camera = new CapturingCamera(new RawSource(new RawSettings(pipe, Format)), Quick);
        camera.Start();
        Assert.False(camera.TryTakeNewest(TimeSpan.FromMilliseconds(50), out _));
        camera.Dispose();
        Assert.Equal(0, camera.Statistics.Restarts);
    }

    [Fact]
    public void A_file_ends()
    {
        File.WriteAllBytes(_folder.PathOf("frames"), [.. Bytes(12, 1), .. Bytes(12, 2), .. Bytes(3, 3)]);
        using var camera = new CapturingCamera(new RawSource(new RawSettings(_folder.PathOf("frames"), Format)), Quick);
        camera.Start();
        Patience.TakeAll(camera);
        Assert.Equal((2L, 1L, 0L), (camera.Statistics.Received, camera.Statistics.Corrupt, camera.Statistics.Restarts));
    }

    [Fact]
    public void A_stream_may_describe_itself()
    {
        string pipe = Fifo.Create(_folder);
        using var camera = new CapturingCamera(new RawSource(new RawSettings(pipe, Format: null)), Quick);
        camera.Start();
        Fifo.WriteFromThread(pipe, [.. "YUV4MPEG2 W2 H2 F1:1\nFRAME\n"u8, .. Bytes(6, 1)]);
        Patience.Until(() => camera.Statistics.Restarts == 1);
        Fifo.WriteFromThread(pipe, [.. "YUV4MPEG2 W4 H2 C420 XCOLORRANGE=FULL\nFRAME Ip\n"u8, .. Bytes(12, 2)]);
        Patience.Until(() => camera.Statistics.Received == 2);
        CameraFrame frame = Patience.Take(camera);
        Assert.Equal(new FrameFormat(PixelFormat.Yuv420, 4, 2, ColorRange.Full), frame.Format);
        Assert.True(frame.Data.SequenceEqual(Bytes(12, 2)));
    }

    [Theory]
    [InlineData("GIF89a\n", "not a YUV4MPEG2 stream")]
    [InlineData("YUV4MPEG2 W2\n", "gives no size")]
    [InlineData("YUV4MPEG2 W2 H9999\n", "gives no size from 1 to 8192")]
    [InlineData("YUV4MPEG2 W-2 H2\n", "gives no size")]
    [InlineData("YUV4MPEG2 W2 H2 C444\n", "colours '444' is not supported")]
    [InlineData("YUV4MPEG2 W2 H2 C420p10\n", "colours '420p10' is not supported")]
    [InlineData("YUV4MPEG2 W2 H2\nPICTURE\n", "does not start with FRAME")]
    public void Other_streams_are_refused(string stream, string reason)
    {
        File.WriteAllText(_folder.PathOf("stream"), stream);
        Assert.Contains(reason, FaultOf("stream"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_an_end_is_given_up()
    {
        File.WriteAllBytes(_folder.PathOf("stream"), Bytes(5000, 'x'));
        Assert.Contains("not a YUV4MPEG2 stream", FaultOf("stream"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_told()
    {
        var source = new RawSource(new RawSettings(_folder.PathOf("missing"), Format));
        Assert.Contains("No such file or directory (error 2); 'mkfifo", Assert.Throws<CameraException>(source.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_refused_at_the_start()
    {
        var folder = new RawSource(new RawSettings(_folder.Path, Format));
        Assert.Contains($"is a folder; name a pipe or a file, or use images:{_folder.Path}", Assert.Throws<CameraException>(folder.Open).Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(int count, int value) => [.. Enumerable.Repeat((byte)value, count)];

    private string FaultOf(string name)
    {
        var source = new RawSource(new RawSettings(_folder.PathOf(name), Format: null));
        source.Open();
        string message = Assert.Throws<CameraException>(() => source.Read(new CameraFrame(), CancellationToken.None)).Message;
        source.Close();
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
