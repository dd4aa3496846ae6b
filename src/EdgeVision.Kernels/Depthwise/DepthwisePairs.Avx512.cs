using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>32 channels at a time, two taps per vpmaddwd; the nine taps of a 3×3 window unrolled.</summary>
internal sealed unsafe class DepthwisePairsAvx512(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
    : DepthwisePairs(parameters, TileChannels, filter, requantization)
{
    /// <summary>Channels computed at once.</summary>
    public const int TileChannels = RequantizationAvx512.Tile;

    private const int UnrolledTaps = 9;

    protected override void RunGroups(sbyte** taps, sbyte* output, int count)
    {
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            if (RealTaps == UnrolledTaps)
                RunNine(taps, output, count, tile);
            else
                RunAny(taps, output, count, tile);
        }
    }

    private void RunNine(sbyte** taps, sbyte* output, int count, int tile)
    {
        nint first = Tiles.First(tile), step = Step, channels = Tiles.Channels;
        ref short weights = ref Weights(tile);
        ref int table = ref Table.Tile(tile);
        var requantization = new RequantizationAvx512(Table);
        sbyte* t0 = taps[0] + first;
        sbyte* t1 = taps[1] + first;
        sbyte* t2 = taps[2] + first;
        sbyte* t3 = taps[3] + first;
        sbyte* t4 = taps[4] + first;
        sbyte* t5 = taps[5] + first;
        sbyte* t6 = taps[6] + first;
        sbyte* t7 = taps[7] + first;
        sbyte* t8 = taps[8] + first;
        output += first;
        nint from = 0;
        for (int i = 0; i < count; i++)
        {
            Vector512<int> a = RequantizationAvx512.Bias(ref table, 0), b = RequantizationAvx512.Bias(ref table, 1);
            Vector512<short> even = Avx512BW.ConvertToVector512Int16(Vector256.Load(t0 + from));
            Vector512<short> odd = Avx512BW.ConvertToVector512Int16(Vector256.Load(t1 + from));
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), Vector512.LoadUnsafe(ref weights));
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), Vector512.LoadUnsafe(ref weights, TileChannels));
            even = Avx512BW.ConvertToVector512Int16(Vector256.Load(t2 + from));
            odd = Avx512BW.ConvertToVector512Int16(Vector256.Load(t3 + from));
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), Vector512.LoadUnsafe(ref weights, 2 * TileChannels));
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), Vector512.LoadUnsafe(ref weights, 3 * TileChannels));
            even = Avx512BW.ConvertToVector512Int16(Vector256.Load(t4 + from));
            odd = Avx512BW.ConvertToVector512Int16(Vector256.Load(t5 + from));
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), Vector512.LoadUnsafe(ref weights, 4 * TileChannels));
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), Vector512.LoadUnsafe(ref weights, 5 * TileChannels));
            even = Avx512BW.ConvertToVector512Int16(Vector256.Load(t6 + from));
            odd = Avx512BW.ConvertToVector512Int16(Vector256.Load(t7 + from));
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), Vector512.LoadUnsafe(ref weights, 6 * TileChannels));
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), Vector512.LoadUnsafe(ref weights, 7 * TileChannels));
            even = Avx512BW.ConvertToVector512Int16(Vector256.Load(t8 + from));
            odd = Vector512<short>.Zero;
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), Vector512.LoadUnsafe(ref weights, 8 * TileChannels));
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), Vector512.LoadUnsafe(ref weights, 9 * TileChannels));
            requantization.Apply(ref table, a, b).Store(output);
            output += channels;
            from += step;
        }
    }

    private void RunAny(sbyte** taps, sbyte* output, int count, int tile)
    {
        nint first = Tiles.First(tile);
        ref int table = ref Table.Tile(tile);
        var requantization = new RequantizationAvx512(Table);
        for (int group = 0; group < count; group++)
        {
            nint from = first + group * Step;
            ref short weights = ref Weights(tile);
            Vector512<int> a = RequantizationAvx512.Bias(ref table, 0), b = RequantizationAvx512.Bias(ref table, 1);
            for (int i = 0; i < Taps; i += 2)
            {
                Vector512<short> even = Avx512BW.ConvertToVector512Int16(Vector256.Load(taps[i] + from));
                Vector512<short> odd = Avx512BW.ConvertToVector512Int16(Vector256.Load(taps[i + 1] + (i + 1 < RealTaps ? from : first)));
                a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), Vector512.LoadUnsafe(ref weights));
                b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), Vector512.LoadUnsafe(ref weights, TileChannels));
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
            }

            requantization.Apply(ref table, a, b).Store(output + group * Tiles.Channels + first);
        }
    }
}
