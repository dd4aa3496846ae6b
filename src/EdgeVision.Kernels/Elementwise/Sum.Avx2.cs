using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Sums, sixteen elements at a time.</summary>
internal sealed class SumAvx2 : BinaryKernel<ScaledSum>
{
    private const int Lanes = 8;

    public override string Name => "sum_s8_1x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(BinaryParameters parameters) => BinaryRuns<Vectors, Vector128<sbyte>>.CanRun(parameters);

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledSum function) =>
        new BinaryRuns<Vectors, Vector128<sbyte>>(parameters, new Vectors(function));

    /// <summary><see cref="ScaledSum"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledSum sum) : IVectorOperator<Vector128<sbyte>>
    {
        private readonly Vector256<int> _firstZeroPoint = Vector256.Create(sum.First.ZeroPoint);
        private readonly Vector256<int> _secondZeroPoint = Vector256.Create(sum.Second.ZeroPoint);
        private readonly MultiplierAvx2 _first = new(sum.First.Multiplier);
        private readonly MultiplierAvx2 _second = new(sum.Second.Multiplier);
        private readonly MultiplierAvx2 _toOutput = new(sum.ToOutput);
        private readonly Vector256<int> _sign = Vector256.Create(sum.Sign);
        private readonly Vector256<short> _zeroPoint = Vector256.Create((short)sum.OutputZeroPoint);
        private readonly Vector128<sbyte> _min = Vector128.Create(sum.Range.Min);
        private readonly Vector128<sbyte> _max = Vector128.Create(sum.Range.Max);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<sbyte> Apply(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            Vector256<int> low = Half(x, y);
            Vector256<int> high = Half(Sse2.ShiftRightLogical128BitLane(x, Lanes), Sse2.ShiftRightLogical128BitLane(y, Lanes));

            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector256<short> words = Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsInt16();
            words = Avx2.AddSaturate(words, _zeroPoint);
            return Sse41.Min(Sse41.Max(Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper()), _min), _max);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<int> Half(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            Vector256<int> a = _first.Apply((Avx2.ConvertToVector256Int32(x) - _firstZeroPoint) << ScaledSum.FractionBits);
            Vector256<int> b = _second.Apply((Avx2.ConvertToVector256Int32(y) - _secondZeroPoint) << ScaledSum.FractionBits);
            return _toOutput.Apply(a + Avx2.Sign(b, _sign));
        }
    }
}
