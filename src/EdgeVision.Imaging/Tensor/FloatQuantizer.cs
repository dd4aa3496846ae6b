namespace EdgeVision.Imaging.Tensor;

/// <summary>Quantizes interpolated values in float32.</summary>
internal sealed class FloatQuantizer : IRowQuantizer<float>
{
    private readonly float[] _gains;
    private readonly float[] _offsets;

    public FloatQuantizer(Normalization normalization, InputTensorSpec spec)
    {
        _gains = new float[spec.Channels];
        _offsets = new float[spec.Channels];
        for (int c = 0; c < spec.Channels; c++)
        {
            var map = AffineMap.Of(normalization, spec, c);
            _gains[c] = (float)map.Gain;
            _offsets[c] = (float)map.Offset;
        }
    }

    public void Quantize(ReadOnlySpan<float> row, Span<sbyte> quantized)
    {
        for (int c = 0; c < _gains.Length; c++)
        {
            float gain = _gains[c];
            float offset = _offsets[c];
            for (int i = c; i < row.Length; i += _gains.Length)
                quantized[i] = (sbyte)Math.Clamp(MathF.Floor((row[i] * gain) + offset), sbyte.MinValue, sbyte.MaxValue);
        }
    }
}
