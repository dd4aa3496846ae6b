using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Means of thirty-two channels at a time.</summary>
internal sealed class MeanAvx2 : MeanKernel
{
    private const int Tile = 32;

    public override string Name => "mean_s8_1x32_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(MeanParameters parameters, FixedPointMultiplier multiplier) => MeanRows.CanRun(parameters, multiplier, Tile);

    public override PreparedKernel Prepare(MeanParameters parameters, FixedPointMultiplier multiplier) => new Prepared(parameters, multiplier);

    private sealed unsafe class Prepared(MeanParameters parameters, FixedPointMultiplier multiplier) : MeanRows(parameters, Tile)
    {
        private readonly Scaling _scaling = new(parameters, multiplier);

        protected override void RunTile(sbyte* input, int rows, int stride, sbyte* output)
        {
            Vector256<int> a = default, b = default, c = default, d = default;
            while (rows > 0)
            {
                Vector256<short> low = default, high = default;
                for (int left = Math.Min(rows, RowsIn16Bits); left > 0; left--, rows--, input += stride)
                {
                    low += Avx2.ConvertToVector256Int16(Vector128.Load(input));
                    high += Avx2.ConvertToVector256Int16(Vector128.Load(input + Tile / 2));
                }

                a += Avx2.ConvertToVector256Int32(low.GetLower());
                b += Avx2.ConvertToVector256Int32(low.GetUpper());
                c += Avx2.ConvertToVector256Int32(high.GetLower());
                d += Avx2.ConvertToVector256Int32(high.GetUpper());
            }

            // Packing puts four elements of the one beside four of the other, twice.
            Vector256<sbyte> bytes = Avx2.PackSignedSaturate(_scaling.Apply(a, b), _scaling.Apply(c, d));
            Avx2.PermuteVar8x32(bytes.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsSByte().Store(output);
        }
    }

    /// <summary>
    /// From sums to means, bit for bit. Twice the sum times the mantissa, rounded to its upper half, is divided by a power of two; as in
    /// <see cref="MultiplierAvx2"/>, but for mantissas of less than 2^30, too.
    /// </summary>
    private readonly struct Scaling(MeanParameters parameters, FixedPointMultiplier multiplier)
    {
        private readonly Vector256<int> _zeroPoints = Vector256.Create(parameters.Reduced * parameters.Input.ZeroPoint);
        private readonly Vector256<uint> _left = Vector256.Create((uint)Math.Max(multiplier.Exponent, 0) + 1);
        private readonly Vector256<int> _mantissa = Vector256.Create(multiplier.Mantissa);
        private readonly Vector256<int> _half = Vector256.Create(multiplier.Exponent < 0 ? 1 << (-multiplier.Exponent - 1) : 0);
        private readonly Vector256<uint> _sign = Vector256.Create(multiplier.Exponent < 0 ? 31u : 32u);
        private readonly Vector256<uint> _right = Vector256.Create((uint)Math.Max(-multiplier.Exponent, 0));
        private readonly Vector256<short> _outputZeroPoint = Vector256.Create((short)parameters.Output.ZeroPoint);

        /// <summary>Sixteen means; the two middle fours change places.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<short> Apply(Vector256<int> low, Vector256<int> high) =>
            Avx2.AddSaturate(Avx2.PackSignedSaturate(Multiply(low), Multiply(high)), _outputZeroPoint);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<int> Multiply(Vector256<int> sum)
        {
            Vector256<long> rounding = Vector256.Create(1L << 31);
            Vector256<int> x = Avx2.ShiftLeftLogicalVariable(sum - _zeroPoints, _left);
            Vector256<long> even = Avx2.Multiply(x, _mantissa) + rounding;
            Vector256<long> odd = Avx2.Multiply((x.AsInt64() >>> 32).AsInt32(), _mantissa) + rounding;
            Vector256<int> upper = Avx2.Blend((even >>> 32).AsInt32(), odd.AsInt32(), 0b1010_1010);
            return Avx2.ShiftRightArithmeticVariable(upper + _half - Avx2.ShiftRightLogicalVariable(upper, _sign), _right);
        }
    }
}
