using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeVision.App.Run.Events;
using EdgeVision.Triggers.Engine;

namespace EdgeVision.App.Run.Recording;

/// <summary>
/// Writes a session: what the rule engine was told and what it answered. The loop only copies bytes into a ring; another thread writes
/// them. A recording with a gap could not be replayed, so when the disk cannot keep up or is full, the recording ends there.
/// </summary>
internal sealed class SessionRecorder : IDisposable
{
    private const int RingBytes = 4 << 20;
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;
    private readonly EventLog _events;
    private readonly RecordRing _ring;
    private readonly byte[] _record;
    private readonly PeriodicThread _thread;
    private volatile string? _stopped;
    private bool _told;

    /// <param name="folder">Where the session's file goes; made if need be.</param>
    /// <param name="header">What the session is made with.</param>
    /// <param name="events">Who is told when the recording ends early.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public SessionRecorder(string folder, SessionHeader header, EventLog events)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, $"{header.Started.UtcDateTime:yyyyMMdd'T'HHmmss.fff'Z'}{SessionFormat.Extension}");
        _events = events;
        _record = new byte[SessionFormat.FrameOverhead + (header.Zones.Count * header.Labels.Count)];
        _ring = new RecordRing(Math.Max(RingBytes, 4 * _record.Length));
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        WriteHeader(header);
        _thread = new PeriodicThread("recording", WriteInterval, WriteOut);
    }

    public string Path { get; }

    public void Frame(in FrameTime time, ReadOnlySpan<sbyte> scores)
    {
        Span<byte> record = Begin(RecordKind.Frame, time.Now, SessionFormat.FrameOverhead + scores.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record[9..], time.Captured);
        BinaryPrimitives.WriteInt64LittleEndian(record[17..], time.Local.Ticks);
        MemoryMarshal.AsBytes(scores).CopyTo(record[SessionFormat.FrameOverhead..]);
        Add(record);
    }

    public void Tick(long now) => Add(Begin(RecordKind.Tick, now, 9));

    public void Fault(long now) => Add(Begin(RecordKind.Fault, now, 9));

    public void Stop(long now) => Add(Begin(RecordKind.Stop, now, 9));

    public void Input(long now, int input, bool active)
    {
        Span<byte> record = stackalloc byte[12];
        record[0] = (byte)RecordKind.Input;
        BinaryPrimitives.WriteInt64LittleEndian(record[1..], now);
        BinaryPrimitives.WriteInt16LittleEndian(record[9..], (short)input);
        record[11] = active ? (byte)1 : (byte)0;
        Add(record);
    }

    public void Action(in RuleAction action)
    {
        Span<byte> record = stackalloc byte[SessionFormat.ActionBytes];
        record[0] = (byte)RecordKind.Action;
        BinaryPrimitives.WriteInt64LittleEndian(record[1..], action.Time);
        record[9] = (byte)action.Kind;
        record[10] = (byte)action.Reason;
        BinaryPrimitives.WriteInt16LittleEndian(record[11..], (short)action.Rule);
        BinaryPrimitives.WriteInt16LittleEndian(record[13..], (short)action.Output);
        BinaryPrimitives.WriteDoubleLittleEndian(record[15..], action.Value);
        Add(record);
    }

    /// <summary>Ends the recording here, for example because the disk is full; for any thread.</summary>
    public void End(string why) => _stopped ??= why;

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        Add(Begin(RecordKind.End, 0, 9));
        _thread.Dispose();
        WriteOut();
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // Told already, or the last few records are missing; a session that breaks off can be replayed up to there.
        }
    }

    private void WriteHeader(SessionHeader header)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, SessionJson.Default.SessionHeader);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        _file.Write(SessionFormat.Magic);
        _file.Write(length);
        _file.Write(json);
    }

    private Span<byte> Begin(RecordKind kind, long now, int length)
    {
        Span<byte> record = _record.AsSpan(0, length);
        record[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(record[1..], now);
        return record;
    }

    private void Add(ReadOnlySpan<byte> record)
    {
        if (_stopped is null && !_ring.TryWrite(record))
            End("the disk cannot keep up");
    }

    private void WriteOut()
    {
        try
        {
            _ring.DrainTo(_file);
            _file.Flush();
        }
        catch (IOException failure)
        {
            End(failure.Message);
        }

        if (_stopped is null || _told)
            return;
        _told = true;
        _events.Tell(RunEventKind.RecordingStopped, $"{Path}: {_stopped}");
    }
}
