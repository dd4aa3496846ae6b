namespace EdgeVision.Model;

/// <summary>One tensor of a model: a constant, a model input, or the result of one operator.</summary>
/// <remarks>Made by <see cref="TfliteModel.Parse"/> or <see cref="ModelBuilder"/>, which check it; immutable afterwards.</remarks>
public sealed class Tensor
{
    internal Tensor()
    {
    }

    /// <summary>Its position in <see cref="TfliteModel.Tensors"/>.</summary>
    public required int Index { get; init; }

    /// <summary>The name in the file, for people; may be empty and need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>Type of its elements.</summary>
    public required TensorType Type { get; init; }

    /// <summary>
    /// Dimensions, outermost first (images: batch, height, width, channels; at most 8, each at least 1). Empty for a scalar, and for
    /// results of custom operators that decide their shape only when they run.
    /// </summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>How integers stand for real numbers; <see langword="null"/> for a tensor that is not quantized.</summary>
    public TensorQuantization? Quantization { get; init; }

    /// <summary>
    /// Elements of a constant, row-major, little-endian, <see cref="ByteCount"/> bytes: a slice of the file, not a copy. Empty for a
    /// tensor that is computed.
    /// </summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Whether the file holds the elements.</summary>
    public bool IsConstant => !Data.IsEmpty;

    /// <summary>Whether operators keep state in it between runs.</summary>
    public bool IsVariable { get; init; }

    /// <summary>Number of elements, the product of <see cref="Shape"/>: at least 1, at most 2^31 − 1.</summary>
    public long ElementCount
    {
        get
        {
            long count = 1;
            for (int i = 0; i < Shape.Count; i++)
                count *= Shape[i];
            return count;
        }
    }

    /// <summary>Bytes of all elements, at most 2^31 − 1; for strings the bytes stored, 0 if computed.</summary>
    public long ByteCount => Type == TensorType.String ? Data.Length : Type.ByteCount(ElementCount);

    /// <summary>Index, name, type and shape, as messages show it.</summary>
    public override string ToString() => $"tensor {Index} '{Text.ForMessage(Name)}' {Type}[{string.Join(',', Shape)}]";
}
