using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>The first maximum among neighbours, sixteen elements at a time.</summary>
internal sealed class ArgMaxNeon : ArgMaxKernel
{
    public override string Name => "argmax_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(ArgMaxParameters parameters) => ArgMaxKeys.CanRun(parameters);

    public override PreparedArgMax Prepare(ArgMaxParameters parameters) => new Prepared(parameters.Depth);

    private sealed unsafe class Prepared(int depth) : ArgMaxKeys(depth)
    {
        protected override void Search(sbyte* row, byte* indices, int last, int* output, int count)
        {
            var inverted = Vector128.Create((byte)sbyte.MaxValue);
            int depth = last + Vector128<byte>.Count;
            for (int i = 0; i < count; i++, row += depth)
            {
                Vector128<byte> index = Vector128.Load(indices + last), x = Vector128.Load((byte*)row + last) ^ inverted;
                Vector128<ushort> least = AdvSimd.Min(AdvSimd.Arm64.ZipLow(index, x).AsUInt16(), AdvSimd.Arm64.ZipHigh(index, x).AsUInt16());
                for (int d = 0; d < last; d += Vector128<byte>.Count)
                {
                    index = Vector128.Load(indices + d);
                    x = Vector128.Load((byte*)row + d) ^ inverted;
                    least = AdvSimd.Min(
                        least, AdvSimd.Min(AdvSimd.Arm64.ZipLow(index, x).AsUInt16(), AdvSimd.Arm64.ZipHigh(index, x).AsUInt16()));
                }

                output[i] = (byte)AdvSimd.Arm64.MinAcross(least).ToScalar();
            }
        }
    }
}
