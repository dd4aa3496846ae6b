using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>The kernel this program runs on.</summary>
internal sealed class LinuxGpioKernel : IGpioKernel
{
    public IReadOnlyList<string> ChipPaths() =>
        Directory.Exists("/dev") ? [.. Directory.GetFiles("/dev", "gpiochip*").Order(StringComparer.Ordinal)] : [];

    public int Open(string path) => LibC.Open(path, LibC.ReadWrite | LibC.CloseOnExec);

    public void Close(int file) => _ = LibC.Close(file);

    public int ChipInfo(int chip, ref GpioChipInfo info) => LibC.Control(chip, GpioRequestCodes.ChipInfo, ref info);

    public int LineInfo(int chip, ref GpioLineInfo info) => LibC.Control(chip, GpioRequestCodes.LineInfo, ref info);

    public int RequestLines(int chip, ref GpioLineRequest request) => LibC.Control(chip, GpioRequestCodes.RequestLines, ref request);

    public int GetValues(int lines, ref GpioLineValues values) => LibC.Control(lines, GpioRequestCodes.GetValues, ref values);

    public int SetValues(int lines, ref GpioLineValues values) => LibC.Control(lines, GpioRequestCodes.SetValues, ref values);

    public int WaitForEvents(int lines, int milliseconds) => LibC.Poll(lines, milliseconds);

    public int ReadEvents(int lines, Span<GpioLineEvent> events)
    {
        int bytes = LibC.Read(lines, MemoryMarshal.AsBytes(events));
        return bytes < 0 ? bytes : bytes / Unsafe.SizeOf<GpioLineEvent>();
    }
}
