using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Products, sixteen elements at a time.</summary>
internal sealed class MulAvx2 : BinaryKernel<ScaledProduct>
{
    public override string Name => "mul_s8_1x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(BinaryParameters parameters) => BinaryRuns<Vectors, Vector128<sbyte>>.CanRun(parameters);

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledProduct function) =>
        new BinaryRuns<Vectors, Vector128<sbyte>>(parameters, new Vectors(function));

    /// <summary><see cref="ScaledProduct"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledProduct product) : IVectorOperator<Vector128<sbyte>>
    {
        private readonly Vector256<short> _firstZeroPoint = Vector256.Create((short)product.FirstZeroPoint);
        private readonly Vector256<short> _secondZeroPoint = Vector256.Create((short)product.SecondZeroPoint);
        private readonly MultiplierAvx2 _multiplier = new(product.Multiplier);
        private readonly Vector256<short> _zeroPoint = Vector256.Create((short)product.OutputZeroPoint);
        private readonly Vector128<sbyte> _min = Vector128.Create(product.Range.Min);
        private readonly Vector128<sbyte> _max = Vector128.Create(product.Range.Max);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<sbyte> Apply(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            // Packing puts back what unpacking took apart. Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped.
            Vector256<short> a = Avx2.ConvertToVector256Int16(x) - _firstZeroPoint, b = Avx2.ConvertToVector256Int16(y) - _secondZeroPoint;
            Vector256<short> lower = Avx2.MultiplyLow(a, b), upper = Avx2.MultiplyHigh(a, b);
            Vector256<int> low = _multiplier.Apply(Avx2.UnpackLow(lower, upper).AsInt32());
            Vector256<int> high = _multiplier.Apply(Avx2.UnpackHigh(lower, upper).AsInt32());
            Vector256<short> words = Avx2.AddSaturate(Avx2.PackSignedSaturate(low, high), _zeroPoint);
            return Sse41.Min(Sse41.Max(Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper()), _min), _max);
        }
    }
}
