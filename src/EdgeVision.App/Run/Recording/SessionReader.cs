using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using EdgeVision.Triggers.Engine;

namespace EdgeVision.App.Run.Recording;

/// <summary>Something that the engine was told, and what it answered.</summary>
internal sealed class SessionStep
{
    public RecordKind Kind { get; set; }

    public long Now { get; set; }

    /// <summary>Of a frame.</summary>
    public FrameTime Time { get; set; }

    /// <summary>Of a frame: a score for each zone and class.</summary>
    public sbyte[] Scores { get; init; } = [];

    /// <summary>Of a switch.</summary>
    public int Input { get; set; }

    /// <summary>Of a switch.</summary>
    public bool Active { get; set; }

    /// <summary>The answer; without the details of webhooks and programs.</summary>
    public List<RuleAction> Actions { get; } = [];

    /// <summary>Whether something follows, if only the end's record; if not, the recording broke off, perhaps in the answer.</summary>
    public bool IsWhole { get; set; }
}

/// <summary>Reads a recorded session, which is not trusted.</summary>
internal sealed class SessionReader : IDisposable
{
    private readonly string _path;
    private readonly BinaryReader _file;
    private readonly SessionStep _step;
    private readonly byte[] _buffer;
    private int _next;

    /// <exception cref="BadInputException">It is not a session.</exception>
    public SessionReader(string path)
    {
        _path = path;
        _file = new BinaryReader(new BufferedStream(File.OpenRead(path), 1 << 16));
        try
        {
            Header = ReadHeader();
            _step = new SessionStep { Scores = new sbyte[checked(Header.Zones.Count * Header.Labels.Count)] };
            _buffer = new byte[SessionFormat.FrameOverhead - 1 + _step.Scores.Length]; // longer than any other record
            _next = _file.BaseStream.ReadByte();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public SessionHeader Header { get; }

    /// <summary>The next step, in an object that is used again.</summary>
    /// <returns><see langword="null"/> at the end; a record that breaks off, as after a power cut, is the end.</returns>
    /// <exception cref="BadInputException">There is something that is no record.</exception>
    public SessionStep? Read()
    {
        if (_next is < 0 or (byte)RecordKind.End || !TryReadInput((RecordKind)_next))
            return null;
        _step.Actions.Clear();
        _next = _file.BaseStream.ReadByte();
        while (_next == (byte)RecordKind.Action)
        {
            if (!TryFill(SessionFormat.ActionBytes - 1))
            {
                _next = -1;
                break;
            }

            _step.Actions.Add(ReadAction(_buffer));
            _next = _file.BaseStream.ReadByte();
        }

        _step.IsWhole = _next >= 0;
        return _step;
    }

    public void Dispose() => _file.Dispose();

    private SessionHeader ReadHeader()
    {
        Span<byte> magic = stackalloc byte[SessionFormat.Magic.Length];
        if (_file.BaseStream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length
            || !magic.SequenceEqual(SessionFormat.Magic))
        {
            throw new BadInputException($"{_path}: not a recorded session; --replay takes a file or folder that 'run --record' wrote");
        }

        Span<byte> length = stackalloc byte[4];
        if (_file.BaseStream.ReadAtLeast(length, 4, throwOnEndOfStream: false) < 4)
            throw new BadInputException($"{_path}: the recording breaks off in its header");
        int bytes = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (bytes is < 2 or > SessionFormat.MaxHeader || bytes > _file.BaseStream.Length)
            throw new BadInputException($"{_path}: a header of {bytes} bytes; the file is damaged");
        try
        {
            SessionHeader header = JsonSerializer.Deserialize(_file.ReadBytes(bytes), SessionJson.Default.SessionHeader)
                ?? throw new BadInputException($"{_path}: the header is empty; the file is damaged");
            long scores = (long)header.Zones.Count * header.Labels.Count;
            if (header.Labels.Contains(null) || header.Zones.Contains(null) || header.Board.Pins.Contains(null))
                throw new BadInputException($"{_path}: the header has holes; the file is damaged");
            return scores is >= 0 and <= SessionFormat.MaxScores && float.IsFinite(header.ScoreScale)
                && header.ScoreZeroPoint is >= -128 and <= 127
                ? header
                : throw new BadInputException($"{_path}: {scores} scores a frame; the file is damaged");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new BadInputException($"{_path}: the header is not understood; the file is damaged: {failure.Message}");
        }
    }

    private bool TryReadInput(RecordKind kind)
    {
        int length = kind switch
        {
            RecordKind.Frame => _buffer.Length,
            RecordKind.Tick or RecordKind.Fault or RecordKind.Stop => 8,
            RecordKind.Input => 11,
            _ => throw new BadInputException($"{_path}: no record starts with byte {(byte)kind} (before byte {_file.BaseStream.Position}); the file is damaged"),
        };
        if (!TryFill(length))
            return false;
        (_step.Kind, _step.Now) = (kind, BinaryPrimitives.ReadInt64LittleEndian(_buffer));
        if (kind == RecordKind.Input)
            (_step.Input, _step.Active) = (BinaryPrimitives.ReadInt16LittleEndian(_buffer.AsSpan(8)), _buffer[10] != 0);
        if (kind == RecordKind.Frame)
            ReadFrame();
        return true;
    }

    private void ReadFrame()
    {
        long ticks = BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(16));
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            throw new BadInputException($"{_path}: a frame at no time of day (before byte {_file.BaseStream.Position}); the file is damaged");
        _step.Time = new FrameTime(_step.Now, BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(8)), new DateTime(ticks));
        MemoryMarshal.Cast<byte, sbyte>(_buffer.AsSpan(SessionFormat.FrameOverhead - 1, _step.Scores.Length)).CopyTo(_step.Scores);
    }

    private static RuleAction ReadAction(ReadOnlySpan<byte> record) => new(
        BinaryPrimitives.ReadInt64LittleEndian(record),
        (ActionKind)record[8],
        (Reason)record[9],
        BinaryPrimitives.ReadInt16LittleEndian(record[10..]),
        BinaryPrimitives.ReadInt16LittleEndian(record[12..]),
        BinaryPrimitives.ReadDoubleLittleEndian(record[14..]));

    private bool TryFill(int length) =>
        _file.BaseStream.ReadAtLeast(_buffer.AsSpan(0, length), length, throwOnEndOfStream: false) == length;
}
