using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// A register tile of 6 patches × 16 channels: 12 accumulators, 2 vectors of weights and the patch's pair, 15 of 16 registers.
/// </summary>
internal sealed unsafe class PatchProductAvx2 : PatchProduct
{
    /// <summary>Channels multiplied at once.</summary>
    public const int TileChannels = RequantizationAvx2.Tile;

    private const int Tile = 6;
    private const int MaxBlock = 4 * Tile;
    private const int Lanes = RequantizationAvx2.Lanes;

    /// <summary>Packs a filter.</summary>
    public PatchProductAvx2(FilterLayout layout, int filterZeroPoint, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(layout, TilesOf(layout), filterZeroPoint, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public PatchProductAvx2(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
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

            RequantizationAvx2.Apply(Table, Tiles, tile, ref sums, count, output);
        }
    }

    private static ChannelTiles TilesOf(FilterLayout layout) => new(layout.Channels, TileChannels);

    /// <inheritdoc cref="PatchProductAvx512.SumTile" path="/remarks"/>
    private static void SumTile(PatchRows patches, int patch, int rows, nint length, ref short weights, ref int table, ref int sums)
    {
        nint step = patches.Step;
        Vector256<int> a0 = RequantizationAvx2.Bias(ref table, 0), b0 = RequantizationAvx2.Bias(ref table, 1);
        Vector256<int> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
        Vector256<int> b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
        for (int row = 0; row < rows; row++)
        {
            int* x0 = patches.Rows[row] + patch * step, x1 = x0 + step, x2 = x1 + step;
            int* x3 = x2 + step, x4 = x3 + step, x5 = x4 + step;
            for (nint i = 0; i < length; i++)
            {
                Vector256<short> a = Vector256.LoadUnsafe(ref weights);
                Vector256<short> b = Vector256.LoadUnsafe(ref weights, TileChannels);
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);

                Vector256<short> x = Vector256.Create(x0[i]).AsInt16();
                Vector256<int> p = Avx2.MultiplyAddAdjacent(x, a);
                Vector256<int> q = Avx2.MultiplyAddAdjacent(x, b);
                a0 += p;
                b0 += q;
                x = Vector256.Create(x1[i]).AsInt16();
                p = Avx2.MultiplyAddAdjacent(x, a);
                q = Avx2.MultiplyAddAdjacent(x, b);
                a1 += p;
                b1 += q;
                x = Vector256.Create(x2[i]).AsInt16();
                p = Avx2.MultiplyAddAdjacent(x, a);
                q = Avx2.MultiplyAddAdjacent(x, b);
                a2 += p;
                b2 += q;
                x = Vector256.Create(x3[i]).AsInt16();
                p = Avx2.MultiplyAddAdjacent(x, a);
                q = Avx2.MultiplyAddAdjacent(x, b);
                a3 += p;
                b3 += q;
                x = Vector256.Create(x4[i]).AsInt16();
                p = Avx2.MultiplyAddAdjacent(x, a);
                q = Avx2.MultiplyAddAdjacent(x, b);
                a4 += p;
                b4 += q;
                x = Vector256.Create(x5[i]).AsInt16();
                p = Avx2.MultiplyAddAdjacent(x, a);
                q = Avx2.MultiplyAddAdjacent(x, b);
                a5 += p;
                b5 += q;
            }
        }

        Keep(a0, b0, ref sums, 0);
        Keep(a1, b1, ref sums, 1);
        Keep(a2, b2, ref sums, 2);
        Keep(a3, b3, ref sums, 3);
        Keep(a4, b4, ref sums, 4);
        Keep(a5, b5, ref sums, 5);
    }

    private void SumSingles(PatchRows patches, int patch, int count, int tile, ref int sums)
    {
        ref int table = ref Table.Tile(tile);
        for (int i = 0; i < count; i++)
        {
            ref short weights = ref Weights(tile);
            Vector256<int> a = RequantizationAvx2.Bias(ref table, 0), b = RequantizationAvx2.Bias(ref table, 1);
            for (int row = 0; row < Rows; row++)
            {
                int* pairs = patches.Rows[row] + (patch + i) * patches.Step;
                for (nint pair = 0; pair < RowPairs; pair++)
                {
                    Vector256<short> x = Vector256.Create(pairs[pair]).AsInt16();
                    a += Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights));
                    b += Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights, TileChannels));
                    weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
                }
            }

            Keep(a, b, ref sums, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<int> a, Vector256<int> b, ref int sums, int patch)
    {
        a.StoreUnsafe(ref sums, (nuint)(patch * TileChannels));
        b.StoreUnsafe(ref sums, (nuint)(patch * TileChannels + Lanes));
    }
}
