using System.Text;

namespace EdgeVision.Devices.Cameras.Pipes;

/// <summary>
/// Reads a program's messages all the time, so that the program never waits for a reader, and keeps the last ones in a fixed memory.
/// </summary>
internal sealed class MessageTail
{
    private const int Kept = 4096;

    private readonly Stream _messages;
    private readonly Thread _thread;
    private readonly byte[] _ring = new byte[Kept];
    private long _total;

    public MessageTail(Stream messages)
    {
        _messages = messages;
        _thread = new Thread(Drain) { IsBackground = true, Name = "camera messages" };
        _thread.Start();
    }

    /// <summary>Bytes read so far.</summary>
    public long TotalBytes => Interlocked.Read(ref _total);

    /// <summary>Waits for the end of the messages, for as long as a program needs that has already ended.</summary>
    public void WaitForEnd(TimeSpan limit) => _thread.Join(limit);

    /// <summary>The last messages that were kept.</summary>
    public override string ToString()
    {
        lock (_ring)
        {
            int length = (int)Math.Min(_total, Kept);
            int start = (int)((_total - length) % Kept);
            byte[] ordered =
                [.. _ring.AsSpan(start, Math.Min(length, Kept - start)), .. _ring.AsSpan(0, Math.Max(0, length - (Kept - start)))];
            return Encoding.UTF8.GetString(ordered);
        }
    }

    private void Drain()
    {
        byte[] chunk = new byte[Kept];
        try
        {
            for (int count = _messages.Read(chunk); count > 0; count = _messages.Read(chunk))
                Keep(chunk.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The program has been stopped; what it still had to say does not matter.
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_ring)
        {
            foreach (byte value in bytes)
                _ring[_total++ % Kept] = value;
        }
    }
}
