using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Sums of tensors of one shape, sixteen elements at a time; the rest as the reference does it.</summary>
internal sealed class SumNeon : SumKernel
{
    private const int Elements = 16;

    public override string Name => "sum_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(BinaryParameters parameters) => parameters.IsElementwise;

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledSum sum) =>
        new Prepared(parameters.Output.Width * parameters.Output.Channels, sum);

    private sealed unsafe class Prepared(int rowLength, ScaledSum sum) : PreparedBinary
    {
        private readonly ScaledSum _sum = sum;

        public override void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output, int row, int rows)
        {
            int i = row * rowLength, end = i + rows * rowLength, whole = (end - i) / Elements;
            fixed (sbyte* x = first, y = second, to = output)
                RunVectors(x + i, y + i, to + i, whole);
            for (i += whole * Elements; i < end; i++)
                output[i] = _sum.Apply(first[i], second[i]);
        }

        private void RunVectors(sbyte* first, sbyte* second, sbyte* output, int count)
        {
            // Neither factor of an input is more than a half, so that only the sum may have to be shifted left.
            var firstZeroPoint = Vector128.Create((short)_sum.First.ZeroPoint);
            var secondZeroPoint = Vector128.Create((short)_sum.Second.ZeroPoint);
            var (firstMantissa, firstRight) = Numbers(_sum.First.Multiplier);
            var (secondMantissa, secondRight) = Numbers(_sum.Second.Multiplier);
            var (mantissa, right) = Numbers(_sum.ToOutput);
            var left = Vector128.Create(Math.Max(_sum.ToOutput.Exponent, 0));
            var sign = Vector128.Create(_sum.Sign);
            var zeroPoint = Vector128.Create((short)_sum.OutputZeroPoint);
            Vector128<sbyte> min = Vector128.Create(_sum.Range.Min), max = Vector128.Create(_sum.Range.Max);
            for (; count > 0; count--, first += Elements, second += Elements, output += Elements)
            {
                Vector128<sbyte> x = Vector128.Load(first), y = Vector128.Load(second);
                Vector128<short> high = Half(AdvSimd.SignExtendWideningUpper(x), AdvSimd.SignExtendWideningUpper(y));
                Vector128<short> low = Half(AdvSimd.SignExtendWideningLower(x.GetLower()), AdvSimd.SignExtendWideningLower(y.GetLower()));
                Vector128<sbyte> bytes = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low), high);
                AdvSimd.Min(AdvSimd.Max(bytes, min), max).Store(output);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            Vector128<short> Half(Vector128<short> x, Vector128<short> y)
            {
                // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
                x -= firstZeroPoint;
                y -= secondZeroPoint;
                Vector128<int> upper = Sum(AdvSimd.SignExtendWideningUpper(x), AdvSimd.SignExtendWideningUpper(y));
                Vector128<int> lower = Sum(AdvSimd.SignExtendWideningLower(x.GetLower()), AdvSimd.SignExtendWideningLower(y.GetLower()));
                Vector128<short> words = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(lower), upper);
                return AdvSimd.AddSaturate(words, zeroPoint);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            Vector128<int> Sum(Vector128<int> x, Vector128<int> y)
            {
                Vector128<int> scaled = MultiplierNeon.Multiply(x << ScaledSum.FractionBits, firstMantissa, firstRight);
                Vector128<int> other = MultiplierNeon.Multiply(y << ScaledSum.FractionBits, secondMantissa, secondRight);
                return MultiplierNeon.Multiply(AdvSimd.ShiftLogical(AdvSimd.MultiplyAdd(scaled, other, sign), left), mantissa, right);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)] // what lives across a call would live on the stack
        private static (Vector128<int> Mantissa, Vector128<int> Right) Numbers(FixedPointMultiplier multiplier) =>
            (Vector128.Create(multiplier.Mantissa), Vector128.Create(Math.Min(multiplier.Exponent, 0)));
    }
}
