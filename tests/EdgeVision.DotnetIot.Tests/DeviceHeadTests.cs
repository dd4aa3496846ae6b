using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.DotnetIot;
using EdgeVision.Devices.Pins;
using EdgeVision.Head;
using EdgeVision.Imaging;
using EdgeVision.Imaging.ImageSharp;

namespace EdgeVision.DotnetIot.Tests;

public class DeviceHeadTests
{
    private static readonly Board NoSuchBoard = BuiltInBoards.Load("raspberry-pi-5") with { Chip = "no such chip" };

    [Fact]
    public void Head_adds_its_ways_and_starts_the_program()
    {
        Assert.Equal(0, DeviceHead.Main(["pins", "--header", "--board", "host"]));
        Assert.Equal(["chardev", "gpiocontroller", "libgpiod", "simulated"], PinBackends.Names);
        Assert.Equal("gpiocontroller", PinBackends.DefaultFor(NoSuchBoard));
        Assert.Throws<PinChipMissingException>(() => PinBackends.Open("gpiocontroller", NoSuchBoard));
        Assert.Throws<PinChipMissingException>(() => PinBackends.Open("libgpiod", NoSuchBoard));
        Assert.Equal(2, ImageFile.Decode(Toy(2, 1, ' ', [1, 2, 3, 4, 5, 6])).Width);
        Assert.EndsWith(", videodevice[:NUMBER]", CameraSpec.Syntax, StringComparison.Ordinal);
        Assert.Equal("USB camera /dev/video0 (VideoDevice, yuyv 640x480)", Described("videodevice"));
        Assert.Equal("USB camera /dev/video7 (VideoDevice, yuyv 320x240)", Described("videodevice:7?width=320&height=240"));
        Assert.Contains("is not a number from 0 to 255", Assert.Throws<FormatException>(() => Described("videodevice:256")).Message, StringComparison.Ordinal);
        Assert.Contains("no option 'rate', only width, height", Assert.Throws<FormatException>(() => Described("videodevice?rate=5")).Message, StringComparison.Ordinal);
        using ICamera absent = CameraSpec.Parse("videodevice").CreateCamera();
        Assert.Contains("Can not open", Assert.Throws<CameraException>(absent.Start).Message, StringComparison.Ordinal);

        static string Described(string text)
        {
            using ICamera camera = CameraSpec.Parse(text).CreateCamera();
            return camera.Description;
        }
    }

    [Fact]
    public void Missing_libgpiod_says_what_to_install() =>
        Assert.Contains("sudo apt install gpiod", Assert.Throws<PinException>(() => GpioControllerBackends.Driver(0)).Message, StringComparison.Ordinal);

    [Fact]
    public void Other_formats_are_decoded_upright()
    {
        var decoder = new ImageSharpDecoder();
        Assert.Equal([1, 2, 3, 4, 5, 6], decoder.Decode(Toy(2, 1, ' ', [1, 2, 3, 4, 5, 6]), DecoderLimits.Default).Pixels);
        Assert.Equal([4, 5, 6, 1, 2, 3], decoder.Decode(Toy(2, 1, '!', [1, 2, 3, 4, 5, 6]), DecoderLimits.Default).Pixels);
        Assert.True(decoder.Recognizes("TOY"u8));
        Assert.False(decoder.Recognizes("BOY"u8));
    }

    [Fact]
    public void Damaged_and_too_large_files_are_one_line()
    {
        var decoder = new ImageSharpDecoder();
        Refused("truncated or damaged", () => decoder.Decode("TOY"u8, DecoderLimits.Default));
        Refused("truncated or damaged", () => decoder.Decode(Toy(2, 2, ' ', [1, 2, 3]), DecoderLimits.Default));
        Refused("2x2 is more than the 3 pixels allowed", () => decoder.Decode(Toy(2, 2, ' ', new byte[12]), new DecoderLimits { MaxPixels = 3 }));

        static void Refused(string part, Func<object> decode)
        {
            string message = Assert.Throws<ImageFormatException>(decode).Message;
            Assert.Contains(part, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    private static byte[] Toy(byte width, byte height, char turned, byte[] pixels) => [(byte)'T', (byte)'O', (byte)'Y', width, height, (byte)turned, .. pixels];
}
