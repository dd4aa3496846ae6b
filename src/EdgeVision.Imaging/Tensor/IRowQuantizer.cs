namespace EdgeVision.Imaging.Tensor;

/// <summary>Normalizes and quantizes one row of resampled values, channels interleaved.</summary>
internal interface IRowQuantizer<T>
{
    /// <summary>Writes as many values as it reads.</summary>
    void Quantize(ReadOnlySpan<T> row, Span<sbyte> quantized);
}
