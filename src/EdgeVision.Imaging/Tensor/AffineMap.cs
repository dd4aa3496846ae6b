namespace EdgeVision.Imaging.Tensor;

/// <summary>Normalization and quantization of one channel in one step: <c>clamp(⌊Gain · v + Offset⌋)</c>.</summary>
internal readonly record struct AffineMap(double Gain, double Offset)
{
    /// <summary>Half a step to round to nearest, and a little more so that float32 noise does not push ties down.</summary>
    private const double Rounding = 0.5 + (1.0 / 4096);

    public static AffineMap Of(Normalization normalization, InputTensorSpec spec, int channel)
    {
        double gain = 1 / ((double)normalization.StdOf(channel) * spec.Scale);
        return new AffineMap(gain, spec.ZeroPoint - (normalization.MeanOf(channel) * gain) + Rounding);
    }

    public sbyte Apply(int value) => (sbyte)Math.Clamp(Math.Floor((Gain * value) + Offset), sbyte.MinValue, sbyte.MaxValue);
}
