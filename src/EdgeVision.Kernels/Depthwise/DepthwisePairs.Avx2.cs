using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>16 channels at a time, two taps per vpmaddwd; the nine taps of a 3×3 window unrolled.</summary>
internal sealed unsafe class DepthwisePairsAvx2 : DepthwisePairs
{
    /// <summary>Channels computed at once.</summary>
    public const int TileChannels = RequantizationAvx2.Tile;

    private const int UnrolledTaps = 9;

    private const int Chunk = 16; // groups of pixels whose sums wait for their requantization

    /// <summary>Packs a filter.</summary>
    public DepthwisePairsAvx2(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, TileChannels, vectors: 2, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public DepthwisePairsAvx2(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, TileChannels, vectors: 2, blocks)
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
                if (RealTaps == UnrolledTaps)
                    SumNine(taps, from, step, groups, ref Weights(tile), ref Table.Tile(tile), sums);
                else
                    SumAny(taps, Taps, from, step, groups, ref Weights(tile), ref Table.Tile(tile), sums);
                sbyte* to = output + (nint)group * Tiles.Channels + first;
                RequantizationAvx2.Apply(Table, tile, ref *sums, groups, ref *to, Tiles.Channels);
            }
        }
    }

    private static void SumNine(byte** taps, nint from, nint step, int count, ref short weights, ref int table, int* sums)
    {
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
            Vector256<int> a = RequantizationAvx2.Bias(ref table, 0), b = RequantizationAvx2.Bias(ref table, 1);
            Vector256<short> even = Wide(t0 + x), odd = Wide(t1 + x);
            Vector256<int> p = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights));
            Vector256<int> q = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, TileChannels));
            a += p;
            b += q;
            even = Wide(t2 + x);
            odd = Wide(t3 + x);
            p = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 2 * TileChannels));
            q = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 3 * TileChannels));
            a += p;
            b += q;
            even = Wide(t4 + x);
            odd = Wide(t5 + x);
            p = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 4 * TileChannels));
            q = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 5 * TileChannels));
            a += p;
            b += q;
            even = Wide(t6 + x);
            odd = Wide(t7 + x);
            p = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 6 * TileChannels));
            q = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 7 * TileChannels));
            a += p;
            b += q;
            even = Wide(t8 + x);
            odd = Vector256<short>.Zero;
            p = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref weights, 8 * TileChannels));
            q = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref weights, 9 * TileChannels));
            (a + p).Store(sums);
            (b + q).Store(sums + RequantizationAvx2.Lanes);
            sums += TileChannels;
        }
    }

    private static void SumAny(byte** taps, int count, nint from, nint step, int groups, ref short weights, ref int table, int* sums)
    {
        for (int group = 0; group < groups; group++)
        {
            nint x = from + group * step;
            ref short pair = ref weights;
            Vector256<int> a = RequantizationAvx2.Bias(ref table, 0), b = RequantizationAvx2.Bias(ref table, 1);
            for (int i = 0; i < count; i += 2)
            {
                Vector256<short> even = Wide(taps[i] + x), odd = Wide(taps[i + 1] + x);
                a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(even, odd), Vector256.LoadUnsafe(ref pair));
                b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(even, odd), Vector256.LoadUnsafe(ref pair, TileChannels));
                pair = ref Unsafe.Add(ref pair, 2 * TileChannels);
            }

            a.Store(sums);
            b.Store(sums + RequantizationAvx2.Lanes);
            sums += TileChannels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Wide(byte* bytes) => Avx2.ConvertToVector256Int16(Vector128.Load(bytes));
}
