using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Averages: as many rows of a window as fit are summed in 16 bits, these sums in 32; divided as the reference does it.</summary>
internal sealed class AveragePoolNeon : PoolKernel
{
    private const int Lanes = 16;
    private const int MaxPixels = short.MaxValue / 128;

    public override string Name => "averagepool_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(PoolParameters parameters) => parameters.Input.Channels >= Lanes
        && parameters.Window.KernelWidth <= MaxPixels;

    public override PreparedKernel Prepare(PoolParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(PoolParameters parameters) : PoolTiles(parameters, Lanes)
    {
        private readonly PoolRounding _rounding = parameters.Rounding;

        [SkipLocalsInit]
        protected override void Reduce(in Pixels pixels, int channel, sbyte* output)
        {
            int rowsAtOnce = MaxPixels / pixels.Columns;
            Vector128<int> a = default, b = default, c = default, d = default;
            sbyte* line = pixels.First + channel;
            for (int y = 0; y < pixels.Rows;)
            {
                Vector128<short> low = default, high = default;
                for (int end = Math.Min(y + rowsAtOnce, pixels.Rows); y < end; y++, line += pixels.Line)
                {
                    sbyte* pixel = line;
                    for (int x = 0; x < pixels.Columns; x++, pixel += pixels.Step)
                    {
                        low = AdvSimd.AddWideningLower(low, Vector64.Load(pixel));
                        high = AdvSimd.AddWideningLower(high, Vector64.Load(pixel + 8));
                    }
                }

                b = AdvSimd.AddWideningUpper(b, low);
                a = AdvSimd.AddWideningLower(a, low.GetLower());
                d = AdvSimd.AddWideningUpper(d, high);
                c = AdvSimd.AddWideningLower(c, high.GetLower());
            }

            int* sums = stackalloc int[Lanes];
            a.Store(sums);
            b.Store(sums + 4);
            c.Store(sums + 8);
            d.Store(sums + 12);
            for (int i = 0; i < Lanes; i++)
            {
                int average = PoolDivision.Round(sums[i], pixels.Count, _rounding);
                output[channel + i] = (sbyte)Math.Clamp(average, Range.Min, Range.Max);
            }
        }
    }
}
