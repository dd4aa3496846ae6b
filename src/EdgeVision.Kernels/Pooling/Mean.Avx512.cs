using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Means of sixty-four channels at a time.</summary>
internal sealed class MeanAvx512 : MeanKernel
{
    private const int Tile = 64;

    public override string Name => "mean_s8_1x64_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(MeanParameters parameters, FixedPointMultiplier multiplier) => MeanRows.CanRun(parameters, multiplier, Tile);

    public override PreparedKernel Prepare(MeanParameters parameters, FixedPointMultiplier multiplier) => new Prepared(parameters, multiplier);

    private sealed unsafe class Prepared(MeanParameters parameters, FixedPointMultiplier multiplier) : MeanRows(parameters, Tile)
    {
        private readonly Scaling _scaling = new(parameters, multiplier);

        protected override void RunTile(sbyte* input, int rows, int stride, sbyte* output)
        {
            Vector512<int> a = default, b = default, c = default, d = default;
            while (rows > 0)
            {
                Vector512<short> low = default, high = default;
                for (int left = Math.Min(rows, RowsIn16Bits); left > 0; left--, rows--, input += stride)
                {
                    low += Avx512BW.ConvertToVector512Int16(Vector256.Load(input));
                    high += Avx512BW.ConvertToVector512Int16(Vector256.Load(input + Tile / 2));
                }

                a += Avx512F.ConvertToVector512Int32(low.GetLower());
                b += Avx512F.ConvertToVector512Int32(low.GetUpper());
                c += Avx512F.ConvertToVector512Int32(high.GetLower());
                d += Avx512F.ConvertToVector512Int32(high.GetUpper());
            }

            _scaling.Apply(a, b).Store(output);
            _scaling.Apply(c, d).Store(output + Tile / 2);
        }
    }

    /// <summary>
    /// From sums to means, bit for bit. Twice the sum times the mantissa, rounded to its upper half, is divided by a power of two; as in
    /// <see cref="MultiplierAvx512"/>, but for mantissas of less than 2^30, too.
    /// </summary>
    private readonly struct Scaling(MeanParameters parameters, FixedPointMultiplier multiplier)
    {
        private readonly Vector512<int> _zeroPoints = Vector512.Create(parameters.Reduced * parameters.Input.ZeroPoint);
        private readonly Vector512<uint> _left = Vector512.Create((uint)Math.Max(multiplier.Exponent, 0) + 1);
        private readonly Vector512<int> _mantissa = Vector512.Create(multiplier.Mantissa);
        private readonly Vector512<int> _half = Vector512.Create(multiplier.Exponent < 0 ? 1 << (-multiplier.Exponent - 1) : 0);
        private readonly Vector512<uint> _sign = Vector512.Create(multiplier.Exponent < 0 ? 31u : 32u);
        private readonly Vector512<uint> _right = Vector512.Create((uint)Math.Max(-multiplier.Exponent, 0));
        private readonly Vector256<short> _outputZeroPoint = Vector256.Create((short)parameters.Output.ZeroPoint);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<sbyte> Apply(Vector512<int> low, Vector512<int> high)
        {
            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector256<short> first = Avx2.AddSaturate(Avx512F.ConvertToVector256Int16WithSaturation(Multiply(low)), _outputZeroPoint);
            Vector256<short> second = Avx2.AddSaturate(Avx512F.ConvertToVector256Int16WithSaturation(Multiply(high)), _outputZeroPoint);
            return Avx2.Permute4x64(Avx2.PackSignedSaturate(first, second).AsInt64(), 0b11_01_10_00).AsSByte();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector512<int> Multiply(Vector512<int> sum)
        {
            Vector512<int> upperHalves = Vector512.Create(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
            Vector512<long> rounding = Vector512.Create(1L << 31);
            Vector512<int> x = Avx512F.ShiftLeftLogicalVariable(sum - _zeroPoints, _left);
            Vector512<long> even = Avx512F.Multiply(x, _mantissa) + rounding;
            Vector512<long> odd = Avx512F.Multiply((x.AsInt64() >>> 32).AsInt32(), _mantissa) + rounding;
            Vector512<int> upper = Avx512F.PermuteVar16x32x2(even.AsInt32(), upperHalves, odd.AsInt32());
            return Avx512F.ShiftRightArithmeticVariable(upper + _half - Avx512F.ShiftRightLogicalVariable(upper, _sign), _right);
        }
    }
}
