using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>32 channels at a time, two taps per vpmaddwd; the nine taps of a 3×3 window unrolled.</summary>
internal sealed unsafe class DepthwisePairsAvx512 : DepthwisePairs
{
    /// <summary>Channels computed at once.</summary>
    public const int TileChannels = RequantizationAvx512.Tile;

    private const int UnrolledTaps = 9;

    private const int Chunk = 16; // groups of pixels whose sums wait for their requantization

    /// <summary>Packs a filter.</summary>
    public DepthwisePairsAvx512(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, TileChannels, vectors: 2, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public DepthwisePairsAvx512(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, TileChannels, vectors: 2, blocks)
    {
    }

    [SkipLocalsInit]
    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        int* memory = stackalloc int[Chunk * TileChannels + CacheLine.Bytes / sizeof(int)];
        int* sums = CacheLine.Align(memory);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            nint first = Tiles.First(tile);
            for (int group = 0; group < count; group += Chunk)
            {
                int groups = Math.Min(Chunk, count - group);
                if (RealTaps == UnrolledTaps)
                    SumNine(taps, first + group * Step, groups, tile, sums);
                else
                    SumAny(taps, first + group * Step, groups, tile, sums);
                sbyte* to = output + (nint)group * Tiles.Channels + first;
                RequantizationAvx512.Apply(Table, tile, ref *sums, groups, ref *to, Tiles.Channels);
            }
        }
    }

    private void SumNine(byte** taps, nint from, int count, int tile, int* sums)
    {
        nint step = Step;
        ref short weights = ref Weights(tile);
        ref int table = ref Table.Tile(tile);
        Vector512<int> bias0 = RequantizationAvx512.Bias(ref table, 0), bias1 = RequantizationAvx512.Bias(ref table, 1);
        Vector512<short> w0 = Vector512.LoadUnsafe(ref weights), w1 = Vector512.LoadUnsafe(ref weights, TileChannels);
        Vector512<short> w2 = Vector512.LoadUnsafe(ref weights, 2 * TileChannels), w3 = Vector512.LoadUnsafe(ref weights, 3 * TileChannels);
        Vector512<short> w4 = Vector512.LoadUnsafe(ref weights, 4 * TileChannels), w5 = Vector512.LoadUnsafe(ref weights, 5 * TileChannels);
        Vector512<short> w6 = Vector512.LoadUnsafe(ref weights, 6 * TileChannels), w7 = Vector512.LoadUnsafe(ref weights, 7 * TileChannels);
        Vector512<short> w8 = Vector512.LoadUnsafe(ref weights, 8 * TileChannels), w9 = Vector512.LoadUnsafe(ref weights, 9 * TileChannels);
        byte* t0 = taps[0] + from;
        byte* t1 = taps[1] + from;
        byte* t2 = taps[2] + from;
        byte* t3 = taps[3] + from;
        byte* t4 = taps[4] + from;
        byte* t5 = taps[5] + from;
        byte* t6 = taps[6] + from;
        byte* t7 = taps[7] + from;
        byte* t8 = taps[8] + from;
        for (nint x = 0; x < count * step; x += step)
        {
            Vector512<short> even = Wide(t0 + x), odd = Wide(t1 + x);
            Vector512<int> a = bias0 + Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), w0);
            Vector512<int> b = bias1 + Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), w1);
            even = Wide(t2 + x);
            odd = Wide(t3 + x);
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), w2);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), w3);
            even = Wide(t4 + x);
            odd = Wide(t5 + x);
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), w4);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), w5);
            even = Wide(t6 + x);
            odd = Wide(t7 + x);
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), w6);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), w7);
            even = Wide(t8 + x);
            odd = Vector512<short>.Zero;
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), w8);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), w9);
            a.Store(sums);
            b.Store(sums + RequantizationAvx512.Lanes);
            sums += TileChannels;
        }
    }

    private void SumAny(byte** taps, nint from, int count, int tile, int* sums)
    {
        ref int table = ref Table.Tile(tile);
        for (int group = 0; group < count; group++)
        {
            nint x = from + group * Step;
            ref short weights = ref Weights(tile);
            Vector512<int> a = RequantizationAvx512.Bias(ref table, 0), b = RequantizationAvx512.Bias(ref table, 1);
            for (int i = 0; i < Taps; i += 2)
            {
                Vector512<short> even = Wide(taps[i] + x), odd = Wide(taps[i + 1] + x);
                a += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackLow(even, odd), Vector512.LoadUnsafe(ref weights));
                b += Avx512BW.MultiplyAddAdjacent(Avx512BW.UnpackHigh(even, odd), Vector512.LoadUnsafe(ref weights, TileChannels));
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
            }

            a.Store(sums);
            b.Store(sums + RequantizationAvx512.Lanes);
            sums += TileChannels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Wide(byte* bytes) => Avx512BW.ConvertToVector512Int16(Vector256.Load(bytes));
}
