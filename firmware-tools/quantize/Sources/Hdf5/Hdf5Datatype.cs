using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>The datatypes this reader understands.</summary>
/// <param name="Size">Bytes of one element as stored.</param>
/// <param name="ElementType">For numbers.</param>
/// <param name="Text">For texts.</param>
internal readonly record struct Hdf5Datatype(int Size, ElementType? ElementType, TextKind Text)
{
    private const int FixedPoint = 0, FloatingPoint = 1, String = 3, VariableLength = 9;

    public static Hdf5Datatype Read(ref Hdf5Block block)
    {
        int classAndVersion = block.Byte();
        int bits = block.Byte() | (block.UInt16() << 8);
        uint size = block.UInt32();
        if (size is 0 or > int.MaxValue)
            throw block.Error($"a datatype of {size} bytes is not possible; the file is damaged");
        return (classAndVersion & 15) switch
        {
            FixedPoint => Number((int)size, Integer((int)size, bits)),
            FloatingPoint => Number((int)size, Float(ref block, (int)size, bits)),
            String => new Hdf5Datatype((int)size, null, TextKind.Fixed),
            VariableLength when (bits & 15) == 1 && size == 16 => new Hdf5Datatype(16, null, TextKind.Variable),
            _ => new Hdf5Datatype((int)size, null, TextKind.None),
        };
    }

    private static Hdf5Datatype Number(int size, ElementType? type) => new(size, type, TextKind.None);

    private static ElementType? Integer(int size, int bits)
    {
        bool bigEndian = (bits & 1) != 0;
        bool signed = (bits & 8) != 0;
        return bigEndian ? null : (size, signed) switch
        {
            (1, false) => Building.ElementType.UInt8,
            (1, true) => Building.ElementType.Int8,
            (2, false) => Building.ElementType.UInt16,
            (2, true) => Building.ElementType.Int16,
            (4, true) => Building.ElementType.Int32,
            (8, true) => Building.ElementType.Int64,
            _ => null,
        };
    }

    private static ElementType? Float(ref Hdf5Block block, int size, int bits)
    {
        bool otherOrder = (bits & 0x41) != 0;
        block.Skip(5);
        int exponentBits = block.Byte();
        return otherOrder ? null : (size, exponentBits) switch
        {
            (2, 5) => Building.ElementType.Float16,
            (2, 8) => Building.ElementType.BFloat16,
            (4, 8) => Building.ElementType.Float32,
            (8, 11) => Building.ElementType.Float64,
            _ => null,
        };
    }
}

/// <summary>How a text is stored.</summary>
internal enum TextKind
{
    /// <summary>It is no text.</summary>
    None,

    /// <summary>In place, filled up with zeros or blanks.</summary>
    Fixed,

    /// <summary>In the global heap.</summary>
    Variable,
}
