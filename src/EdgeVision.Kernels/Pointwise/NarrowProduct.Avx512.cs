using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>A register tile of 7 patches × 32 channels.</summary>
internal sealed class NarrowProductAvx512 : NarrowProduct
{
    /// <summary>Channels multiplied at once.</summary>
    public const int TileChannels = RequantizationAvx512.Tile;

    private const int Tile = 7;
    private const int MaxBlock = 4 * Tile;
    private const int VectorBytes = 64;
    private const int ChunkBytes = 4 * VectorBytes;
    private const int Lanes = RequantizationAvx512.Lanes;

    /// <summary>Packs a filter.</summary>
    public NarrowProductAvx512(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, TileChannels, filter, requantization)
    {
    }

    /// <inheritdoc/>
    public NarrowProductAvx512(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks)
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

            RequantizationAvx512.Apply(Table, Tiles, tile, ref sums, count, output);
        }
    }

    private static void SumTile(ref byte x0, int depth, ref sbyte weights, ref int table, ref int sums)
    {
        ref byte x1 = ref Unsafe.Add(ref x0, depth);
        ref byte x2 = ref Unsafe.Add(ref x1, depth);
        ref byte x3 = ref Unsafe.Add(ref x2, depth);
        ref byte x4 = ref Unsafe.Add(ref x3, depth);
        ref byte x5 = ref Unsafe.Add(ref x4, depth);
        ref byte x6 = ref Unsafe.Add(ref x5, depth);
        Vector512<short> ones = Vector512.Create((short)1);
        Vector512<int> a0 = RequantizationAvx512.Bias(ref table, 0), b0 = RequantizationAvx512.Bias(ref table, 1);
        Vector512<int> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0;
        Vector512<int> b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0, b6 = b0;
        for (nint i = 0; i < depth; i += NarrowWeights.Chunk)
        {
            Vector512<sbyte> wa = Vector512.LoadUnsafe(ref weights), va = Vector512.LoadUnsafe(ref weights, VectorBytes);
            Vector512<sbyte> wb = Vector512.LoadUnsafe(ref weights, 2 * VectorBytes), vb = Vector512.LoadUnsafe(ref weights, 3 * VectorBytes);
            weights = ref Unsafe.Add(ref weights, ChunkBytes);
            Add(ref x0, i, wa, va, wb, vb, ones, ref a0, ref b0);
            Add(ref x1, i, wa, va, wb, vb, ones, ref a1, ref b1);
            Add(ref x2, i, wa, va, wb, vb, ones, ref a2, ref b2);
            Add(ref x3, i, wa, va, wb, vb, ones, ref a3, ref b3);
            Add(ref x4, i, wa, va, wb, vb, ones, ref a4, ref b4);
            Add(ref x5, i, wa, va, wb, vb, ones, ref a5, ref b5);
            Add(ref x6, i, wa, va, wb, vb, ones, ref a6, ref b6);
        }

        Keep(a0, b0, ref sums, 0);
        Keep(a1, b1, ref sums, 1);
        Keep(a2, b2, ref sums, 2);
        Keep(a3, b3, ref sums, 3);
        Keep(a4, b4, ref sums, 4);
        Keep(a5, b5, ref sums, 5);
        Keep(a6, b6, ref sums, 6);
    }

    private static void SumSingles(ref byte patch, int depth, int count, ref sbyte weights, ref int table, ref int sums)
    {
        Vector512<short> ones = Vector512.Create((short)1);
        for (int n = 0; n < count; n++)
        {
            ref sbyte tile = ref weights;
            Vector512<int> a = RequantizationAvx512.Bias(ref table, 0), b = RequantizationAvx512.Bias(ref table, 1);
            for (nint i = 0; i < depth; i += NarrowWeights.Chunk)
            {
                Vector512<sbyte> wa = Vector512.LoadUnsafe(ref tile), va = Vector512.LoadUnsafe(ref tile, VectorBytes);
                Vector512<sbyte> wb = Vector512.LoadUnsafe(ref tile, 2 * VectorBytes), vb = Vector512.LoadUnsafe(ref tile, 3 * VectorBytes);
                tile = ref Unsafe.Add(ref tile, ChunkBytes);
                Add(ref patch, i, wa, va, wb, vb, ones, ref a, ref b);
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
        Vector512<sbyte> wa,
        Vector512<sbyte> va,
        Vector512<sbyte> wb,
        Vector512<sbyte> vb,
        Vector512<short> ones,
        ref Vector512<int> a,
        ref Vector512<int> b)
    {
        ref int taps = ref Unsafe.As<byte, int>(ref Unsafe.Add(ref patch, tap));
        Vector512<byte> x = Vector512.Create(taps).AsByte(), y = Vector512.Create(Unsafe.Add(ref taps, 1)).AsByte();
        Vector512<short> p = Avx512BW.MultiplyAddAdjacent(x, wa), q = Avx512BW.MultiplyAddAdjacent(y, va);
        Vector512<short> r = Avx512BW.MultiplyAddAdjacent(x, wb), s = Avx512BW.MultiplyAddAdjacent(y, vb);
        p += q;
        r += s;
        Vector512<int> u = Avx512BW.MultiplyAddAdjacent(p, ones), v = Avx512BW.MultiplyAddAdjacent(r, ones);
        a += u;
        b += v;
    }

    private static void AddResidues(ref byte patches, int depth, int count, ReadOnlySpan<int> taps, ref short weights, ref int sums)
    {
        for (int patch = 0; patch < count; patch++)
        {
            ref short pair = ref weights;
            Vector512<int> a = Vector512.LoadUnsafe(ref sums), b = Vector512.LoadUnsafe(ref sums, Lanes);
            for (int i = 0; i < taps.Length; i += 2)
            {
                int both = Unsafe.Add(ref patches, taps[i]) | Unsafe.Add(ref patches, taps[i + 1]) << 16;
                Vector512<short> x = Vector512.Create(both).AsInt16();
                Vector512<int> p = Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref pair));
                Vector512<int> q = Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref pair, TileChannels));
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
    private static void Keep(Vector512<int> a, Vector512<int> b, ref int sums, int patch)
    {
        a.StoreUnsafe(ref sums, (nuint)(patch * TileChannels));
        b.StoreUnsafe(ref sums, (nuint)(patch * TileChannels + Lanes));
    }
}
