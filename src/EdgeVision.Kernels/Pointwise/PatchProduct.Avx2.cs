using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// A register tile of 6 patches × 16 channels: 12 accumulators, 2 vectors of weights and the patch's pair, 15 of 16 registers.
/// </summary>
internal sealed class PatchProductAvx2(FilterLayout layout, int filterZeroPoint, ReadOnlySpan<sbyte> filter, Requantization requantization)
    : PatchProduct(layout, TileChannels, filterZeroPoint, filter, requantization)
{
    /// <summary>Channels multiplied at once.</summary>
    public const int TileChannels = RequantizationAvx2.Tile;

    private const int Tile = 6;
    private const int Lanes = RequantizationAvx2.Lanes;

    public override int BlockPatches => Tile;

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<short> patches, int count, Span<sbyte> output)
    {
        ref int pairs = ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(patches));
        Span<int> buffer = stackalloc int[Tile * TileChannels];
        ref int sums = ref MemoryMarshal.GetReference(buffer);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            if (count <= 2)
                SumSingles(ref pairs, count, tile, ref sums);
            else
                SumTile(ref pairs, tile, ref sums);
            Requantize(ref sums, count, tile, output);
        }
    }

    private void SumTile(ref int x0, int tile, ref int sums)
    {
        int length = Pairs;
        ref short weights = ref Weights(tile);
        ref int x1 = ref Unsafe.Add(ref x0, length);
        ref int x2 = ref Unsafe.Add(ref x1, length);
        ref int x3 = ref Unsafe.Add(ref x2, length);
        ref int x4 = ref Unsafe.Add(ref x3, length);
        ref int x5 = ref Unsafe.Add(ref x4, length);
        ref int table = ref Table.Tile(tile);
        Vector256<int> a0 = RequantizationAvx2.Bias(ref table, 0), b0 = RequantizationAvx2.Bias(ref table, 1);
        Vector256<int> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
        Vector256<int> b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
        for (int i = 0; i < length; i++)
        {
            Vector256<short> a = Vector256.LoadUnsafe(ref weights);
            Vector256<short> b = Vector256.LoadUnsafe(ref weights, TileChannels);
            weights = ref Unsafe.Add(ref weights, 2 * TileChannels);

            Vector256<short> x = Vector256.Create(Unsafe.Add(ref x0, i)).AsInt16();
            a0 += Avx2.MultiplyAddAdjacent(x, a);
            b0 += Avx2.MultiplyAddAdjacent(x, b);
            x = Vector256.Create(Unsafe.Add(ref x1, i)).AsInt16();
            a1 += Avx2.MultiplyAddAdjacent(x, a);
            b1 += Avx2.MultiplyAddAdjacent(x, b);
            x = Vector256.Create(Unsafe.Add(ref x2, i)).AsInt16();
            a2 += Avx2.MultiplyAddAdjacent(x, a);
            b2 += Avx2.MultiplyAddAdjacent(x, b);
            x = Vector256.Create(Unsafe.Add(ref x3, i)).AsInt16();
            a3 += Avx2.MultiplyAddAdjacent(x, a);
            b3 += Avx2.MultiplyAddAdjacent(x, b);
            x = Vector256.Create(Unsafe.Add(ref x4, i)).AsInt16();
            a4 += Avx2.MultiplyAddAdjacent(x, a);
            b4 += Avx2.MultiplyAddAdjacent(x, b);
            x = Vector256.Create(Unsafe.Add(ref x5, i)).AsInt16();
            a5 += Avx2.MultiplyAddAdjacent(x, a);
            b5 += Avx2.MultiplyAddAdjacent(x, b);
        }

        Keep(a0, b0, ref sums, 0);
        Keep(a1, b1, ref sums, 1);
        Keep(a2, b2, ref sums, 2);
        Keep(a3, b3, ref sums, 3);
        Keep(a4, b4, ref sums, 4);
        Keep(a5, b5, ref sums, 5);
    }

    private void SumSingles(ref int pairs, int count, int tile, ref int sums)
    {
        ref int table = ref Table.Tile(tile);
        for (int patch = 0; patch < count; patch++)
        {
            ref short weights = ref Weights(tile);
            ref int patchPairs = ref Unsafe.Add(ref pairs, patch * Pairs);
            Vector256<int> a = RequantizationAvx2.Bias(ref table, 0), b = RequantizationAvx2.Bias(ref table, 1);
            for (int i = 0; i < Pairs; i++)
            {
                Vector256<short> x = Vector256.Create(Unsafe.Add(ref patchPairs, i)).AsInt16();
                a += Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights));
                b += Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights, TileChannels));
                weights = ref Unsafe.Add(ref weights, 2 * TileChannels);
            }

            Keep(a, b, ref sums, patch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<int> a, Vector256<int> b, ref int sums, int patch)
    {
        a.StoreUnsafe(ref sums, (nuint)(patch * TileChannels));
        b.StoreUnsafe(ref sums, (nuint)(patch * TileChannels + Lanes));
    }

    private void Requantize(ref int sums, int count, int tile, Span<sbyte> output)
    {
        ref int table = ref Table.Tile(tile);
        int channels = Math.Min(Tiles.Channels, TileChannels);
        var requantization = new RequantizationAvx2(Table);
        for (int patch = 0; patch < count; patch++)
        {
            Vector128<sbyte> bytes = requantization.Apply(
                ref table,
                Vector256.LoadUnsafe(ref sums, (nuint)(patch * TileChannels)),
                Vector256.LoadUnsafe(ref sums, (nuint)(patch * TileChannels + Lanes)));
            Span<sbyte> pixel = output.Slice(patch * Tiles.Channels + Tiles.First(tile), channels);
            if (channels == TileChannels)
                bytes.CopyTo(pixel);
            else if (channels == Lanes)
                bytes.GetLower().CopyTo(pixel);
            else
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector128<sbyte>, sbyte>(ref bytes), channels).CopyTo(pixel);
        }
    }
}
