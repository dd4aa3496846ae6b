using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>16 channels at a time, two taps per vpmaddwd; the nine taps of a 3×3 window unrolled.</summary>
internal sealed unsafe class DepthwisePairsAvx2(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
    : DepthwisePairs(parameters, TileChannels, vectors: 2, filter, requantization)
{
    /// <summary>Channels computed at once.</summary>
    public const int TileChannels = RequantizationAvx2.Tile;

    private const int UnrolledTaps = 9;

    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            if (RealTaps == UnrolledTaps)
                RunNine(taps, output, count, tile);
            else
                RunAny(taps, output, count, tile);
        }
    }

    private void RunNine(byte** taps, sbyte* output, int count, int tile)
    {
        nint first = Tiles.First(tile), step = Step, channels = Tiles.Channels;
        ref short weights = ref Weights(tile);
        ref int table = ref Table.Tile(tile);
        var requantization = new RequantizationAvx2(Table);
        byte* t0 = taps[0] + first;
        byte* t1 = taps[1] + first;
        byte* t2 = taps[2] + first;
        byte* t3 = taps[3] + first;
        byte* t4 = taps[4] + first;
        byte* t5 = taps[5] + first;
        byte* t6 = taps[6] + first;
        byte* t7 = taps[7] + first;
        byte* t8 = taps[8] + first;
        output += first;
        nint from = 0;
        for (int i = 0; i < count; i++)
        {
            Vector256<int> a = RequantizationAvx2.Bias(ref table, 0), b = RequantizationAvx2.Bias(ref table, 1);
            Vector256<short> even = Avx2.ConvertToVector256Int16(Vector128.Load(t0 + from));
            Vector256<short> odd = Avx2.ConvertToVector256Int16(Vector128.Load(t1 + from));
            a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights));
            b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, TileChannels));
            even = Avx2.ConvertToVector256Int16(Vector128.Load(t2 + from));
            odd = Avx2.ConvertToVector256Int16(Vector128.Load(t3 + from));
            a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 2 * TileChannels));
            b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 3 * TileChannels));
            even = Avx2.ConvertToVector256Int16(Vector128.Load(t4 + from));
            odd = Avx2.ConvertToVector256Int16(Vector128.Load(t5 + from));
            a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 4 * TileChannels));
            b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 5 * TileChannels));
            even = Avx2.ConvertToVector256Int16(Vector128.Load(t6 + from));
            odd = Avx2.ConvertToVector256Int16(Vector128.Load(t7 + from));
            a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 6 * TileChannels));
            b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 7 * TileChannels));
            even = Avx2.ConvertToVector256Int16(Vector128.Load(t8 + from));
            odd = Vector256<short>.Zero;
            a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 8 * TileChannels));
            b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 9 * TileChannels));
            requantization.Apply(ref table, a, b).Store(output);
            output += channels;
            from += step;
        }
    }

    private void RunAny(byte** taps, sbyte* output, int count, int tile)
    {
        nint first = Tiles.First(tile);
        ref int table = ref Table.Tile(tile);
        var requantization = new RequantizationAvx2(Table);
        for (int group = 0; group < count; group++)
        {
            nint from = first + group * Step;
            ref short weights = ref Weights(tile);
            Vector256<int> a = RequantizationAvx2.Bias(ref table, 0), b = RequantizationAvx2.Bias(ref table, 1);
            for (int i = 0; i < Taps; i += 2)
            {
                Vector256<short> even = Avx2.ConvertToVector256Int16(Vector128.Load(taps[i] + from));
                Vector256<short> odd = Avx2.ConvertToVector256Int16(Vector128.Load(taps[i + 1] + from));
                a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights));
                b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, TileChannels));
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
            }

            requantization.Apply(ref table, a, b).Store(output + group * Tiles.Channels + first);
        }
    }
}
