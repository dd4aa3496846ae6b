using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>
/// The system calls that pins need, one method each, so that tests can play a kernel that fails. A result below zero is an error
/// number with its sign changed (<see cref="Errno"/>).
/// </summary>
internal interface IGpioKernel
{
    /// <summary>The GPIO chips' device files.</summary>
    IReadOnlyList<string> ChipPaths();

    /// <summary>Gives a file descriptor.</summary>
    int Open(string path);

    void Close(int file);

    int ChipInfo(int chip, ref GpioChipInfo info);

    int LineInfo(int chip, ref GpioLineInfo info);

    int RequestLines(int chip, ref GpioLineRequest request);

    int GetValues(int lines, ref GpioLineValues values);

    int SetValues(int lines, ref GpioLineValues values);

    /// <summary>Waits until there are events to read: above zero, or 0 after the time.</summary>
    int WaitForEvents(int lines, int milliseconds);

    /// <summary>Gives how many events were read, at least one.</summary>
    int ReadEvents(int lines, Span<GpioLineEvent> events);
}
