using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// 64 channels at a time, two taps per vpmaddwd. A 32-bit lane holds four channels' bytes; every fourth channel of two taps is brought
/// side by side by shifts and masks inside the lane, which several pipes can do, where widening and interleaving wait for one.
/// </summary>
internal sealed unsafe class DepthwiseQuartersAvx512 : DepthwisePairs
{
    /// <summary>Channels computed at once.</summary>
    public const int TileChannels = 2 * RequantizationAvx512.Tile;

    private const int Lanes = RequantizationAvx512.Lanes;
    private const int Chunk = 16; // groups of pixels whose sums wait for their requantization

    /// <summary>Packs a filter.</summary>
    public DepthwiseQuartersAvx512(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, TileChannels, vectors: 4, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public DepthwiseQuartersAvx512(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, TileChannels, vectors: 4, blocks)
    {
    }

    [SkipLocalsInit]
    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        int* memory = stackalloc int[Chunk * TileChannels + CacheLine.Bytes / sizeof(int)];
        int* sums = CacheLine.Align(memory);
        nint step = Step;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            nint first = Tiles.First(tile);
            for (int group = 0; group < count; group += Chunk)
            {
                int groups = Math.Min(Chunk, count - group);
                nint from = first + group * step;
                for (int i = 0; i < groups; i++)
                    Sum(taps, Taps, from + i * step, ref Weights(tile), ref Table.Tile(tile), sums + i * TileChannels);
                sbyte* to = output + (nint)group * Tiles.Channels + first;
                RequantizationAvx512.ApplyQuarters(Table, tile, ref *sums, groups, ref *to, Tiles.Channels);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(byte** taps, int count, nint from, ref short weights, ref int table, int* sums)
    {
        Vector512<short> low = Vector512.Create((short)0xFF);
        Vector512<int> lower = Vector512.Create(0xFFFF);
        Vector512<int> a = Vector512.LoadUnsafe(ref table), b = Vector512.LoadUnsafe(ref table, Lanes);
        Vector512<int> c = Vector512.LoadUnsafe(ref table, 2 * Lanes), d = Vector512.LoadUnsafe(ref table, 3 * Lanes);
        for (int t = 0; t < count; t += 2)
        {
            Vector512<int> even = Vector512.Load((int*)(taps[t] + from)), odd = Vector512.Load((int*)(taps[t + 1] + from));
            Vector512<short> front = Vector512.ConditionalSelect(lower, even, odd << 16).AsInt16(); // channels 0 and 1 of four
            Vector512<short> back = Vector512.ConditionalSelect(lower, even >>> 16, odd).AsInt16(); // channels 2 and 3
            Vector512<int> p = Avx512BW.MultiplyAddAdjacent(front & low, Vector512.LoadUnsafe(ref weights));
            Vector512<int> q = Avx512BW.MultiplyAddAdjacent(front >>> 8, Vector512.LoadUnsafe(ref weights, 2 * Lanes));
            Vector512<int> r = Avx512BW.MultiplyAddAdjacent(back & low, Vector512.LoadUnsafe(ref weights, 4 * Lanes));
            Vector512<int> s = Avx512BW.MultiplyAddAdjacent(back >>> 8, Vector512.LoadUnsafe(ref weights, 6 * Lanes));
            weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
            a += p;
            b += q;
            c += r;
            d += s;
        }

        a.Store(sums);
        b.Store(sums + Lanes);
        c.Store(sums + 2 * Lanes);
        d.Store(sums + 3 * Lanes);
    }
}
