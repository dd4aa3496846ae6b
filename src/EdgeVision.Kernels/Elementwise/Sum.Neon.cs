using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Sums, sixteen elements at a time.</summary>
internal sealed class SumNeon : BinaryKernel<ScaledSum>
{
    public override string Name => "sum_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(BinaryParameters parameters) => BinaryRuns<Vectors, Vector128<sbyte>>.CanRun(parameters);

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledSum function) =>
        new BinaryRuns<Vectors, Vector128<sbyte>>(parameters, new Vectors(function));

    /// <summary><see cref="ScaledSum"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledSum sum) : IVectorOperator<Vector128<sbyte>>
    {
        private readonly Vector128<short> _firstZeroPoint = Vector128.Create((short)sum.First.ZeroPoint);
        private readonly Vector128<short> _secondZeroPoint = Vector128.Create((short)sum.Second.ZeroPoint);
        private readonly MultiplierNeon _first = new(sum.First.Multiplier);
        private readonly MultiplierNeon _second = new(sum.Second.Multiplier);
        private readonly MultiplierNeon _toOutput = new(sum.ToOutput);
        private readonly Vector128<int> _sign = Vector128.Create(sum.Sign);
        private readonly Vector128<short> _zeroPoint = Vector128.Create((short)sum.OutputZeroPoint);
        private readonly Vector128<sbyte> _min = Vector128.Create(sum.Range.Min);
        private readonly Vector128<sbyte> _max = Vector128.Create(sum.Range.Max);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<sbyte> Apply(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            Vector128<short> high = Half(AdvSimd.SignExtendWideningUpper(x), AdvSimd.SignExtendWideningUpper(y));
            Vector128<short> low = Half(AdvSimd.SignExtendWideningLower(x.GetLower()), AdvSimd.SignExtendWideningLower(y.GetLower()));
            Vector128<sbyte> bytes = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low), high);
            return AdvSimd.Min(AdvSimd.Max(bytes, _min), _max);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector128<short> Half(Vector128<short> x, Vector128<short> y)
        {
            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            x -= _firstZeroPoint;
            y -= _secondZeroPoint;
            Vector128<int> upper = Sum(AdvSimd.SignExtendWideningUpper(x), AdvSimd.SignExtendWideningUpper(y));
            Vector128<int> lower = Sum(AdvSimd.SignExtendWideningLower(x.GetLower()), AdvSimd.SignExtendWideningLower(y.GetLower()));
            Vector128<short> words = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(lower), upper);
            return AdvSimd.AddSaturate(words, _zeroPoint);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector128<int> Sum(Vector128<int> x, Vector128<int> y)
        {
            // Neither factor of an input is more than a half, so that only the sum may have to be shifted left.
            Vector128<int> scaled = _first.ApplyToShifted(x << ScaledSum.FractionBits), other = _second.ApplyToShifted(y << ScaledSum.FractionBits);
            return _toOutput.Apply(AdvSimd.MultiplyAdd(scaled, other, _sign));
        }
    }
}
