namespace EdgeVision.App.Run.Recording;

/// <summary>Bytes from one thread to another without locks: the writer never waits, and is told when there is no room.</summary>
internal sealed class RecordRing(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private long _written;
    private long _read;

    /// <summary>Adds bytes, all or none.</summary>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        long written = _written;
        if (bytes.Length > _bytes.Length - (written - Volatile.Read(ref _read)))
            return false;
        int start = (int)(written % _bytes.Length);
        int first = Math.Min(bytes.Length, _bytes.Length - start);
        bytes[..first].CopyTo(_bytes.AsSpan(start));
        bytes[first..].CopyTo(_bytes);
        Volatile.Write(ref _written, written + bytes.Length);
        return true;
    }

    /// <summary>Gives everything that was added to <paramref name="stream"/>.</summary>
    /// <exception cref="IOException">The stream failed; what was not read stays.</exception>
    public void DrainTo(Stream stream)
    {
        long written = Volatile.Read(ref _written);
        while (_read < written)
        {
            int start = (int)(_read % _bytes.Length);
            int length = (int)Math.Min(written - _read, _bytes.Length - start);
            stream.Write(_bytes, start, length);
            Volatile.Write(ref _read, _read + length);
        }
    }
}
