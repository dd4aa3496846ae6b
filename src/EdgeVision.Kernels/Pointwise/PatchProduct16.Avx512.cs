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

    public override int TilePatches => Tile;

    public override int BlockPatches => Tile * Math.Clamp(BlockBytes / (Tile * Depth * sizeof(short)), 1, MaxBlock / Tile);

    public override void Run(PatchRows patches, int count, Span<sbyte> output)
    {
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            if (Table.FloorsOnce)
                RunTile<FlooredOnceAvx512>(patches, count, tile, output[Tiles.First(tile)..]);
            else
                RunTile<RoundedTwiceAvx512>(patches, count, tile, output[Tiles.First(tile)..]);
        }
    }

    private static ChannelTiles TilesOf(FilterLayout layout) => new(layout.Channels, TileChannels, Vectors: 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Product(int pair, Vector512<short> weights) =>
        Avx512BW.MultiplyAddAdjacent(Vector512.Create(pair).AsInt16(), weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Row(ref int table, int row) => RequantizationAvx512.Row(ref table, row, TileChannels, 0);

    /// <summary>Pixels of exactly a tile's channels leave as they are, others through memory of their own.</summary>
    [SkipLocalsInit]
    private void RunTile<TRounding>(PatchRows patches, int count, int tile, Span<sbyte> output)
        where TRounding : IRoundingAvx512
    {
        int whole = Tiles.Channels == TileChannels ? count / Tile * Tile : 0;
        SumTiles<TRounding>(patches, 0, whole, tile, ref MemoryMarshal.GetReference(output));
        Span<sbyte> pixels = stackalloc sbyte[Tile * TileChannels];
        for (int patch = whole; patch < count; patch += Tile)
        {
            int rest = Math.Min(Tile, count - patch), channels = Math.Min(Tiles.Channels, TileChannels);
            SumTiles<TRounding>(patches, patch, Tile, tile, ref MemoryMarshal.GetReference(pixels));
            for (int i = 0; i < rest; i++)
                pixels.Slice(i * TileChannels, channels).CopyTo(output[((patch + i) * Tiles.Channels)..]);
        }
    }

    /// <summary>Whole tiles. There are registers enough to requantize the sums where they are.</summary>
    private void SumTiles<TRounding>(PatchRows patches, int first, int count, int tile, ref sbyte output)
        where TRounding : IRoundingAvx512
    {
        ref int table = ref Table.Tile(tile);
        Vector512<int> bias = Row(ref table, RequantizationTable.Bias), right = Row(ref table, RequantizationTable.Right);
        Vector512<int> mantissa = Row(ref table, RequantizationTable.Mantissa), odd = Row(ref table, RequantizationTable.OddMantissa);
        Vector512<int> half = Row(ref table, RequantizationTable.Half), sign = Row(ref table, RequantizationTable.Sign);
        Vector512<short> zeroPoint = Vector512.Create(Table.OutputZeroPoint);
        Vector512<sbyte> min = Vector512.Create(Table.Range.Min), max = Vector512.Create(Table.Range.Max);
        nint step = patches.Step, length = RowPairs;
        for (int patch = first; patch < first + count; patch += Tile)
        {
            ref short weights = ref Weights(tile);
            Vector512<int> a0 = bias, a1 = bias, a2 = bias, a3 = bias, a4 = bias, a5 = bias, a6 = bias, a7 = bias;
            for (int row = 0; row < Rows; row++)
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

            if (Table.ShiftsLeft)
            {
                Vector512<uint> left = Row(ref table, RequantizationTable.Left).AsUInt32();
                a0 = Avx512F.ShiftLeftLogicalVariable(a0, left);
                a1 = Avx512F.ShiftLeftLogicalVariable(a1, left);
                a2 = Avx512F.ShiftLeftLogicalVariable(a2, left);
                a3 = Avx512F.ShiftLeftLogicalVariable(a3, left);
                a4 = Avx512F.ShiftLeftLogicalVariable(a4, left);
                a5 = Avx512F.ShiftLeftLogicalVariable(a5, left);
                a6 = Avx512F.ShiftLeftLogicalVariable(a6, left);
                a7 = Avx512F.ShiftLeftLogicalVariable(a7, left);
            }

            a0 = TRounding.Scale(a0, mantissa, odd, right, half, sign);
            a1 = TRounding.Scale(a1, mantissa, odd, right, half, sign);
            a2 = TRounding.Scale(a2, mantissa, odd, right, half, sign);
            a3 = TRounding.Scale(a3, mantissa, odd, right, half, sign);
            RequantizationAvx512.PackPixels<TRounding>(a0, a1, a2, a3, zeroPoint, min, max).StoreUnsafe(ref output);
            a4 = TRounding.Scale(a4, mantissa, odd, right, half, sign);
            a5 = TRounding.Scale(a5, mantissa, odd, right, half, sign);
            a6 = TRounding.Scale(a6, mantissa, odd, right, half, sign);
            a7 = TRounding.Scale(a7, mantissa, odd, right, half, sign);
            RequantizationAvx512.PackPixels<TRounding>(a4, a5, a6, a7, zeroPoint, min, max).StoreUnsafe(ref output, Tile / 2 * TileChannels);
            output = ref Unsafe.Add(ref output, Tile * TileChannels);
        }
    }
}
