using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>A register tile of 4 patches × 16 channels; the weights are read where they are used.</summary>
internal sealed class NarrowProductAvx2 : NarrowProduct
{
    /// <summary>Channels multiplied at once.</summary>
    public const int TileChannels = RequantizationAvx2.Tile;

    private const int Tile = 4;
    private const int MaxBlock = 6 * Tile;
    private const int VectorBytes = 32;
    private const int ChunkBytes = 4 * VectorBytes;
    private const int Lanes = RequantizationAvx2.Lanes;

    /// <summary>Packs a filter.</summary>
    public NarrowProductAvx2(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, TileChannels, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public NarrowProductAvx2(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, TileChannels, blocks)
    {
    }

    public override int TilePatches => Tile;

    public override int BlockPatches => Tile * Math.Clamp(PatchProduct.BlockBytes / (Tile * Depth), 1, MaxBlock / Tile);

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<byte> patches, int count, Span<sbyte> output)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(patches);
        Span<int> buffer = stackalloc int[MaxBlock * TileChannels];
        ref int sums = ref MemoryMarshal.GetReference(buffer);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            ReadOnlySpan<int> taps = Weights.Residues(tile, out ReadOnlySpan<short> residues);
            for (int patch = 0; patch < count; patch += Tile)
            {
                ref byte first = ref Unsafe.Add(ref bytes, patch * Depth);
                ref int to = ref Unsafe.Add(ref sums, patch * TileChannels);
                if (count - patch <= 2)
                    SumSingles(ref first, Depth, count - patch, ref Weights.Tile(tile), ref Table.Tile(tile), ref to);
                else
                    SumTile(ref first, Depth, ref Weights.Tile(tile), ref Table.Tile(tile), ref to);
                if (!taps.IsEmpty)
                    AddResidues(ref first, Depth, Math.Min(Tile, count - patch), taps, ref MemoryMarshal.GetReference(residues), ref to);
            }

            RequantizationAvx2.Apply(Table, Tiles, tile, ref sums, count, output);
        }
    }

    private static void SumTile(ref byte x0, int depth, ref sbyte weights, ref int table, ref int sums)
    {
        ref byte x1 = ref Unsafe.Add(ref x0, depth);
        ref byte x2 = ref Unsafe.Add(ref x1, depth);
        ref byte x3 = ref Unsafe.Add(ref x2, depth);
        Vector256<short> ones = Vector256.Create((short)1);
        Vector256<int> a0 = RequantizationAvx2.Bias(ref table, 0), b0 = RequantizationAvx2.Bias(ref table, 1);
        Vector256<int> a1 = a0, a2 = a0, a3 = a0;
        Vector256<int> b1 = b0, b2 = b0, b3 = b0;
        for (nint i = 0; i < depth; i += NarrowWeights.Chunk)
        {
            Add(ref x0, i, ref weights, ones, ref a0, ref b0);
            Add(ref x1, i, ref weights, ones, ref a1, ref b1);
            Add(ref x2, i, ref weights, ones, ref a2, ref b2);
            Add(ref x3, i, ref weights, ones, ref a3, ref b3);
            weights = ref Unsafe.Add(ref weights, ChunkBytes);
        }

        Keep(a0, b0, ref sums, 0);
        Keep(a1, b1, ref sums, 1);
        Keep(a2, b2, ref sums, 2);
        Keep(a3, b3, ref sums, 3);
    }

    private static void SumSingles(ref byte patch, int depth, int count, ref sbyte weights, ref int table, ref int sums)
    {
        Vector256<short> ones = Vector256.Create((short)1);
        for (int n = 0; n < count; n++)
        {
            ref sbyte tile = ref weights;
            Vector256<int> a = RequantizationAvx2.Bias(ref table, 0), b = RequantizationAvx2.Bias(ref table, 1);
            for (nint i = 0; i < depth; i += NarrowWeights.Chunk)
            {
                Add(ref patch, i, ref tile, ones, ref a, ref b);
                tile = ref Unsafe.Add(ref tile, ChunkBytes);
            }

            Keep(a, b, ref sums, n);
            patch = ref Unsafe.Add(ref patch, depth);
        }
    }

    /// <summary>Eight taps of a patch; no sum of four products leaves 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref byte patch,
        nint tap,
        ref sbyte weights,
        Vector256<short> ones,
        ref Vector256<int> a,
        ref Vector256<int> b)
    {
        ref int taps = ref Unsafe.As<byte, int>(ref Unsafe.Add(ref patch, tap));
        Vector256<byte> x = Vector256.Create(taps).AsByte(), y = Vector256.Create(Unsafe.Add(ref taps, 1)).AsByte();
        Vector256<short> p = Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights)), q = Avx2.MultiplyAddAdjacent(y, Vector256.LoadUnsafe(ref weights, VectorBytes));
        Vector256<short> r = Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights, 2 * VectorBytes)), s = Avx2.MultiplyAddAdjacent(y, Vector256.LoadUnsafe(ref weights, 3 * VectorBytes));
        p += q;
        r += s;
        Vector256<int> u = Avx2.MultiplyAddAdjacent(p, ones), v = Avx2.MultiplyAddAdjacent(r, ones);
        a += u;
        b += v;
    }

    private static void AddResidues(ref byte patches, int depth, int count, ReadOnlySpan<int> taps, ref short weights, ref int sums)
    {
        for (int patch = 0; patch < count; patch++)
        {
            ref short pair = ref weights;
            Vector256<int> a = Vector256.LoadUnsafe(ref sums), b = Vector256.LoadUnsafe(ref sums, Lanes);
            for (int i = 0; i < taps.Length; i += 2)
            {
                int both = Unsafe.Add(ref patches, taps[i]) | Unsafe.Add(ref patches, taps[i + 1]) << 16;
                Vector256<short> x = Vector256.Create(both).AsInt16();
                Vector256<int> p = Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref pair));
                Vector256<int> q = Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref pair, TileChannels));
                a += p;
                b += q;
                pair = ref Unsafe.Add(ref pair, 2 * TileChannels);
            }

            Keep(a, b, ref sums, 0);
            sums = ref Unsafe.Add(ref sums, TileChannels);
            patches = ref Unsafe.Add(ref patches, depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<int> a, Vector256<int> b, ref int sums, int patch)
    {
        a.StoreUnsafe(ref sums, (nuint)(patch * TileChannels));
        b.StoreUnsafe(ref sums, (nuint)(patch * TileChannels + Lanes));
    }
}
