namespace EdgeVision.Model;

/// <summary>Element types of the TensorFlow Lite schema (<c>TensorType</c>), with its numbers.</summary>
#pragma warning disable CA1720 // The schema's own names.
public enum TensorType : byte
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 0,

    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 1,

    /// <summary>32-bit two's complement: biases, shapes, axes.</summary>
    Int32 = 2,

    /// <summary>8-bit unsigned: activations and weights of legacy quantized models.</summary>
    UInt8 = 3,

    /// <summary>64-bit two's complement.</summary>
    Int64 = 4,

    /// <summary>Strings in TensorFlow Lite's packed form; no fixed element size.</summary>
    String = 5,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 6,

    /// <summary>16-bit two's complement.</summary>
    Int16 = 7,

    /// <summary>Two binary32 values.</summary>
    Complex64 = 8,

    /// <summary>8-bit two's complement: activations and weights of quantized models.</summary>
    Int8 = 9,

    /// <summary>IEEE 754 binary64.</summary>
    Float64 = 10,

    /// <summary>Two binary64 values.</summary>
    Complex128 = 11,

    /// <summary>64-bit unsigned.</summary>
    UInt64 = 12,

    /// <summary>A handle of the interpreter; no data in a file.</summary>
    Resource = 13,

    /// <summary>A nested value of the interpreter; no data in a file.</summary>
    Variant = 14,

    /// <summary>32-bit unsigned.</summary>
    UInt32 = 15,

    /// <summary>16-bit unsigned.</summary>
    UInt16 = 16,

    /// <summary>4-bit two's complement, two to a byte, the first in the low half.</summary>
    Int4 = 17,

    /// <summary>bfloat16.</summary>
    BFloat16 = 18,

    /// <summary>2-bit two's complement, four to a byte.</summary>
    Int2 = 19,

    /// <summary>4-bit unsigned, two to a byte.</summary>
    UInt4 = 20,
}
#pragma warning restore CA1720

/// <summary>Sizes of <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>
    /// Bytes of one element; 0 for types without a whole number of bytes per element
    /// (<see cref="TensorType.Int4"/>, <see cref="TensorType.UInt4"/>, <see cref="TensorType.Int2"/>) or without a fixed size
    /// (<see cref="TensorType.String"/>, <see cref="TensorType.Resource"/>, <see cref="TensorType.Variant"/>).
    /// </summary>
    public static int SizeInBytes(this TensorType type) => type.SizeInBits() / 8;

    /// <summary>Bytes that hold <paramref name="elements"/> packed elements; 0 for a type without a fixed size.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="elements">0 … 2^56.</param>
    public static long ByteCount(this TensorType type, long elements) => ((elements * type.SizeInBits()) + 7) / 8;

    /// <summary>Whether the schema knows the number.</summary>
    internal static bool IsKnown(this TensorType type) => type <= TensorType.UInt4;

    private static int SizeInBits(this TensorType type) => type switch
    {
        TensorType.Int2 => 2,
        TensorType.Int4 or TensorType.UInt4 => 4,
        TensorType.Int8 or TensorType.UInt8 or TensorType.Bool => 8,
        TensorType.Int16 or TensorType.UInt16 or TensorType.Float16 or TensorType.BFloat16 => 16,
        TensorType.Int32 or TensorType.UInt32 or TensorType.Float32 => 32,
        TensorType.Int64 or TensorType.UInt64 or TensorType.Float64 or TensorType.Complex64 => 64,
        TensorType.Complex128 => 128,
        _ => 0,
    };
}
