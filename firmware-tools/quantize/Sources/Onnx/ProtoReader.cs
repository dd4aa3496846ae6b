using System.Buffers.Binary;
using System.Text;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>
/// Reads one Protocol Buffers message field by field, without copying. Fields that nobody asks for are skipped; groups, which ONNX does not
/// use, are refused.
/// </summary>
internal struct ProtoReader(SourceFile file, ReadOnlyMemory<byte> message)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    private int _position;
    private int _wireType;
    private bool _read;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    private readonly ReadOnlySpan<byte> Rest => message.Span[_position..];

    /// <summary>Moves to the next field; skips the current one's value if nobody read it.</summary>
    public bool Next()
    {
        if (Field != 0 && !_read)
            Skip();
        if (_position == message.Length)
            return false;
        ulong tag = ReadVarint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _wireType = (int)(tag & 7);
        _read = false;
        if (Field == 0)
            throw Error("field number 0");
        return true;
    }

    public long Integer()
    {
        Expect(Varint);
        return (long)ReadVarint();
    }

    public float Single()
    {
        Expect(Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4).Span);
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        Expect(Delimited);
        ulong length = ReadVarint();
        return length <= (ulong)Rest.Length ? Take((int)length) : throw Error($"{length} bytes are expected and {Rest.Length} are left");
    }

    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    public ProtoReader Message() => new(file, Bytes());

    /// <summary>Integers of a repeated field: packed, or one of several fields.</summary>
    public void Integers(List<long> into)
    {
        if (_wireType != Delimited)
        {
            into.Add(Integer());
            return;
        }

        var packed = new ProtoReader(file, Bytes());
        while (packed._position < packed.Length)
            into.Add((long)packed.ReadVarint());
    }

    /// <summary>Floats of a repeated field: packed, or one of several fields.</summary>
    public void Singles(List<float> into)
    {
        if (_wireType != Delimited)
        {
            into.Add(Single());
            return;
        }

        ReadOnlySpan<byte> packed = Bytes().Span;
        if (packed.Length % 4 != 0)
            throw Error("a list of floats has a length that is no multiple of 4");
        for (int i = 0; i < packed.Length; i += 4)
            into.Add(BinaryPrimitives.ReadSingleLittleEndian(packed[i..]));
    }

    private readonly int Length => message.Length;

    private readonly SourceException Error(string problem) => file.Error($"ONNX: {problem}; the file is damaged or not an ONNX model");

    private void Expect(int wireType)
    {
        if (_wireType != wireType)
            throw Error($"field {Field} has the wire type {_wireType} instead of {wireType}");
        _read = true;
    }

    private void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Take(8);
                break;
            case Delimited:
                Bytes();
                break;
            case Fixed32:
                Take(4);
                break;
            default:
                throw Error($"wire type {_wireType}");
        }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > Rest.Length)
            throw Error($"{count} bytes are expected and {Rest.Length} are left");
        ReadOnlyMemory<byte> bytes = message.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Take(1).Span[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Error("a number of more than 10 bytes");
    }
}
