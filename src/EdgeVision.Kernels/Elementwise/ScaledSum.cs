namespace EdgeVision.Kernels;

/// <summary>
/// <c>clamp(R(R((x₁−z₁)·2^20, s₁/t) ± R((x₂−z₂)·2^20, s₂/t), t/(2^20·s_out)) + z_out)</c> with <c>t = 2·max(s₁, s₂)</c>: addition and
/// subtraction in a common scale with 20 fractional bits.
/// </summary>
internal readonly struct ScaledSum : IBinaryOperator
{
    /// <summary>Fractional bits of the common scale.</summary>
    public const int FractionBits = 20;

    private ScaledSum(BinaryParameters parameters, int sign)
    {
        double common = 2.0 * Math.Max(parameters.FirstQuantization.Scale, parameters.SecondQuantization.Scale);
        First = new Term(parameters.FirstQuantization, common);
        Second = new Term(parameters.SecondQuantization, common);
        Sign = sign;
        ToOutput = FixedPointMultiplier.FromDouble(common / ((1 << FractionBits) * (double)parameters.OutputQuantization.Scale));
        OutputZeroPoint = parameters.OutputQuantization.ZeroPoint;
        Range = parameters.Range;
        Require.FitsShift(First.Bound + Second.Bound, ToOutput, "sum in the common scale");
    }

    public Term First { get; }

    public Term Second { get; }

    /// <summary>1 for addition, −1 for subtraction.</summary>
    public int Sign { get; }

    public FixedPointMultiplier ToOutput { get; }

    public int OutputZeroPoint { get; }

    public OutputRange Range { get; }

    public static ScaledSum Of(BinaryParameters parameters) => new(parameters, 1);

    public static ScaledSum Difference(BinaryParameters parameters) => new(parameters, -1);

    public sbyte Apply(sbyte first, sbyte second)
    {
        int sum = First.Scale(first) + Sign * Second.Scale(second);
        return (sbyte)Math.Clamp((long)ToOutput.Apply(sum) + OutputZeroPoint, Range.Min, Range.Max);
    }

    /// <summary>One input on its way to the common scale.</summary>
    internal readonly struct Term(Quantization quantization, double common)
    {
        public int ZeroPoint { get; } = quantization.ZeroPoint;

        public FixedPointMultiplier Multiplier { get; } = FixedPointMultiplier.FromDouble(quantization.Scale / common);

        public long Bound => Math.Max(Scale(sbyte.MaxValue), -(long)Scale(sbyte.MinValue));

        public int Scale(sbyte value) => Multiplier.Apply((value - ZeroPoint) << FractionBits);
    }
}
