namespace EdgeVision.Kernels;

/// <summary><c>clamp(R((x₁−z₁)·(x₂−z₂), s₁·s₂/s_out) + z_out)</c>.</summary>
internal readonly struct ScaledProduct : IBinaryOperator
{
    /// <summary>Largest magnitude of a product of two differences of bytes.</summary>
    private const long Bound = 255 * 255;

    public ScaledProduct(BinaryParameters parameters)
    {
        (Quantization first, Quantization second) = (parameters.FirstQuantization, parameters.SecondQuantization);
        FirstZeroPoint = first.ZeroPoint;
        SecondZeroPoint = second.ZeroPoint;
        OutputZeroPoint = parameters.OutputQuantization.ZeroPoint;
        Multiplier = FixedPointMultiplier.FromDouble((double)first.Scale * second.Scale / parameters.OutputQuantization.Scale);
        Range = parameters.Range;
        Require.FitsShift(Bound, Multiplier, "product");
    }

    public int FirstZeroPoint { get; }

    public int SecondZeroPoint { get; }

    public FixedPointMultiplier Multiplier { get; }

    public int OutputZeroPoint { get; }

    public OutputRange Range { get; }

    public sbyte Apply(sbyte first, sbyte second)
    {
        int product = (first - FirstZeroPoint) * (second - SecondZeroPoint);
        return (sbyte)Math.Clamp((long)Multiplier.Apply(product) + OutputZeroPoint, Range.Min, Range.Max);
    }
}
