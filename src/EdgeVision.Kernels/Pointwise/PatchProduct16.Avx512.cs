using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>A register tile of 7 patches × 16 channels, one vector, for operations that have no more channels.</summary>
internal sealed class PatchProduct16Avx512 : PatchProduct
{
    /// <summary>Channels multiplied at once.</summary>
    public const int TileChannels = RequantizationAvx512.Lanes;

    private const int Tile = 7;
    private const int MaxBlock = 4 * Tile;

    /// <summary>Packs a filter.</summary>
    public PatchProduct16Avx512(FilterLayout layout, int filterZeroPoint, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(layout, TilesOf(layout), filterZeroPoint, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public PatchProduct16Avx512(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(layout, TilesOf(layout), parameters, blocks)
    {
    }

    public override int BlockPatches => Tile * Math.Clamp(BlockBytes / (Tile * Depth * sizeof(short)), 1, MaxBlock / Tile);

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<short> patches, int count, Span<sbyte> output)
    {
        ref int pairs = ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(patches));
        Span<int> buffer = stackalloc int[MaxBlock * TileChannels];
        ref int sums = ref MemoryMarshal.GetReference(buffer);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            for (int patch = 0; patch < count; patch += Tile)
            {
                ref int first = ref Unsafe.Add(ref pairs, patch * Pairs);
                ref int to = ref Unsafe.Add(ref sums, patch * TileChannels);
                if (count - patch <= 2)
                    SumSingles(ref first, count - patch, tile, ref to);
                else
                    SumTile(ref first, Pairs, ref Weights(tile), ref Table.Tile(tile), ref to);
            }

            RequantizationAvx512.ApplySingle(Table, Tiles, tile, ref sums, count, output);
        }
    }

    private static ChannelTiles TilesOf(FilterLayout layout) => new(layout.Channels, TileChannels, Vectors: 1);

    /// <remarks>Static, and without calls, so that all addresses stay in registers.</remarks>
    private static void SumTile(ref int x0, int length, ref short weights, ref int table, ref int sums)
    {
        ref int x1 = ref Unsafe.Add(ref x0, length);
        ref int x2 = ref Unsafe.Add(ref x1, length);
        ref int x3 = ref Unsafe.Add(ref x2, length);
        ref int x4 = ref Unsafe.Add(ref x3, length);
        ref int x5 = ref Unsafe.Add(ref x4, length);
        ref int x6 = ref Unsafe.Add(ref x5, length);
        Vector512<int> a0 = Vector512.LoadUnsafe(ref table);
        Vector512<int> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0;
        for (nint i = 0; i < length; i++)
        {
            Vector512<short> w = Vector512.LoadUnsafe(ref weights);
            weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
            Vector512<int> p = Product(ref x0, i, w);
            Vector512<int> q = Product(ref x1, i, w);
            a0 += p;
            a1 += q;
            p = Product(ref x2, i, w);
            q = Product(ref x3, i, w);
            a2 += p;
            a3 += q;
            p = Product(ref x4, i, w);
            q = Product(ref x5, i, w);
            a4 += p;
            a5 += q;
            p = Product(ref x6, i, w);
            a6 += p;
        }

        a0.StoreUnsafe(ref sums);
        a1.StoreUnsafe(ref sums, 1 * TileChannels);
        a2.StoreUnsafe(ref sums, 2 * TileChannels);
        a3.StoreUnsafe(ref sums, 3 * TileChannels);
        a4.StoreUnsafe(ref sums, 4 * TileChannels);
        a5.StoreUnsafe(ref sums, 5 * TileChannels);
        a6.StoreUnsafe(ref sums, 6 * TileChannels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Product(ref int patch, nint pair, Vector512<short> weights) =>
        Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref patch, pair)).AsInt16(), weights);

    private void SumSingles(ref int pairs, int count, int tile, ref int sums)
    {
        for (int patch = 0; patch < count; patch++)
        {
            ref short weights = ref Weights(tile);
            ref int patchPairs = ref Unsafe.Add(ref pairs, patch * Pairs);
            Vector512<int> a = Vector512.LoadUnsafe(ref Table.Tile(tile));
            for (int i = 0; i < Pairs; i++)
            {
                a += Product(ref patchPairs, i, Vector512.LoadUnsafe(ref weights));
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
            }

            a.StoreUnsafe(ref sums, (nuint)(patch * TileChannels));
        }
    }
}
