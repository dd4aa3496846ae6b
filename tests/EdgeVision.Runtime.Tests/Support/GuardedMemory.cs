using System.Runtime.InteropServices;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>Which end of the bytes lies exactly at a page that must not be touched.</summary>
public enum GuardedEnd
{
    Start,
    End,
}

/// <summary>
/// Exactly so many bytes between two pages without access: touching a byte outside, at the guarded end, ends the process.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const byte Poison = 0xA5;
    private const int NoAccess = 0, ReadWrite = 3, PrivateAnonymous = 0x22;

    private readonly byte* _mapping;
    private readonly int _mapped;
    private readonly int _page = Environment.SystemPageSize;
    private readonly int _bytes;

    public GuardedMemory(int bytes, GuardedEnd end)
    {
        _bytes = bytes;
        int inner = (bytes + _page - 1) / _page * _page;
        _mapped = inner + (2 * _page);
        _mapping = (byte*)Map(0, (nuint)_mapped, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, (nint)_mapping);
        new Span<byte>(_mapping, _mapped).Fill(Poison);
        Assert.Equal(0, Protect((nint)_mapping, (nuint)_page, NoAccess));
        Assert.Equal(0, Protect((nint)_mapping + _page + inner, (nuint)_page, NoAccess));
        Start = end == GuardedEnd.Start ? _mapping + _page : _mapping + _page + inner - bytes;
    }

    public byte* Start { get; }

    /// <summary>The bytes between the unguarded end and its page are as they were.</summary>
    public void AssertRestUntouched()
    {
        var inner = new ReadOnlySpan<byte>(_mapping + _page, _mapped - (2 * _page));
        int offset = (int)(Start - _mapping - _page);
        Assert.Equal(-1, inner[..offset].IndexOfAnyExcept(Poison));
        Assert.Equal(-1, inner[(offset + _bytes)..].IndexOfAnyExcept(Poison));
    }

    public void Dispose() => Assert.Equal(0, Unmap((nint)_mapping, (nuint)_mapped));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
