using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Bilinear resizing, sixteen elements at a time.</summary>
internal sealed class ResizeBilinearAvx512 : BilinearKernel
{
    private const int Elements = 16;

    public override string Name => "resizebilinear_s8_1x16_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(ResizeParameters parameters) => BilinearRows.CanRun(parameters, Elements);

    public override PreparedKernel Prepare(ResizeParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(ResizeParameters parameters) : BilinearRows(parameters)
    {
        protected override void Mix(int* top, int* bottom, int weight, sbyte* output, int count)
        {
            Vector512<int> weights = Vector512.Create(weight), correction = Vector512.Create(TieCorrection);
            int last = count - Elements;
            for (int i = 0; i < last; i += Elements)
                Mixed(Vector512.Load(top + i), Vector512.Load(bottom + i), weights, correction).Store(output + i);
            Mixed(Vector512.Load(top + last), Vector512.Load(bottom + last), weights, correction).Store(output + last);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<sbyte> Mixed(Vector512<int> top, Vector512<int> bottom, Vector512<int> weight, Vector512<int> correction)
        {
            Vector512<int> sum = (top << ExactBilinear.WeightBits) + (bottom - top) * weight;
            Vector512<int> half = Vector512.Create(1 << (2 * ExactBilinear.WeightBits - 1)) + ((sum >> 31) & correction);
            return Avx512F.ConvertToVector128SByte((sum + half) >> (2 * ExactBilinear.WeightBits));
        }
    }
}
