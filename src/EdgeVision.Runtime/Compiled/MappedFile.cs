using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace EdgeVision.Runtime;

/// <summary>A file's bytes as memory that only can be read; unmapped when nobody refers to it any more.</summary>
internal sealed unsafe class MappedFile
{
    private readonly SafeMemoryMappedViewHandle _view;

    private MappedFile(SafeMemoryMappedViewHandle view, long length)
    {
        _view = view;
        Length = length;
        byte* start = null;
        view.AcquirePointer(ref start);
        Start = start;
    }

    ~MappedFile() => _view.ReleasePointer();

    public byte* Start { get; }

    public long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MappedFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long length = stream.Length;
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        return new MappedFile(view.SafeMemoryMappedViewHandle, length);
    }
}
