using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// A tensor as the runtime holds it. Unsigned 8-bit tensors of legacy models are stored as int8: data and zero point moved by −128
/// (an exact change of names, see docs/numerics.md); <see cref="FileType"/> says what the file calls it.
/// </summary>
public sealed class PlannedTensor
{
    internal PlannedTensor(Tensor tensor, Quantization? quantization, int elements, int elementBytes)
    {
        Source = tensor;
        Quantization = quantization;
        Elements = elements;
        ByteCount = elements * elementBytes;
    }

    /// <summary>The tensor's index in the file.</summary>
    public int Index => Source.Index;

    /// <summary>The tensor's name in the file.</summary>
    public string Name => Source.Name;

    /// <summary>Element type in the file.</summary>
    public TensorType FileType => Source.Type;

    /// <summary>Dimensions, outermost first (NHWC for images); empty for a scalar.</summary>
    public IReadOnlyList<int> Shape => Source.Shape;

    /// <summary>Scale and zero point in the int8 domain, or <see langword="null"/> for tensors without per-tensor quantization.</summary>
    public Quantization? Quantization { get; }

    /// <summary>Number of elements, at least 1.</summary>
    public int Elements { get; }

    /// <summary>Bytes, in memory and in the file's own type alike.</summary>
    public int ByteCount { get; }

    /// <summary>Whether the file holds the values, so that they live beside the packed weights and not in the arena.</summary>
    public bool IsConstant => Source.IsConstant;

    internal Tensor Source { get; }

    /// <summary>Whether the elements are 8-bit numbers, signed or unsigned in the file.</summary>
    internal bool IsByte => FileType is TensorType.Int8 or TensorType.UInt8;
}
