using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Averages of windows whose sums fit 16 bits; divided as the reference does it.</summary>
internal sealed class AveragePoolNeon : PoolKernel
{
    private const int Lanes = 16;
    private const int MaxPixels = short.MaxValue / 128;

    public override string Name => "averagepool_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(PoolParameters parameters) => parameters.Input.Channels >= Lanes
        && parameters.Window.KernelHeight * parameters.Window.KernelWidth <= MaxPixels;

    public override PreparedKernel Prepare(PoolParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(PoolParameters parameters) : PoolTiles(parameters, Lanes)
    {
        private readonly PoolRounding _rounding = parameters.Rounding;

        [SkipLocalsInit]
        protected override void Reduce(in Pixels pixels, int channel, sbyte* output)
        {
            Vector128<short> low = default, high = default;
            sbyte* line = pixels.First + channel;
            for (int y = 0; y < pixels.Rows; y++, line += pixels.Line)
            {
                sbyte* pixel = line;
                for (int x = 0; x < pixels.Columns; x++, pixel += pixels.Step)
                {
                    low = AdvSimd.AddWideningLower(low, Vector64.Load(pixel));
                    high = AdvSimd.AddWideningLower(high, Vector64.Load(pixel + 8));
                }
            }

            short* sums = stackalloc short[Lanes];
            low.Store(sums);
            high.Store(sums + 8);
            for (int i = 0; i < Lanes; i++)
            {
                int average = PoolDivision.Round(sums[i], pixels.Count, _rounding);
                output[channel + i] = (sbyte)Math.Clamp(average, Range.Min, Range.Max);
            }
        }
    }
}
