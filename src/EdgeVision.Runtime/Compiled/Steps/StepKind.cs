namespace EdgeVision.Runtime;

/// <summary>What a step of a compiled plan does; the numbers are part of the format.</summary>
internal enum StepKind
{
    /// <summary>A convolution or pool, see <see cref="OperationKind"/>.</summary>
    Operation = 1,

    /// <summary>A chain of convolutions that pass rows to each other.</summary>
    Streamed = 2,

    /// <summary>A table of 256 entries.</summary>
    Table = 3,

    /// <summary>ADD.</summary>
    Add = 4,

    /// <summary>SUB.</summary>
    Sub = 5,

    /// <summary>MUL.</summary>
    Mul = 6,

    /// <summary>SOFTMAX.</summary>
    Softmax = 7,

    /// <summary>MEAN.</summary>
    Mean = 8,

    /// <summary>A copy of bytes.</summary>
    Copy = 9,

    /// <summary>PAD.</summary>
    Pad = 10,

    /// <summary>CONCATENATION.</summary>
    Concatenation = 11,

    /// <summary>RESIZE_BILINEAR.</summary>
    ResizeBilinear = 12,

    /// <summary>RESIZE_NEAREST_NEIGHBOR.</summary>
    ResizeNearest = 13,

    /// <summary>QUANTIZE from float32.</summary>
    Quantize = 14,

    /// <summary>DEQUANTIZE.</summary>
    Dequantize = 15,

    /// <summary>ARG_MAX, 32-bit indices.</summary>
    ArgMax32 = 16,

    /// <summary>ARG_MAX, 64-bit indices.</summary>
    ArgMax64 = 17,
}

/// <summary>An operation with a catalog of kernels; the numbers are part of the format.</summary>
internal enum OperationKind
{
    /// <summary>A product of pixels and a matrix, dense layers included.</summary>
    Pointwise = 1,

    /// <summary>A convolution.</summary>
    Conv = 2,

    /// <summary>A depthwise convolution.</summary>
    Depthwise = 3,

    /// <summary>An average pool.</summary>
    AveragePool = 4,

    /// <summary>A maximum pool.</summary>
    MaxPool = 5,
}
