using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Bilinear resizing, sixteen elements at a time.</summary>
internal sealed class ResizeBilinearAvx2 : BilinearKernel
{
    private const int Elements = 16;

    public override string Name => "resizebilinear_s8_1x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(ResizeParameters parameters) => BilinearRows.CanRun(parameters, Elements);

    public override PreparedKernel Prepare(ResizeParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(ResizeParameters parameters) : BilinearRows(parameters)
    {
        protected override void Mix(int* top, int* bottom, int weight, sbyte* output, int count)
        {
            Vector256<int> weights = Vector256.Create(weight), correction = Vector256.Create(TieCorrection);
            int last = count - Elements;
            for (int i = 0; i < last; i += Elements)
                MixSixteen(top + i, bottom + i, weights, correction).Store(output + i);
            MixSixteen(top + last, bottom + last, weights, correction).Store(output + last);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<sbyte> MixSixteen(int* top, int* bottom, Vector256<int> weight, Vector256<int> correction)
        {
            Vector256<int> lower = Mixed(Vector256.Load(top), Vector256.Load(bottom), weight, correction);
            Vector256<int> upper = Mixed(Vector256.Load(top + 8), Vector256.Load(bottom + 8), weight, correction);

            // Packing takes quarters from both in turn.
            Vector256<short> words = Avx2.Permute4x64(Avx2.PackSignedSaturate(lower, upper).AsInt64(), 0b11_01_10_00).AsInt16();
            return Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Mixed(Vector256<int> top, Vector256<int> bottom, Vector256<int> weight, Vector256<int> correction)
        {
            Vector256<int> sum = (top << ExactBilinear.WeightBits) + (bottom - top) * weight;
            Vector256<int> half = Vector256.Create(1 << (2 * ExactBilinear.WeightBits - 1)) + ((sum >> 31) & correction);
            return (sum + half) >> (2 * ExactBilinear.WeightBits);
        }
    }
}
