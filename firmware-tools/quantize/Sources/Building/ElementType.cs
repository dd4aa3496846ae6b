namespace EdgeVision.Quantize.Sources.Building;

/// <summary>How a file stores numbers, little-endian.</summary>
internal enum ElementType
{
    Float16,
    BFloat16,
    Float32,
    Float64,
    UInt8,
    Int8,
    UInt16,
    Int16,
    Int32,
    Int64,
}

/// <summary>Sizes of <see cref="ElementType"/>.</summary>
internal static class ElementTypes
{
    public static int SizeInBytes(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.UInt16 or ElementType.Int16 => 2,
        ElementType.Float32 or ElementType.Int32 => 4,
        _ => 8,
    };
}
