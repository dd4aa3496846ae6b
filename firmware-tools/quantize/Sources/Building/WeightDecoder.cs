using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>Turns a file's stored numbers into finite floats, and refuses to make more of them than the file can hold.</summary>
/// <param name="file">For messages.</param>
/// <param name="maxElements">Elements that all calls together may decode: a file can name the same bytes many times.</param>
internal sealed class WeightDecoder(SourceFile file, long maxElements)
{
    private long _left = maxElements;

    /// <summary>Decodes a whole tensor.</summary>
    /// <exception cref="SourceException">Shape and bytes differ, too many elements, or one that is not finite.</exception>
    public FloatTensor Decode(string name, IReadOnlyList<int> shape, ElementType type, ReadOnlySpan<byte> bytes)
    {
        long count = Shapes.ElementCount(shape);
        if (count < 0 || count * type.SizeInBytes() != bytes.Length)
        {
            throw file.Error($"tensor '{name}': shape {Shapes.Text(shape)} of {type} does not fit its {bytes.Length} bytes; " +
                "the file is damaged");
        }

        _left -= count;
        if (_left < 0)
            throw file.Error($"tensor '{name}': the file names more weights than it can hold; it is damaged");
        var values = new float[count];
        Convert(bytes, type, values);
        RequireFinite(name, values);
        return new FloatTensor([.. shape], values);
    }

    /// <summary>Checks values that were made outside <see cref="Decode"/>.</summary>
    public void RequireFinite(string name, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                string what = float.IsNaN(values[i]) ? "NaN" : "infinite";
                throw file.Error($"tensor '{name}': element {i} is {what}; the training has diverged or the file is damaged");
            }
        }
    }

    private static void Convert(ReadOnlySpan<byte> bytes, ElementType type, Span<float> values)
    {
        if (type == ElementType.Float32 && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        int size = type.SizeInBytes();
        for (int i = 0; i < values.Length; i++)
            values[i] = Element(bytes.Slice(i * size, size), type);
    }

    private static float Element(ReadOnlySpan<byte> bytes, ElementType type) => type switch
    {
        ElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        ElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ElementType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ElementType.UInt8 => bytes[0],
        ElementType.Int8 => (sbyte)bytes[0],
        ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };
}
