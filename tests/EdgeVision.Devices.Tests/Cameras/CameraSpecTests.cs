using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Simulation;
using EdgeVision.Devices.Cameras.Specs;

namespace EdgeVision.Devices.Tests.Cameras;

public sealed class CameraSpecTests
{
    [Theory]
    [InlineData("csi", "CSI camera 0 (rpicam-vid, yuv420 640x480)")]
    [InlineData("csi:1?width=320&height=240&rate=2.5&view=auto", "CSI camera 1 (rpicam-vid, yuv420 320x240)")]
    [InlineData("csi?mode=1640:1232:10:P", "CSI camera 0 (rpicam-vid, yuv420 640x480, mode 1640:1232:10:P)")]
    [InlineData("usb", "USB camera /dev/video0")]
    [InlineData("usb:/dev/video7?format=mjpeg&width=1280&height=720&rate=5", "USB camera /dev/video7")]
    [InlineData("images:some/photos?rate=0&loop=yes", "pictures of some/photos")]
    [InlineData("images:/a:b", "pictures of /a:b")]
    [InlineData("video:door.mp4?rate=3&loop=no", "video door.mp4")]
    [InlineData("raw:-?width=64&height=48&format=nv12&range=limited", "raw:- (nv12 64x48)")]
    [InlineData("raw:pipe?width=60&height=48&stride=64", "raw:pipe (yuv420 60x48)")]
    [InlineData("raw:pipe?format=y4m", "raw:pipe")]
    [InlineData("synthetic?width=31&height=17&frames=3&seed=9&rate=0", "synthetic scene 9 (yuv420 31x17)")]
    public void Understood(string text, string description)
    {
        var spec = CameraSpec.Parse(text);
        Assert.Equal(text, spec.ToString());
        using ICamera camera = spec.CreateCamera();
        Assert.Equal(description, camera.Description);
        Assert.Equal(CameraState.Created, camera.State);
    }

    [Theory]
    [InlineData("", "there is no kind ''; cameras are csi")]
    [InlineData("webcam", "there is no kind 'webcam'")]
    [InlineData("CSI", "there is no kind 'CSI'")]
    [InlineData("csi:front", "csi:front is not a number from 0 to 9")]
    [InlineData("csi:10", "csi:10 is not a number from 0 to 9")]
    [InlineData("csi?width=641", "width=641 is odd")]
    [InlineData("csi?rate=0", "rate=0 is not a number of frames a second from 0.1 to 1000")]
    [InlineData("csi?mode=big", "mode=big is not WIDTH:HEIGHT")]
    [InlineData("csi?mode=1640:1232 --help", "is not WIDTH:HEIGHT")]
    [InlineData("csi?view=wide", "view=wide is none of full, auto")]
    [InlineData("csi?loop=yes", "csi has no option 'loop', only width, height, rate, view, mode")]
    [InlineData("csi?width=64&width=64", "'width=64' is not one option=value that was not given before")]
    [InlineData("csi?width", "'width' is not one option=value")]
    [InlineData("csi?", "'' is not one option=value")]
    [InlineData("usb?width=15", "width=15 is not a whole number from 16 to 8192")]
    [InlineData("usb?height=8193", "height=8193 is not a whole number from 16 to 8192")]
    [InlineData("usb?height=-1", "height=-1 is not a whole number")]
    [InlineData("usb?format=h264", "format=h264 is none of yuyv, nv12, yuv420, mjpeg")]
    [InlineData("usb?rate=NaN", "rate=NaN is not a number")]
    [InlineData("usb?rate=1001", "rate=1001 is not a number")]
    [InlineData("images", "images: needs a folder")]
    [InlineData("images:a?loop=maybe", "loop=maybe is none of yes, no")]
    [InlineData("video:", "video: needs a file")]
    [InlineData("raw", "raw: needs a named pipe")]
    [InlineData("raw:a?width=65&stride=64", "stride=64 is not a whole number from 65")]
    [InlineData("raw:a?format=y4m&width=64", "raw has no option 'width', only format")]
    [InlineData("raw:a?format=mjpeg", "format=mjpeg is none of yuv420, nv12, yuyv, rgb24, y4m")]
    [InlineData("synthetic:7", "synthetic takes no address")]
    public void Not_understood(string text, string reason)
    {
        FormatException e = Assert.Throws<FormatException>(() => CameraSpec.Parse(text));
        Assert.StartsWith($"camera '{text}': ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Added_kind_is_understood_like_the_others()
    {
        CameraKinds.Register("for-a-test", "for-a-test:NUMBER", spec =>
        {
            var settings = new SyntheticSettings(spec.Integer("width", 8, 1, 64), 8, 0, 1, spec.NumberAsAddress(0, 9));
            return () => new SyntheticSource(settings);
        });
        using ICamera camera = CameraSpec.Parse("for-a-test:7?width=16").CreateCamera();
        Assert.Equal("synthetic scene 7 (yuv420 16x8)", camera.Description);
        Assert.EndsWith(", synthetic, for-a-test:NUMBER", CameraSpec.Syntax, StringComparison.Ordinal);
        Assert.Contains("for-a-test has no option 'rate', only width", Refused("for-a-test?rate=1"), StringComparison.Ordinal);
        Assert.Contains("cameras are csi[:NUMBER], usb[:DEVICE], images:FOLDER", Refused("no-such-kind"), StringComparison.Ordinal);
        Assert.Contains("for-a-test:NUMBER", Refused("no-such-kind"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CameraKinds.Register("for-a-test", "", SourceFactories.Synthetic));
        Assert.Throws<ArgumentException>(() => CameraKinds.Register("usb", "", SourceFactories.Synthetic));

        static string Refused(string text) => Assert.Throws<FormatException>(() => CameraSpec.Parse(text)).Message;
    }
}
