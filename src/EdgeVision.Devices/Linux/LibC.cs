using System.Runtime.InteropServices;

namespace EdgeVision.Devices.Linux;

/// <summary>
/// The system calls that cameras and pins need. A result below zero is an error number (<see cref="Errno"/>) with its sign changed.
/// </summary>
internal static unsafe partial class LibC
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const short PollIn = 1;
    public const short PollError = 8;
    public const short PollHangUp = 16;

    public const int Interrupt = 2;

    private const int ProtectRead = 1;
    private const int MapShared = 1;

    public static int Open(string path, int flags) => Checked(open(path, flags));

    public static int Close(int file) => Checked(close(file));

    /// <summary>How many bytes were read; 0 at the end.</summary>
    public static int Read(int file, Span<byte> destination)
    {
        fixed (byte* first = destination)
            return Checked((int)read(file, first, (nuint)destination.Length));
    }

    /// <summary>Waits until a file can be read: what happened (flags), or 0 after the time.</summary>
    public static int Poll(int file, int milliseconds)
    {
        var polled = new PolledFile { File = file, Events = PollIn };
        int result = Checked(poll(&polled, 1, milliseconds));
        return result > 0 ? polled.Happened : result;
    }

    public static int Control<T>(int file, uint request, ref T argument)
        where T : unmanaged
    {
        fixed (T* pointer = &argument)
            return Checked(ioctl(file, request, pointer));
    }

    /// <summary>Maps a device's memory for reading: the address, or an error.</summary>
    public static nint Map(int file, nuint length, long offset)
    {
        nint address = mmap(0, length, ProtectRead, MapShared, file, offset);
        return address == -1 ? -Marshal.GetLastPInvokeError() : address;
    }

    public static void Unmap(nint address, nuint length) => _ = munmap(address, length);

    public static int Kill(int process, int signal) => Checked(kill(process, signal));

    /// <summary>What an error number means, as the system words it.</summary>
    public static string Message(int result) => $"{Marshal.GetPInvokeErrorMessage(-result)} (error {-result})";

    private static int Checked(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int file, void* buffer, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PolledFile* files, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int file, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PolledFile
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
