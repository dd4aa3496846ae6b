using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// A register tile of 7 patches × 32 channels: 14 accumulators, 2 vectors of weights and the patch's pair. Seven divides the pixels of
/// every layer of the 224-pixel MobileNets, and a vector of weights serves seven products, so that the multiplier is the limit.
/// </summary>
internal sealed unsafe class PatchProductAvx512 : PatchProduct
{
    /// <summary>Channels multiplied at once.</summary>
    public const int TileChannels = RequantizationAvx512.Tile;

    private const int Tile = 7;
    private const int MaxBlock = 4 * Tile;
    private const int Lanes = RequantizationAvx512.Lanes;

    /// <summary>Packs a filter.</summary>
    public PatchProductAvx512(FilterLayout layout, int filterZeroPoint, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(layout, TilesOf(layout), filterZeroPoint, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public PatchProductAvx512(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(layout, TilesOf(layout), parameters, blocks)
    {
    }

    public override int TilePatches => Tile;

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

            RequantizationAvx512.Apply(Table, Tiles, tile, ref sums, count, output);
        }
    }

    private static ChannelTiles TilesOf(FilterLayout layout) => new(layout.Channels, TileChannels);

    /// <remarks>Static, and without calls, so that all addresses stay in registers.</remarks>
    private static void SumTile(PatchRows patches, int patch, int rows, nint length, ref short weights, ref int table, ref int sums)
    {
        nint step = patches.Step;
        Vector512<int> a0 = RequantizationAvx512.Bias(ref table, 0), b0 = RequantizationAvx512.Bias(ref table, 1);
        Vector512<int> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0;
        Vector512<int> b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0, b6 = b0;
        for (int row = 0; row < rows; row++)
        {
            int* x0 = patches.Rows[row] + patch * step, x1 = x0 + step, x2 = x1 + step, x3 = x2 + step;
            int* x4 = x3 + step, x5 = x4 + step, x6 = x5 + step;
            for (nint i = 0; i < length; i++)
            {
                Vector512<short> a = Vector512.LoadUnsafe(ref weights);
                Vector512<short> b = Vector512.LoadUnsafe(ref weights, TileChannels);
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);

                Vector512<short> x = Vector512.Create(x0[i]).AsInt16();
                Vector512<int> p = Avx512BW.MultiplyAddAdjacent(x, a);
                Vector512<int> q = Avx512BW.MultiplyAddAdjacent(x, b);
                a0 += p;
                b0 += q;
                x = Vector512.Create(x1[i]).AsInt16();
                p = Avx512BW.MultiplyAddAdjacent(x, a);
                q = Avx512BW.MultiplyAddAdjacent(x, b);
                a1 += p;
                b1 += q;
                x = Vector512.Create(x2[i]).AsInt16();
                p = Avx512BW.MultiplyAddAdjacent(x, a);
                q = Avx512BW.MultiplyAddAdjacent(x, b);
                a2 += p;
                b2 += q;
                x = Vector512.Create(x3[i]).AsInt16();
                p = Avx512BW.MultiplyAddAdjacent(x, a);
                q = Avx512BW.MultiplyAddAdjacent(x, b);
                a3 += p;
                b3 += q;
                x = Vector512.Create(x4[i]).AsInt16();
                p = Avx512BW.MultiplyAddAdjacent(x, a);
                q = Avx512BW.MultiplyAddAdjacent(x, b);
                a4 += p;
                b4 += q;
                x = Vector512.Create(x5[i]).AsInt16();
                p = Avx512BW.MultiplyAddAdjacent(x, a);
                q = Avx512BW.MultiplyAddAdjacent(x, b);
                a5 += p;
                b5 += q;
                x = Vector512.Create(x6[i]).AsInt16();
                p = Avx512BW.MultiplyAddAdjacent(x, a);
                q = Avx512BW.MultiplyAddAdjacent(x, b);
                a6 += p;
                b6 += q;
            }
        }

        Keep(a0, b0, ref sums, 0);
        Keep(a1, b1, ref sums, 1);
        Keep(a2, b2, ref sums, 2);
        Keep(a3, b3, ref sums, 3);
        Keep(a4, b4, ref sums, 4);
        Keep(a5, b5, ref sums, 5);
        Keep(a6, b6, ref sums, 6);
    }

    private void SumSingles(PatchRows patches, int patch, int count, int tile, ref int sums)
    {
        ref int table = ref Table.Tile(tile);
        for (int i = 0; i < count; i++)
        {
            ref short weights = ref Weights(tile);
            Vector512<int> a = RequantizationAvx512.Bias(ref table, 0), b = RequantizationAvx512.Bias(ref table, 1);
            for (int row = 0; row < Rows; row++)
            {
                int* pairs = patches.Rows[row] + (patch + i) * patches.Step;
                for (nint pair = 0; pair < RowPairs; pair++)
                {
                    Vector512<short> x = Vector512.Create(pairs[pair]).AsInt16();
                    a += Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref weights));
                    b += Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref weights, TileChannels));
                    weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
                }
            }

            Keep(a, b, ref sums, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector512<int> a, Vector512<int> b, ref int sums, int patch)
    {
        a.StoreUnsafe(ref sums, (nuint)(patch * TileChannels));
        b.StoreUnsafe(ref sums, (nuint)(patch * TileChannels + Lanes));
    }
}
