namespace EdgeVision.Quantize.Writing;

/// <summary>The smallest and the largest real value that a quantized value must hold.</summary>
internal readonly record struct ValueRange(float Min, float Max)
{
    /// <summary>The smallest range that holds both.</summary>
    public ValueRange Union(ValueRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>The range with both ends multiplied.</summary>
    public ValueRange Times(float factor) => new(Min * factor, Max * factor);
}

/// <summary>Asymmetric int8 quantization of a whole value: <c>real = Scale · (q − ZeroPoint)</c>.</summary>
internal readonly record struct ActivationQuantization(float Scale, int ZeroPoint)
{
    /// <summary>What TensorFlow Lite prescribes for probabilities.</summary>
    public static readonly ActivationQuantization Probability = new(1 / 256f, -128);

    /// <summary>What it prescribes for the hyperbolic tangent.</summary>
    public static readonly ActivationQuantization HyperbolicTangent = new(1 / 128f, 0);

    /// <summary>The 255 steps that cover a range; it is widened to contain 0, which becomes exact.</summary>
    public static ActivationQuantization Covering(ValueRange range)
    {
        double min = Math.Min(range.Min, 0), max = Math.Max(range.Max, 0);
        if (max - min < 1e-30)
            return new ActivationQuantization(1 / 255f, -128);
        float scale = (float)((max - min) / 255);
        double zeroPoint = Math.Round(-128 - (min / scale), MidpointRounding.AwayFromZero);
        return new ActivationQuantization(scale, (int)Math.Clamp(zeroPoint, -128, 127));
    }

    /// <summary>The real number that a quantized one stands for.</summary>
    public float ToReal(sbyte quantized) => Scale * (quantized - ZeroPoint);

    /// <summary>The nearest quantized number, ties away from zero.</summary>
    public sbyte ToQuantized(double real) =>
        (sbyte)Math.Clamp(Math.Round(real / Scale, MidpointRounding.AwayFromZero) + ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
}
