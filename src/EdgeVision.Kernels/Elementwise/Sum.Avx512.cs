using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Sums, thirty-two elements at a time.</summary>
internal sealed class SumAvx512 : BinaryKernel<ScaledSum>
{
    public override string Name => "sum_s8_1x32_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(BinaryParameters parameters) => BinaryRuns<Vectors, Vector256<sbyte>>.CanRun(parameters);

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledSum function) =>
        new BinaryRuns<Vectors, Vector256<sbyte>>(parameters, new Vectors(function));

    /// <summary><see cref="ScaledSum"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledSum sum) : IVectorOperator<Vector256<sbyte>>
    {
        private readonly Vector512<int> _firstZeroPoint = Vector512.Create(sum.First.ZeroPoint);
        private readonly Vector512<int> _secondZeroPoint = Vector512.Create(sum.Second.ZeroPoint);
        private readonly MultiplierAvx512 _first = new(sum.First.Multiplier);
        private readonly MultiplierAvx512 _second = new(sum.Second.Multiplier);
        private readonly MultiplierAvx512 _toOutput = new(sum.ToOutput);
        private readonly Vector512<int> _sign = Vector512.Create(sum.Sign);
        private readonly Vector256<short> _zeroPoint = Vector256.Create((short)sum.OutputZeroPoint);
        private readonly Vector256<sbyte> _min = Vector256.Create(sum.Range.Min);
        private readonly Vector256<sbyte> _max = Vector256.Create(sum.Range.Max);

        // Inlined, because a method without a loop that is compiled when it is first called stays slow for a second or more.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<sbyte> Apply(Vector256<sbyte> x, Vector256<sbyte> y)
        {
            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector256<short> low = Words(x.GetLower(), y.GetLower()), high = Words(x.GetUpper(), y.GetUpper());
            Vector256<sbyte> bytes = Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsSByte();
            return Avx2.Min(Avx2.Max(bytes, _min), _max);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<short> Words(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            Vector512<int> a = _first.Apply((Avx512F.ConvertToVector512Int32(x) - _firstZeroPoint) << ScaledSum.FractionBits);
            Vector512<int> b = _second.Apply((Avx512F.ConvertToVector512Int32(y) - _secondZeroPoint) << ScaledSum.FractionBits);
            Vector512<int> total = _toOutput.Apply(a + b * _sign);
            return Avx2.AddSaturate(Avx512F.ConvertToVector256Int16WithSaturation(total), _zeroPoint);
        }
    }
}
