using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Usb;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Tests.Cameras.Usb;

/// <summary>The real system calls, on files that are there without a camera.</summary>
public sealed class LinuxVideoKernelTests
{
    private readonly LinuxVideoKernel _kernel = new();

    [Fact]
    public void A_file_that_is_no_camera_says_so_to_every_request()
    {
        int file = _kernel.Open("/dev/null");
        Assert.InRange(file, 3, int.MaxValue);
        var capability = default(V4l2Capability);
        var description = default(V4l2FormatDescription);
        var format = default(V4l2Format);
        var parameters = default(V4l2StreamParameters);
        var request = default(V4l2BufferRequest);
        var buffer = default(V4l2Buffer);
        int[] results =
        [
            _kernel.QueryCapability(file, ref capability),
            _kernel.EnumerateFormats(file, ref description),
            _kernel.SetFormat(file, ref format),
            _kernel.SetParameters(file, ref parameters),
            _kernel.RequestBuffers(file, ref request),
            _kernel.QueryBuffer(file, ref buffer),
            _kernel.Queue(file, ref buffer),
            _kernel.Dequeue(file, ref buffer),
            _kernel.StreamOn(file),
            _kernel.StreamOff(file),
        ];
        Assert.All(results, result => Assert.Equal(-Errno.NotATerminal, result));
        Assert.Equal(-Errno.NoDevice, _kernel.Map(file, 4096, 0));
        Assert.NotEqual(0, _kernel.Poll(file, 0) & LibC.PollIn);
        Assert.Equal(0, _kernel.Close(file));
        Assert.Equal(-9, _kernel.Close(file));
    }

    [Fact]
    public unsafe void Memory_is_mapped_for_reading()
    {
        int file = _kernel.Open("/dev/zero");
        nint address = _kernel.Map(file, 4096, 0);
        Assert.InRange(address, 1, nint.MaxValue);
        Assert.Equal(-1, new ReadOnlySpan<byte>((void*)address, 4096).IndexOfAnyExcept((byte)0));
        _kernel.Unmap(address, 4096);
        _kernel.Close(file);
    }

    [Theory]
    [InlineData("/dev/null", "asking what it is: Inappropriate ioctl for device (error 25)")]
    [InlineData("/dev/there-is-none", "there is no such device")]
    public void What_is_no_camera_is_refused(string path, string reason)
    {
        using ICamera camera = CameraSpec.Parse($"usb:{path}").CreateCamera();
        Assert.Contains(reason, Assert.Throws<CameraException>(camera.Start).Message, StringComparison.Ordinal);
    }
}
