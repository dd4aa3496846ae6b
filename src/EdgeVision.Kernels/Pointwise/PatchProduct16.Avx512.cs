using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// A register tile of 8 patches × 16 channels, one vector, for operations that have no more channels. Eight divides their rows of pixels, or
/// of pairs of pixels, in most MobileNets.
/// </summary>
internal sealed unsafe class PatchProduct16Avx512 : PatchProduct
{
    /// <summary>Channels multiplied at once.</summary>
    public const int TileChannels = RequantizationAvx512.Lanes;

    private const int Tile = 8;
    private const int MaxBlock = 3 * Tile;

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
    public override void Run(PatchRows patches, int count, Span<sbyte> output)
    {
        Span<int> buffer = stackalloc int[MaxBlock * TileChannels];
        ref int sums = ref MemoryMarshal.GetReference(buffer);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            for (int patch = 0; patch < count; patch += Tile)
            {
                ref int to = ref Unsafe.Add(ref sums, patch * TileChannels);
                if (count - patch <= 2)
                    SumSingles(patches, patch, count - patch, tile, ref to);
                else
                    SumTile(patches, patch, Rows, RowPairs, ref Weights(tile), ref Table.Tile(tile), ref to);
            }

            RequantizationAvx512.ApplySingle(Table, Tiles, tile, ref sums, count, output);
        }
    }

    private static ChannelTiles TilesOf(FilterLayout layout) => new(layout.Channels, TileChannels, Vectors: 1);

    /// <remarks>Static, and without calls, so that all addresses stay in registers.</remarks>
    private static void SumTile(PatchRows patches, int patch, int rows, nint length, ref short weights, ref int table, ref int sums)
    {
        nint step = patches.Step;
        Vector512<int> a0 = Vector512.LoadUnsafe(ref table);
        Vector512<int> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        for (int row = 0; row < rows; row++)
        {
            int* x0 = patches.Rows[row] + patch * step, x1 = x0 + step, x2 = x1 + step, x3 = x2 + step;
            int* x4 = x3 + step, x5 = x4 + step, x6 = x5 + step, x7 = x6 + step;
            for (nint i = 0; i < length; i++)
            {
                Vector512<short> w = Vector512.LoadUnsafe(ref weights);
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
                Vector512<int> p = Product(x0[i], w);
                Vector512<int> q = Product(x1[i], w);
                a0 += p;
                a1 += q;
                p = Product(x2[i], w);
                q = Product(x3[i], w);
                a2 += p;
                a3 += q;
                p = Product(x4[i], w);
                q = Product(x5[i], w);
                a4 += p;
                a5 += q;
                p = Product(x6[i], w);
                q = Product(x7[i], w);
                a6 += p;
                a7 += q;
            }
        }

        a0.StoreUnsafe(ref sums);
        a1.StoreUnsafe(ref sums, 1 * TileChannels);
        a2.StoreUnsafe(ref sums, 2 * TileChannels);
        a3.StoreUnsafe(ref sums, 3 * TileChannels);
        a4.StoreUnsafe(ref sums, 4 * TileChannels);
        a5.StoreUnsafe(ref sums, 5 * TileChannels);
        a6.StoreUnsafe(ref sums, 6 * TileChannels);
        a7.StoreUnsafe(ref sums, 7 * TileChannels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Product(int pair, Vector512<short> weights) =>
        Avx512BW.MultiplyAddAdjacent(Vector512.Create(pair).AsInt16(), weights);

    private void SumSingles(PatchRows patches, int patch, int count, int tile, ref int sums)
    {
        for (int i = 0; i < count; i++)
        {
            ref short weights = ref Weights(tile);
            Vector512<int> a = Vector512.LoadUnsafe(ref Table.Tile(tile));
            for (int row = 0; row < Rows; row++)
            {
                int* pairs = patches.Rows[row] + (patch + i) * patches.Step;
                for (nint pair = 0; pair < RowPairs; pair++)
                {
                    a += Product(pairs[pair], Vector512.LoadUnsafe(ref weights));
                    weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
                }
            }

            a.StoreUnsafe(ref sums, (nuint)(i * TileChannels));
        }
    }
}
