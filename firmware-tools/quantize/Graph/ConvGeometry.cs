namespace EdgeVision.Quantize.Graph;

/// <summary>Padding of a sliding window. Anything else is a <see cref="PadNode"/> before a <see cref="Valid"/> window.</summary>
public enum PaddingKind
{
    /// <summary>TensorFlow's: output size ⌈in / stride⌉, what must be added is split, the odd one at the end.</summary>
    Same,

    /// <summary>Nothing is added.</summary>
    Valid,
}

/// <summary>How a window slides, in elements.</summary>
/// <param name="StrideHeight">Rows from one window to the next, at least 1.</param>
/// <param name="StrideWidth">Columns from one window to the next, at least 1.</param>
/// <param name="DilationHeight">Rows from one tap to the next, at least 1.</param>
/// <param name="DilationWidth">Columns from one tap to the next, at least 1.</param>
/// <param name="Padding">What is added around the input.</param>
public readonly record struct ConvGeometry(
    int StrideHeight,
    int StrideWidth,
    int DilationHeight,
    int DilationWidth,
    PaddingKind Padding);
