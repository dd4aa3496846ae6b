using System.Buffers.Binary;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>Reads little-endian fields one after the other from a part of an HDF5 file and never beyond it.</summary>
internal struct Hdf5Block
{
    /// <summary>The format's "nowhere".</summary>
    public const ulong Undefined = ulong.MaxValue;

    private readonly SourceFile _file;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _address;
    private int _position;

    private Hdf5Block(SourceFile file, ReadOnlyMemory<byte> bytes, long address)
    {
        _file = file;
        _bytes = bytes;
        _address = address;
    }

    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>The file from an address to its end.</summary>
    public static Hdf5Block At(SourceFile file, ulong address)
    {
        if (address >= (ulong)file.Bytes.Length)
            throw file.Error($"HDF5 address {address} lies outside the file's {file.Bytes.Length} bytes; the file is damaged or cut off");
        return new Hdf5Block(file, file.Bytes[(int)address..], (long)address);
    }

    /// <summary>A part of the file.</summary>
    public static Hdf5Block At(SourceFile file, ulong address, ulong length)
    {
        Hdf5Block rest = At(file, address);
        return rest.Take(length > int.MaxValue ? int.MaxValue : (int)length);
    }

    public readonly SourceException Error(string message) => _file.Error($"HDF5, byte {_address + _position}: {message}");

    public byte Byte() => Bytes(1).Span[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2).Span);

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4).Span);

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8).Span);

    /// <summary>An unsigned number of 1, 2, 4 or 8 bytes.</summary>
    public ulong Number(int size) => size switch
    {
        1 => Byte(),
        2 => (ulong)UInt16(),
        4 => UInt32(),
        _ => UInt64(),
    };

    public void Skip(int count) => Bytes(count);

    /// <summary>Skips to the next multiple of 8, counted from the block's start, or to its end.</summary>
    public void Align() => _position = Math.Min((_position + 7) & ~7, _bytes.Length);

    public ReadOnlyMemory<byte> Bytes(int count)
    {
        if (count < 0 || count > Remaining)
            throw Error($"{count} bytes are expected and {Remaining} are left; the file is damaged or cut off");
        ReadOnlyMemory<byte> bytes = _bytes.Slice(_position, count);
        _position += count;
        return bytes;
    }

    /// <summary>The next bytes as a block of their own.</summary>
    public Hdf5Block Take(int count)
    {
        long address = _address + _position;
        return new Hdf5Block(_file, Bytes(count), address);
    }

    public void Signature(ReadOnlySpan<byte> expected, string what)
    {
        if (Remaining < expected.Length || !_bytes.Span.Slice(_position, expected.Length).SequenceEqual(expected))
            throw Error($"the signature of {what} is missing; the file is damaged");
        _position += expected.Length;
    }
}
