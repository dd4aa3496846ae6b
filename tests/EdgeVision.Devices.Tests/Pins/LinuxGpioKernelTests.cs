using System.Runtime.InteropServices;
using EdgeVision.Devices.Linux;
using EdgeVision.Devices.Pins.CharacterDevice;

namespace EdgeVision.Devices.Tests.Pins;

/// <summary>The real system calls on files that are no GPIO chips: error numbers, and events read from a file that holds some.</summary>
public class LinuxGpioKernelTests
{
    private readonly LinuxGpioKernel _kernel = new();

    [Fact]
    public void File_that_is_not_there_gives_its_error_number() =>
        Assert.Equal(-Errno.NoEntry, _kernel.Open("/nonexistent/edgevision"));

    [Fact]
    public void File_that_is_no_chip_refuses_every_request()
    {
        int file = _kernel.Open("/dev/null");
        Assert.True(file >= 0);
        GpioChipInfo chip = default;
        GpioLineInfo line = default;
        GpioLineRequest request = default;
        GpioLineValues values = default;
        Assert.Equal(
            Enumerable.Repeat(-Errno.NotATerminal, 5),
            [
                _kernel.ChipInfo(file, ref chip), _kernel.LineInfo(file, ref line), _kernel.RequestLines(file, ref request),
                _kernel.GetValues(file, ref values), _kernel.SetValues(file, ref values),
            ]);
        _kernel.Close(file);
    }

    [Fact]
    public void Events_are_read_as_the_bytes_they_are()
    {
        string path = Path.Combine(Path.GetTempPath(), $"edgevision-events-{Guid.NewGuid():N}");
        GpioLineEvent[] written =
        [
            new() { Offset = 17, Id = GpioEventId.FallingEdge, SequenceNumber = 3, TimestampNanoseconds = 5_000_000_000 },
            new() { Offset = 4 },
        ];
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<GpioLineEvent>(written).ToArray());
        try
        {
            int file = _kernel.Open(path);
            Assert.Equal(1, _kernel.WaitForEvents(file, 0));
            var read = new GpioLineEvent[16];
            Assert.Equal(2, _kernel.ReadEvents(file, read));
            Assert.Equal(MemoryMarshal.AsBytes<GpioLineEvent>(written), MemoryMarshal.AsBytes<GpioLineEvent>(read)[..96]);
            _kernel.Close(file);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
