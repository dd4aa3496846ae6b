using System.Security.Cryptography;

namespace EdgeVision.App.Download;

/// <summary>
/// A file that is still arriving, <c>NAME.part</c> beside its place: what came before is kept and hashed, so that a download goes on where
/// it
/// stopped. While it is open no other process can open it.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private const int LockedOnLinux = 11; // EWOULDBLOCK
    private const int LockedOnWindows = unchecked((int)0x80070020);

    private readonly string _target;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _moved;

    private PartFile(string target, FileStream file)
    {
        _target = target;
        _file = file;
    }

    /// <summary>Bytes that are here.</summary>
    public long Length => _file.Length;

    /// <summary>SHA-256 of the bytes that are here.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Whether all bytes came from one answer; pieces of several may not belong together.</summary>
    public bool FromOneAnswer { get; private set; }

    /// <summary>Opens the part file of a target.</summary>
    /// <param name="target">The finished file's path.</param>
    /// <param name="longest">A part file that is longer is not the beginning of this file.</param>
    /// <exception cref="DeviceException">Somebody else is downloading it.</exception>
    public static PartFile Open(string target, long longest)
    {
        FileStream file;
        try
        {
            file = new FileStream($"{target}.part", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException locked) when (locked.HResult is LockedOnLinux or LockedOnWindows)
        {
            throw new DeviceException($"{target}: somebody else is downloading it just now; wait until that is done");
        }

        var part = new PartFile(target, file);
        if (file.Length > longest)
            part.Restart();
        else
            part.HashWhatIsHere();
        return part;
    }

    /// <summary>Adds what arrived.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        _hash.AppendData(bytes);
    }

    /// <summary>Drops everything.</summary>
    public void Restart()
    {
        _file.SetLength(0);
        _hash.GetHashAndReset();
        FromOneAnswer = true;
    }

    /// <summary>Says that another answer goes on from here.</summary>
    public void GoOn() => FromOneAnswer = false;

    /// <summary>Puts the finished file into its place, in one step.</summary>
    public void Finish()
    {
        _file.Flush(flushToDisk: true);
        File.Move(_file.Name, _target, overwrite: true);
        _moved = true;
    }

    /// <summary>Closes the file; an empty one is removed.</summary>
    public void Dispose()
    {
        if (!_moved && Length == 0)
            File.Delete(_file.Name);
        _file.Dispose();
        _hash.Dispose();
    }

    private void HashWhatIsHere()
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = _file.Read(buffer)) > 0;)
            _hash.AppendData(buffer.AsSpan(0, read));
        FromOneAnswer = Length == 0;
    }
}
