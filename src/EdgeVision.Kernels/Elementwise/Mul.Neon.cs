using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Products, sixteen elements at a time.</summary>
internal sealed class MulNeon : BinaryKernel<ScaledProduct>
{
    public override string Name => "mul_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(BinaryParameters parameters) => BinaryRuns<Vectors, Vector128<sbyte>>.CanRun(parameters);

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledProduct function) =>
        new BinaryRuns<Vectors, Vector128<sbyte>>(parameters, new Vectors(function));

    /// <summary><see cref="ScaledProduct"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledProduct product) : IVectorOperator<Vector128<sbyte>>
    {
        private readonly Vector128<sbyte> _firstZeroPoint = Vector128.Create((sbyte)product.FirstZeroPoint);
        private readonly Vector128<sbyte> _secondZeroPoint = Vector128.Create((sbyte)product.SecondZeroPoint);
        private readonly MultiplierNeon _multiplier = new(product.Multiplier);
        private readonly Vector128<short> _zeroPoint = Vector128.Create((short)product.OutputZeroPoint);
        private readonly Vector128<sbyte> _min = Vector128.Create(product.Range.Min);
        private readonly Vector128<sbyte> _max = Vector128.Create(product.Range.Max);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<sbyte> Apply(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            Vector128<short> high = Half(
                AdvSimd.SubtractWideningUpper(x, _firstZeroPoint), AdvSimd.SubtractWideningUpper(y, _secondZeroPoint));
            Vector128<short> low = Half(
                AdvSimd.SubtractWideningLower(x.GetLower(), _firstZeroPoint.GetLower()),
                AdvSimd.SubtractWideningLower(y.GetLower(), _secondZeroPoint.GetLower()));
            Vector128<sbyte> bytes = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low), high);
            return AdvSimd.Min(AdvSimd.Max(bytes, _min), _max);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector128<short> Half(Vector128<short> x, Vector128<short> y)
        {
            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector128<int> upper = _multiplier.Apply(AdvSimd.MultiplyWideningUpper(x, y));
            Vector128<int> lower = _multiplier.Apply(AdvSimd.MultiplyWideningLower(x.GetLower(), y.GetLower()));
            Vector128<short> words = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(lower), upper);
            return AdvSimd.AddSaturate(words, _zeroPoint);
        }
    }
}
