namespace EdgeVision.Quantize.Calibration;

/// <summary>
/// What equalization did to a value: the quantized model's channel c holds <c>Scale[c] · x + Shift[c]</c> where the source's holds x.
/// </summary>
internal sealed record ChannelMap(double[] Scale, double[] Shift)
{
    /// <summary>The map that changes nothing.</summary>
    public static ChannelMap Identity(int channels)
    {
        var scale = new double[channels];
        Array.Fill(scale, 1);
        return new ChannelMap(scale, new double[channels]);
    }

    /// <summary>From the source's unit to the quantized model's.</summary>
    public float Apply(int channel, float x) => (float)((x * Scale[channel]) + Shift[channel]);

    /// <summary>Back again.</summary>
    public float Invert(int channel, float x) => (float)((x - Shift[channel]) / Scale[channel]);
}
