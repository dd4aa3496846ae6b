using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Maxima of any window, of sixty-four channels at a time.</summary>
internal sealed class MaxPoolAvx512 : PoolKernel
{
    private const int Tile = 64;

    public override string Name => "maxpool_s8_1x64_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(PoolParameters parameters) => parameters.Input.Channels >= Tile;

    public override PreparedKernel Prepare(PoolParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(PoolParameters parameters) : PoolTiles(parameters, Tile)
    {
        protected override void Reduce(in Pixels pixels, int channel, sbyte* output)
        {
            var most = Vector512.Create(sbyte.MinValue);
            sbyte* line = pixels.First + channel;
            for (int y = 0; y < pixels.Rows; y++, line += pixels.Line)
            {
                sbyte* pixel = line;
                for (int x = 0; x < pixels.Columns; x++, pixel += pixels.Step)
                    most = Avx512BW.Max(most, Vector512.Load(pixel));
            }

            most = Avx512BW.Min(Avx512BW.Max(most, Vector512.Create(Range.Min)), Vector512.Create(Range.Max));
            most.Store(output + channel);
        }
    }
}
