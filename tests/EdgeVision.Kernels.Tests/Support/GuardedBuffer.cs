using System.Runtime.InteropServices;

namespace EdgeVision.Kernels.Tests.Support;

/// <summary>Which side of a buffer touches a page that may not be accessed.</summary>
public enum GuardSide
{
    Before,
    After,
}

/// <summary>
/// Bytes beside a no-access page, where an access out of bounds kills the process, and with a poisoned margin on the other side.
/// Where there is no mmap, both sides are poisoned margins.
/// </summary>
internal sealed unsafe partial class GuardedBuffer : IDisposable
{
    private const byte Poison = 0xA5;
    private const int Margin = 64;
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _block;
    private readonly nuint _blockLength;
    private readonly byte* _area;
    private readonly int _areaLength;
    private readonly int _start;
    private readonly int _length;

    public GuardedBuffer(int length, GuardSide side)
    {
        int page = Environment.SystemPageSize;
        _length = length;
        _areaLength = (length + 2 * Margin + page - 1) / page * page;
        _blockLength = (nuint)(_areaLength + 2 * page);
        _block = OperatingSystem.IsLinux()
            ? (byte*)Map(0, _blockLength, ReadWrite, PrivateAnonymous, -1, 0)
            : (byte*)NativeMemory.Alloc(_blockLength);
        Assert.NotEqual(-1, (nint)_block);
        _area = _block + page;
        bool guarded = OperatingSystem.IsLinux();
        if (guarded)
        {
            Assert.Equal(0, Protect((nint)_block, (nuint)page, NoAccess));
            Assert.Equal(0, Protect((nint)(_area + _areaLength), (nuint)page, NoAccess));
        }

        int margin = guarded ? 0 : Margin;
        _start = side == GuardSide.Before ? margin : _areaLength - margin - length;
        new Span<byte>(_area, _areaLength).Fill(Poison);
    }

    public Span<sbyte> Span => new(_area + _start, _length);

    public static GuardedBuffer Of(ReadOnlySpan<sbyte> values, GuardSide side)
    {
        var buffer = new GuardedBuffer(values.Length, side);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    public void AssertMarginsUntouched()
    {
        var area = new ReadOnlySpan<byte>(_area, _areaLength);
        Assert.Equal(-1, area[.._start].IndexOfAnyExcept(Poison));
        Assert.Equal(-1, area[(_start + _length)..].IndexOfAnyExcept(Poison));
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            Assert.Equal(0, Unmap((nint)_block, _blockLength));
        else
            NativeMemory.Free(_block);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
