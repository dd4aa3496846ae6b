using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// 64 channels at a time of windows of 3×3 that move on by a pixel. Of a column, the upper two taps are brought side by side as in
/// <see cref="DepthwiseQuartersAvx512"/>, once for the three windows that it is in; the lower one meets a zero weight.
/// </summary>
internal sealed unsafe class DepthwiseSlidingAvx512 : DepthwisePairs
{
    /// <summary>Channels computed at once.</summary>
    public const int TileChannels = 2 * RequantizationAvx512.Tile;

    private const int Lanes = RequantizationAvx512.Lanes;
    private const int Chunk = 16; // pixels whose sums wait for their requantization
    private const int Pair = 2 * TileChannels; // weights of two taps
    private const int Height = 3;
    private const int Width = 3;

    /// <summary>
    /// Column by column: the upper two taps; the lower one, in the half of a lane of 32 bits that has the channel's byte, which is the second
    /// for the third and fourth channel of four.
    /// </summary>
    private static TapOrder Order { get; } = new(4 * Width, (tap, lane) =>
    {
        (int ky, int kx) = Math.DivRem(tap, Width);
        return (4 * kx) + ky + (ky == Height - 1 && lane >= 2 * Lanes ? 1 : 0);
    });

    /// <summary>Packs a filter.</summary>
    public DepthwiseSlidingAvx512(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, TileChannels, vectors: 4, filter, requantization, Order)
    {
    }

    /// <inheritdoc/>
    public DepthwiseSlidingAvx512(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, TileChannels, vectors: 4, blocks, Order)
    {
    }

    /// <summary>Whether it can compute a convolution.</summary>
    public static bool Fits(ConvParameters parameters) =>
        parameters.Window is { KernelHeight: Height, KernelWidth: Width, StrideWidth: 1, DilationWidth: 1 }
        && parameters.Input.Channels >= TileChannels && Fits(parameters, TileChannels);

    [SkipLocalsInit]
    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        int* memory = stackalloc int[Chunk * TileChannels + CacheLine.Bytes / sizeof(int)];
        int* sums = CacheLine.Align(memory);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            nint first = Tiles.First(tile);
            for (int pixel = 0; pixel < count; pixel += Chunk)
            {
                int pixels = Math.Min(Chunk, count - pixel);
                nint from = first + pixel * Step;
                Sum(taps[0] + from, taps[3] + from, taps[6] + from, Step, pixels, ref Weights(tile), ref Table.Tile(tile), sums);
                sbyte* to = output + (nint)pixel * Tiles.Channels + first;
                RequantizationAvx512.ApplyQuarters(Table, tile, ref *sums, pixels, ref *to, Tiles.Channels);
            }
        }
    }

    private static void Sum(byte* top, byte* middle, byte* bottom, nint step, int pixels, ref short weights, ref int table, int* sums)
    {
        Column left = new(top, middle, bottom), centre = new(top + step, middle + step, bottom + step);
        nint ahead = 2 * step;
        for (int i = 0; i < pixels; i++, ahead += step, sums += TileChannels)
        {
            Column right = new(top + ahead, middle + ahead, bottom + ahead);
            Vector512<int> a = Vector512.LoadUnsafe(ref table), b = Vector512.LoadUnsafe(ref table, Lanes);
            Vector512<int> c = Vector512.LoadUnsafe(ref table, 2 * Lanes), d = Vector512.LoadUnsafe(ref table, 3 * Lanes);
            left.Add(ref weights, ref a, ref b, ref c, ref d);
            centre.Add(ref Unsafe.Add(ref weights, 2 * Pair), ref a, ref b, ref c, ref d);
            right.Add(ref Unsafe.Add(ref weights, 4 * Pair), ref a, ref b, ref c, ref d);
            a.Store(sums);
            b.Store(sums + Lanes);
            c.Store(sums + 2 * Lanes);
            d.Store(sums + 3 * Lanes);
            left = centre;
            centre = right;
        }
    }

    /// <summary>The 16-bit taps of a column, one lane of 32 bits for every four channels.</summary>
    private readonly struct Column
    {
        private readonly Vector512<short> _upper0, _upper1, _upper2, _upper3; // the upper two taps of one channel of four
        private readonly Vector512<short> _lower02, _lower13; // the lower tap of two channels of four

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Column(byte* top, byte* middle, byte* bottom)
        {
            Vector512<short> low = Vector512.Create((short)0xFF);
            Vector512<int> lower = Vector512.Create(0xFFFF);
            Vector512<int> even = Vector512.Load((int*)top), odd = Vector512.Load((int*)middle);
            Vector512<short> front = Vector512.ConditionalSelect(lower, even, odd << 16).AsInt16();
            Vector512<short> back = Vector512.ConditionalSelect(lower, even >>> 16, odd).AsInt16();
            Vector512<short> single = Vector512.Load((short*)bottom);
            _upper0 = front & low;
            _upper1 = front >>> 8;
            _upper2 = back & low;
            _upper3 = back >>> 8;
            _lower02 = single & low;
            _lower13 = single >>> 8;
        }

        /// <summary>Adds the products with the weights of two pairs of taps.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ref short weights, ref Vector512<int> a, ref Vector512<int> b, ref Vector512<int> c, ref Vector512<int> d)
        {
            Vector512<int> p = Avx512BW.MultiplyAddAdjacent(_upper0, Vector512.LoadUnsafe(ref weights));
            Vector512<int> q = Avx512BW.MultiplyAddAdjacent(_upper1, Vector512.LoadUnsafe(ref weights, 2 * Lanes));
            Vector512<int> r = Avx512BW.MultiplyAddAdjacent(_upper2, Vector512.LoadUnsafe(ref weights, 4 * Lanes));
            Vector512<int> s = Avx512BW.MultiplyAddAdjacent(_upper3, Vector512.LoadUnsafe(ref weights, 6 * Lanes));
            a += p;
            b += q;
            c += r;
            d += s;
            p = Avx512BW.MultiplyAddAdjacent(_lower02, Vector512.LoadUnsafe(ref weights, Pair));
            q = Avx512BW.MultiplyAddAdjacent(_lower13, Vector512.LoadUnsafe(ref weights, Pair + 2 * Lanes));
            r = Avx512BW.MultiplyAddAdjacent(_lower02, Vector512.LoadUnsafe(ref weights, Pair + 4 * Lanes));
            s = Avx512BW.MultiplyAddAdjacent(_lower13, Vector512.LoadUnsafe(ref weights, Pair + 6 * Lanes));
            a += p;
            b += q;
            c += r;
            d += s;
        }
    }
}
