using EdgeVision.Devices.Cameras.Csi;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras.Csi;

public sealed class RpicamCommandTests
{
    [Fact]
    public void The_command_is_as_the_camera_program_wants_it()
    {
        var settings = new RpicamSettings { Camera = 1, Width = 320, Height = 240, Rate = 12.5 };
        const string Start = "-n --verbose 0 -t 0 --flush --codec yuv420 --camera 1 --width 320 --height 240 --framerate 12.5";
        Assert.Equal($"{Start} -o -", string.Join(' ', RpicamCommand.Arguments(settings, null)));
        Assert.Equal($"{Start} --mode 1640:1232:10:P -o -", string.Join(' ', RpicamCommand.Arguments(settings, "1640:1232:10:P")));
    }

    [Theory]
    [InlineData(640, 640)]
    [InlineData(642, 704)]
    [InlineData(64, 64)]
    [InlineData(62, 64)]
    public void Rows_are_padded_to_64_pixels(int width, int stride)
    {
        FrameFormat format = RpicamCommand.Format(new RpicamSettings { Width = width, Height = 48 });
        Assert.Equal(new FrameFormat(PixelFormat.Yuv420, width, 48, stride, ColorRange.Full), format);
        Assert.Equal(stride * 48 * 3 / 2, format.Length);
    }

    [Theory]
    [InlineData("ERROR: *** no cameras available ***", "check the ribbon cable")]
    [InlineData("Pipeline handler in use by another process", "another program uses the camera")]
    [InlineData("ERROR: *** failed to acquire camera /base/soc ***", "another program uses the camera")]
    [InlineData("open /dev/video0: Permission denied", "usermod -aG video")]
    [InlineData("Could not open any dmaHeap device", "usermod -aG video")]
    [InlineData("ERROR: *** selected camera is not available ***", "--list-cameras")]
    [InlineData("something\nelse went wrong\n\n", "its last message: else went wrong")]
    [InlineData("\n", "it gave no message")]
    public void Messages_are_explained_in_one_line(string messages, string explanation)
    {
        string line = RpicamMessages.Explain(messages);
        Assert.Contains(explanation, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }
}
