using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Averages of windows small enough to be summed and divided in 16 bits, of sixty-four channels at a time.</summary>
internal sealed class AveragePoolAvx512 : PoolKernel
{
    private const int Tile = 64;

    public override string Name => "averagepool_s8_1x64_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(PoolParameters parameters) => parameters.Input.Channels >= Tile
        && parameters.Window.KernelHeight * parameters.Window.KernelWidth <= PoolReciprocal.MaxPixels;

    public override PreparedKernel Prepare(PoolParameters parameters) => new Prepared(parameters);

    private sealed unsafe class Prepared(PoolParameters parameters) : PoolTiles(parameters, Tile)
    {
        private readonly bool _unsigned = parameters.Rounding == PoolRounding.FloorUnsigned;

        protected override void Reduce(in Pixels pixels, int channel, sbyte* output)
        {
            Vector512<short> low = default, high = default;
            sbyte* line = pixels.First + channel;
            for (int y = 0; y < pixels.Rows; y++, line += pixels.Line)
            {
                sbyte* pixel = line;
                for (int x = 0; x < pixels.Columns; x++, pixel += pixels.Step)
                {
                    low += Avx512BW.ConvertToVector512Int16(Vector256.Load(pixel));
                    high += Avx512BW.ConvertToVector512Int16(Vector256.Load(pixel + Tile / 2));
                }
            }

            var reciprocal = new PoolReciprocal(pixels.Count);
            Finish(low, reciprocal).Store(output + channel);
            Finish(high, reciprocal).Store(output + channel + Tile / 2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<sbyte> Finish(Vector512<short> sum, in PoolReciprocal pixels)
        {
            // What is divided is not negative: the sum of the unsigned values, or a magnitude, taken by the sign (0 or −1) and given back.
            Vector512<short> sign = _unsigned ? Vector512<short>.Zero : sum >> 15;
            Vector512<short> dividend = _unsigned ? sum + Vector512.Create((short)(128 * pixels.Divisor)) : (sum ^ sign) - sign;
            Vector512<short> doubled = (dividend + Vector512.Create((short)(pixels.Divisor / 2))) << 1;
            Vector512<ushort> product = Avx512BW.MultiplyHigh(doubled.AsUInt16(), Vector512.Create(pixels.Multiplier));
            Vector512<short> quotient = Avx512BW.ShiftRightLogical(product, Vector128.CreateScalar((ushort)pixels.Shift)).AsInt16();
            Vector512<short> average = _unsigned ? quotient - Vector512.Create((short)128) : (quotient ^ sign) - sign;
            Vector256<sbyte> bytes = Avx512BW.ConvertToVector256SByteWithSaturation(average);
            return Avx2.Min(Avx2.Max(bytes, Vector256.Create(Range.Min)), Vector256.Create(Range.Max));
        }
    }
}
