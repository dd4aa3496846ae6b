using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Averages as <see cref="AveragePoolAvx2"/> divides them, of sixteen channels at a time that are summed in 16 bits first.</summary>
internal sealed class AveragePool16Avx2 : PoolKernel
{
    private const int Tile = 16;

    /// <summary>So many bytes can be summed in 16 bits.</summary>
    private const int MaxSummed = 256;

    public override string Name => "averagepool_s8_1x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(PoolParameters parameters) => parameters.Input.Channels >= Tile
        && parameters.Window.KernelHeight * parameters.Window.KernelWidth <= ExactDivisionAvx2.MaxPixels;

    public override PreparedKernel Prepare(PoolParameters parameters) => parameters.Rounding == PoolRounding.HalfAwayFromZero
        ? new Prepared<SignedAverageAvx2>(parameters)
        : new Prepared<UnsignedAverageAvx2>(parameters);

    private sealed unsafe class Prepared<TReduction>(PoolParameters parameters) : PoolTiles(parameters, Tile)
        where TReduction : struct, IPoolReductionAvx2
    {
        protected override void Reduce(in Pixels pixels, int channel, sbyte* output)
        {
            Vector256<int> low = default, high = default;
            Vector256<short> sum = default;
            int left = MaxSummed;
            sbyte* line = pixels.First + channel;
            for (int y = 0; y < pixels.Rows; y++, line += pixels.Line)
            {
                sbyte* pixel = line;
                for (int x = 0; x < pixels.Columns; x++, pixel += pixels.Step)
                {
                    sum += Avx2.ConvertToVector256Int16(Vector128.Load(pixel));
                    if (--left > 0)
                        continue;
                    low += Avx2.ConvertToVector256Int32(sum.GetLower());
                    high += Avx2.ConvertToVector256Int32(sum.GetUpper());
                    (sum, left) = (default, MaxSummed);
                }
            }

            low = TReduction.Finish(low + Avx2.ConvertToVector256Int32(sum.GetLower()), pixels.Count);
            high = TReduction.Finish(high + Avx2.ConvertToVector256Int32(sum.GetUpper()), pixels.Count);

            // Packing takes quarters from both in turn.
            Vector256<short> words = Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsInt16();
            Vector128<sbyte> bytes = Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper());
            Sse41.Min(Sse41.Max(bytes, Vector128.Create(Range.Min)), Vector128.Create(Range.Max)).Store(output + channel);
        }
    }
}
