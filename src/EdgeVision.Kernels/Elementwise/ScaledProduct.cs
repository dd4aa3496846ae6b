namespace EdgeVision.Kernels;

/// <summary><c>clamp(R((x₁−z₁)·(x₂−z₂), s₁·s₂/s_out) + z_out)</c>.</summary>
internal readonly struct ScaledProduct : IBinaryOperator
{
    /// <summary>Largest magnitude of a product of two differences of bytes.</summary>
    private const long Bound = 255 * 255;

    private readonly int _firstZeroPoint;
    private readonly int _secondZeroPoint;
    private readonly int _outputZeroPoint;
    private readonly FixedPointMultiplier _multiplier;
    private readonly OutputRange _range;

    public ScaledProduct(BinaryParameters parameters)
    {
        (Quantization first, Quantization second) = (parameters.FirstQuantization, parameters.SecondQuantization);
        _firstZeroPoint = first.ZeroPoint;
        _secondZeroPoint = second.ZeroPoint;
        _outputZeroPoint = parameters.OutputQuantization.ZeroPoint;
        _multiplier = FixedPointMultiplier.FromDouble((double)first.Scale * second.Scale / parameters.OutputQuantization.Scale);
        _range = parameters.Range;
        Require.FitsShift(Bound, _multiplier, "product");
    }

    public sbyte Apply(sbyte first, sbyte second)
    {
        int product = (first - _firstZeroPoint) * (second - _secondZeroPoint);
        return (sbyte)Math.Clamp((long)_multiplier.Apply(product) + _outputZeroPoint, _range.Min, _range.Max);
    }
}
