using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Products, thirty-two elements at a time.</summary>
internal sealed class MulAvx512 : BinaryKernel<ScaledProduct>
{
    public override string Name => "mul_s8_1x32_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(BinaryParameters parameters) => BinaryRuns<Vectors, Vector256<sbyte>>.CanRun(parameters);

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledProduct function) =>
        new BinaryRuns<Vectors, Vector256<sbyte>>(parameters, new Vectors(function));

    /// <summary><see cref="ScaledProduct"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledProduct product) : IVectorOperator<Vector256<sbyte>>
    {
        private readonly Vector512<short> _firstZeroPoint = Vector512.Create((short)product.FirstZeroPoint);
        private readonly Vector512<short> _secondZeroPoint = Vector512.Create((short)product.SecondZeroPoint);
        private readonly MultiplierAvx512 _multiplier = new(product.Multiplier);
        private readonly Vector512<short> _zeroPoint = Vector512.Create((short)product.OutputZeroPoint);
        private readonly Vector256<sbyte> _min = Vector256.Create(product.Range.Min);
        private readonly Vector256<sbyte> _max = Vector256.Create(product.Range.Max);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<sbyte> Apply(Vector256<sbyte> x, Vector256<sbyte> y)
        {
            // Packing puts back what unpacking took apart. Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped.
            Vector512<short> a = Avx512BW.ConvertToVector512Int16(x) - _firstZeroPoint, b = Avx512BW.ConvertToVector512Int16(y) - _secondZeroPoint;
            Vector512<short> lower = Avx512BW.MultiplyLow(a, b), upper = Avx512BW.MultiplyHigh(a, b);
            Vector512<int> low = _multiplier.Apply(Avx512BW.UnpackLow(lower, upper).AsInt32());
            Vector512<int> high = _multiplier.Apply(Avx512BW.UnpackHigh(lower, upper).AsInt32());
            Vector512<short> words = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(low, high), _zeroPoint);
            return Avx2.Min(Avx2.Max(Avx512BW.ConvertToVector256SByteWithSaturation(words), _min), _max);
        }
    }
}
