namespace EdgeVision.Imaging.Tensor;

/// <summary>Looks every byte up in its channel's table of 256 results.</summary>
internal sealed class ByteQuantizer : IRowQuantizer<byte>
{
    private readonly sbyte[][] _tables;

    public ByteQuantizer(Normalization normalization, InputTensorSpec spec)
    {
        _tables = new sbyte[spec.Channels][];
        for (int c = 0; c < spec.Channels; c++)
        {
            var map = AffineMap.Of(normalization, spec, c);
            _tables[c] = new sbyte[256];
            for (int value = 0; value < 256; value++)
                _tables[c][value] = map.Apply(value);
        }
    }

    public void Quantize(ReadOnlySpan<byte> row, Span<sbyte> quantized)
    {
        for (int c = 0; c < _tables.Length; c++)
        {
            sbyte[] table = _tables[c];
            for (int i = c; i < row.Length; i += _tables.Length)
                quantized[i] = table[row[i]];
        }
    }
}
