using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>A tensor of a compiled plan. As everywhere in the runtime, unsigned bytes are int8, 128 lower.</summary>
public sealed unsafe class CompiledTensor
{
    private readonly int[] _shape;

    internal CompiledTensor(int modelIndex, TensorType type, int[] shape, int elements, Quantization? quantization)
    {
        ModelIndex = modelIndex;
        FileType = type;
        _shape = shape;
        Elements = elements;
        Quantization = quantization;
    }

    /// <summary>The tensor's index in the model that was compiled; −1 for strips of rows, which are in no model.</summary>
    public int ModelIndex { get; }

    /// <summary>Element type in the model.</summary>
    public TensorType FileType { get; }

    /// <summary>Dimensions, outermost first (NHWC for images); empty for a scalar.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>Scale and zero point in the int8 domain, or <see langword="null"/> for tensors without per-tensor quantization.</summary>
    public Quantization? Quantization { get; }

    /// <summary>Number of elements, at least 1.</summary>
    public int Elements { get; }

    /// <summary>Bytes, in memory and in the model's own type alike.</summary>
    public int ByteCount => Elements * FileType.SizeInBytes();

    /// <summary>Whether the elements are 8-bit numbers, signed or unsigned in the model.</summary>
    internal bool IsByte => FileType is TensorType.Int8 or TensorType.UInt8;

    /// <summary>Where it is in the arena; −1 for a constant.</summary>
    internal int ArenaOffset { get; init; } = -1;

    /// <summary>Where it is in the file's memory; null for a tensor in the arena.</summary>
    internal void* Constant { get; init; }
}
