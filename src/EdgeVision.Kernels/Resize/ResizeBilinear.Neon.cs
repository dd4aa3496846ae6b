using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Bilinear resizing, sixteen elements at a time.</summary>
internal sealed class ResizeBilinearNeon : BilinearKernel
{
    private const int Elements = 16;

    /// <summary>Bits that are cut off while 32 bits become 16, which are all that an instruction can.</summary>
    private const byte LongShift = 16;

    /// <summary>Those that are left; a half is added to them while 16 bits become 8.</summary>
    private const byte ShortShift = 2 * ExactBilinear.WeightBits - LongShift;

    public override string Name => "resizebilinear_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(ResizeParameters parameters) => BilinearRows.CanRun(parameters, Elements);

    public override PreparedKernel Prepare(ResizeParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(ResizeParameters parameters) : BilinearRows(parameters)
    {
        protected override void Mix(int* top, int* bottom, int weight, sbyte* output, int count)
        {
            var (upper, lower) = (Vector128.Create((1 << ExactBilinear.WeightBits) - weight), Vector128.Create(weight));
            var correction = Vector128.Create(TieCorrection);
            int last = count - Elements;
            for (int i = 0; i < last; i += Elements)
                MixSixteen(top + i, bottom + i, upper, lower, correction).Store(output + i);
            MixSixteen(top + last, bottom + last, upper, lower, correction).Store(output + last);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<sbyte> MixSixteen(
            int* top, int* bottom, Vector128<int> upper, Vector128<int> lower, Vector128<int> correction) =>
            AdvSimd.ShiftRightLogicalRoundedNarrowingUpper(
                AdvSimd.ShiftRightLogicalRoundedNarrowingLower(MixEight(top, bottom, upper, lower, correction), ShortShift).AsSByte(),
                MixEight(top + 8, bottom + 8, upper, lower, correction),
                ShortShift).AsSByte();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<short> MixEight(
            int* top, int* bottom, Vector128<int> upper, Vector128<int> lower, Vector128<int> correction) =>
            AdvSimd.ShiftRightLogicalNarrowingUpper(
                AdvSimd.ShiftRightLogicalNarrowingLower(
                    MixFour(Vector128.Load(top), Vector128.Load(bottom), upper, lower, correction), LongShift),
                MixFour(Vector128.Load(top + 4), Vector128.Load(bottom + 4), upper, lower, correction),
                LongShift);

        /// <summary>The elements with all their fractional bits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<int> MixFour(
            Vector128<int> top, Vector128<int> bottom, Vector128<int> upper, Vector128<int> lower, Vector128<int> correction)
        {
            Vector128<int> sum = AdvSimd.MultiplyAdd(top * upper, bottom, lower);
            return sum + ((sum >> 31) & correction);
        }
    }
}
