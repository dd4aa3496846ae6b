using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>The kernel this program runs on.</summary>
internal sealed unsafe partial class LinuxGpioKernel : IGpioKernel
{
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;
    private const short PollIn = 1;

    public IReadOnlyList<string> ChipPaths() =>
        Directory.Exists("/dev")
            ? [.. Directory.GetFiles("/dev", "gpiochip*").OrderBy(path => int.TryParse(path.AsSpan("/dev/gpiochip".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue)]
            : [];

    public int Open(string path) => Checked(open(path, ReadWrite | CloseOnExec));

    public void Close(int file) => _ = close(file);

    public int ChipInfo(int chip, ref GpioChipInfo info) => Control(chip, GpioRequestCodes.ChipInfo, ref info);

    public int LineInfo(int chip, ref GpioLineInfo info) => Control(chip, GpioRequestCodes.LineInfo, ref info);

    public int RequestLines(int chip, ref GpioLineRequest request) => Control(chip, GpioRequestCodes.RequestLines, ref request);

    public int GetValues(int lines, ref GpioLineValues values) => Control(lines, GpioRequestCodes.GetValues, ref values);

    public int SetValues(int lines, ref GpioLineValues values) => Control(lines, GpioRequestCodes.SetValues, ref values);

    public int WaitForEvents(int lines, int milliseconds)
    {
        var polled = new PolledFile { File = lines, Events = PollIn };
        return Checked(poll(&polled, 1, milliseconds));
    }

    public int ReadEvents(int lines, Span<GpioLineEvent> events)
    {
        fixed (GpioLineEvent* first = events)
        {
            int bytes = Checked((int)read(lines, first, (nuint)(events.Length * sizeof(GpioLineEvent))));
            return bytes < 0 ? bytes : bytes / sizeof(GpioLineEvent);
        }
    }

    private static int Control<T>(int file, uint code, ref T argument)
        where T : unmanaged
    {
        fixed (void* pointer = &Unsafe.As<T, byte>(ref argument))
            return Checked(ioctl(file, code, pointer));
    }

    private static int Checked(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int file, nuint code, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PolledFile* files, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int file, void* buffer, nuint bytes);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PolledFile
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
