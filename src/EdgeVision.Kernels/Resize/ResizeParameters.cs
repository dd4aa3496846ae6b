using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Kernels;

/// <summary>Which input position an output pixel samples (TFLite's two resize options).</summary>
public enum ResizeCoordinates
{
    /// <summary>Neither option: <c>i·in/out</c>.</summary>
    Asymmetric,

    /// <summary><c>align_corners</c>: <c>i·(in−1)/(out−1)</c>, as <see cref="Asymmetric"/> where out is 1.</summary>
    AlignCorners,

    /// <summary><c>half_pixel_centers</c>: <c>(i+½)·in/out − ½</c>.</summary>
    HalfPixel,
}

/// <summary>In which arithmetic TFLite interpolates a tensor of this type.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The members name number formats.")]
public enum ResizeArithmetic
{
    /// <summary>int8 models: integers with 10 fractional bits per axis.</summary>
    Integer,

    /// <summary>Legacy uint8 models, whose data was shifted by 128 at load: float32 on the unsigned values.</summary>
    Float32,
}

/// <summary>A change of height and width; the quantization of input and output is the same.</summary>
public sealed record ResizeParameters
{
    /// <summary>Shape of the input, NHWC.</summary>
    public required TensorShape Input { get; init; }

    /// <summary>Shape of the output, NHWC, with the input's batch and channels.</summary>
    public required TensorShape Output { get; init; }

    /// <summary>Which position an output pixel samples.</summary>
    public ResizeCoordinates Coordinates { get; init; }

    /// <summary>Arithmetic of <see cref="ResizeBilinear"/>; <see cref="ResizeNearest"/> only copies.</summary>
    public ResizeArithmetic Arithmetic { get; init; }
}
