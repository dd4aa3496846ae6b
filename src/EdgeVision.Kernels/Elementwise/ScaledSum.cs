namespace EdgeVision.Kernels;

/// <summary>
/// <c>clamp(R(R((x₁−z₁)·2^20, s₁/t) ± R((x₂−z₂)·2^20, s₂/t), t/(2^20·s_out)) + z_out)</c> with <c>t = 2·max(s₁, s₂)</c>: addition and
/// subtraction in a common scale with 20 fractional bits.
/// </summary>
internal readonly struct ScaledSum : IBinaryOperator
{
    private const int FractionBits = 20;

    private readonly Term _first;
    private readonly Term _second;
    private readonly int _sign;
    private readonly FixedPointMultiplier _toOutput;
    private readonly int _outputZeroPoint;
    private readonly OutputRange _range;

    private ScaledSum(BinaryParameters parameters, int sign)
    {
        double common = 2.0 * Math.Max(parameters.FirstQuantization.Scale, parameters.SecondQuantization.Scale);
        _first = new Term(parameters.FirstQuantization, common);
        _second = new Term(parameters.SecondQuantization, common);
        _sign = sign;
        _toOutput = FixedPointMultiplier.FromDouble(common / ((1 << FractionBits) * (double)parameters.OutputQuantization.Scale));
        _outputZeroPoint = parameters.OutputQuantization.ZeroPoint;
        _range = parameters.Range;
        Require.FitsShift(_first.Bound + _second.Bound, _toOutput, "sum in the common scale");
    }

    public static ScaledSum Of(BinaryParameters parameters) => new(parameters, 1);

    public static ScaledSum Difference(BinaryParameters parameters) => new(parameters, -1);

    public sbyte Apply(sbyte first, sbyte second)
    {
        int sum = _first.Scale(first) + _sign * _second.Scale(second);
        return (sbyte)Math.Clamp((long)_toOutput.Apply(sum) + _outputZeroPoint, _range.Min, _range.Max);
    }

    private readonly struct Term(Quantization quantization, double common)
    {
        private readonly int _zeroPoint = quantization.ZeroPoint;
        private readonly FixedPointMultiplier _multiplier = FixedPointMultiplier.FromDouble(quantization.Scale / common);

        public long Bound => Math.Max(Scale(sbyte.MaxValue), -(long)Scale(sbyte.MinValue));

        public int Scale(sbyte value) => _multiplier.Apply((value - _zeroPoint) << FractionBits);
    }
}
