using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Maxima of any window.</summary>
internal sealed class MaxPoolNeon : PoolKernel
{
    private const int Lanes = 16;

    public override string Name => "maxpool_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(PoolParameters parameters) => parameters.Input.Channels >= Lanes;

    public override PreparedKernel Prepare(PoolParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(PoolParameters parameters) : PoolTiles(parameters, Lanes)
    {
        protected override void Reduce(in Pixels pixels, int channel, sbyte* output)
        {
            var most = Vector128.Create(sbyte.MinValue);
            sbyte* line = pixels.First + channel;
            for (int y = 0; y < pixels.Rows; y++, line += pixels.Line)
            {
                sbyte* pixel = line;
                for (int x = 0; x < pixels.Columns; x++, pixel += pixels.Step)
                    most = AdvSimd.Max(most, Vector128.Load(pixel));
            }

            most = AdvSimd.Min(AdvSimd.Max(most, Vector128.Create(Range.Min)), Vector128.Create(Range.Max));
            most.Store(output + channel);
        }
    }
}
