using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// A register tile of 4 patches × 16 channels by dot products: 16 sums, 4 vectors of taps and the weights, which are packed as
/// [4 taps][channel][tap]: sdot multiplies the four taps of four channels with one quarter of a patch's vector. All in 32 bits, for any bytes.
/// </summary>
internal sealed unsafe class GroupProductNeonDot : GroupProduct
{
    private const int Tile = RequantizationTableNeon.PanelChannels;
    private const int Four = 4;

    public GroupProductNeonDot(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(layout, Tile, parameters, filter, requantization, sbyte.MinValue)
    {
    }

    public GroupProductNeonDot(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(layout, Tile, parameters, blocks)
    {
    }

    protected override int Position(int channel, int tap) => (tap / Four * Tile + channel) * Four + tap % Four;

    protected override void SumPanel(sbyte* groups, int count, int tile, int tiles, int* sums)
    {
        int chunks = Depth / Chunk;
        sbyte* weights = Weights(tile);
        for (int i = 0; i < count; i += Group, groups += Group * Depth, sums += Group * Tile)
        {
            if (count - i == 1)
                SumOne(groups, weights, chunks, sums);
            else
                SumTile(groups, weights, chunks, sums);
        }
    }

    private static void SumTile(sbyte* x, sbyte* w, int chunks, int* sums)
    {
        Vector128<int> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector128<int> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector128<int> c0 = default, c1 = default, c2 = default, c3 = default;
        Vector128<int> d0 = default, d1 = default, d2 = default, d3 = default;
        for (sbyte* end = x + (nint)chunks * Group * Chunk; x < end; x += Group * Chunk, w += Tile * Chunk)
        {
            Vector128<sbyte> x0 = Vector128.Load(x), x1 = Vector128.Load(x + 16), x2 = Vector128.Load(x + 32), x3 = Vector128.Load(x + 48);
            Vector128<sbyte> v = Vector128.Load(w), u = Vector128.Load(w + 16);
            a0 = Dp.DotProductBySelectedQuadruplet(a0, v, x0, 0);
            a1 = Dp.DotProductBySelectedQuadruplet(a1, v, x1, 0);
            a2 = Dp.DotProductBySelectedQuadruplet(a2, v, x2, 0);
            a3 = Dp.DotProductBySelectedQuadruplet(a3, v, x3, 0);
            b0 = Dp.DotProductBySelectedQuadruplet(b0, u, x0, 0);
            b1 = Dp.DotProductBySelectedQuadruplet(b1, u, x1, 0);
            b2 = Dp.DotProductBySelectedQuadruplet(b2, u, x2, 0);
            b3 = Dp.DotProductBySelectedQuadruplet(b3, u, x3, 0);

            v = Vector128.Load(w + 32);
            u = Vector128.Load(w + 48);
            c0 = Dp.DotProductBySelectedQuadruplet(c0, v, x0, 0);
            c1 = Dp.DotProductBySelectedQuadruplet(c1, v, x1, 0);
            c2 = Dp.DotProductBySelectedQuadruplet(c2, v, x2, 0);
            c3 = Dp.DotProductBySelectedQuadruplet(c3, v, x3, 0);
            d0 = Dp.DotProductBySelectedQuadruplet(d0, u, x0, 0);
            d1 = Dp.DotProductBySelectedQuadruplet(d1, u, x1, 0);
            d2 = Dp.DotProductBySelectedQuadruplet(d2, u, x2, 0);
            d3 = Dp.DotProductBySelectedQuadruplet(d3, u, x3, 0);

            v = Vector128.Load(w + 64);
            u = Vector128.Load(w + 80);
            a0 = Dp.DotProductBySelectedQuadruplet(a0, v, x0, 1);
            a1 = Dp.DotProductBySelectedQuadruplet(a1, v, x1, 1);
            a2 = Dp.DotProductBySelectedQuadruplet(a2, v, x2, 1);
            a3 = Dp.DotProductBySelectedQuadruplet(a3, v, x3, 1);
            b0 = Dp.DotProductBySelectedQuadruplet(b0, u, x0, 1);
            b1 = Dp.DotProductBySelectedQuadruplet(b1, u, x1, 1);
            b2 = Dp.DotProductBySelectedQuadruplet(b2, u, x2, 1);
            b3 = Dp.DotProductBySelectedQuadruplet(b3, u, x3, 1);

            v = Vector128.Load(w + 96);
            u = Vector128.Load(w + 112);
            c0 = Dp.DotProductBySelectedQuadruplet(c0, v, x0, 1);
            c1 = Dp.DotProductBySelectedQuadruplet(c1, v, x1, 1);
            c2 = Dp.DotProductBySelectedQuadruplet(c2, v, x2, 1);
            c3 = Dp.DotProductBySelectedQuadruplet(c3, v, x3, 1);
            d0 = Dp.DotProductBySelectedQuadruplet(d0, u, x0, 1);
            d1 = Dp.DotProductBySelectedQuadruplet(d1, u, x1, 1);
            d2 = Dp.DotProductBySelectedQuadruplet(d2, u, x2, 1);
            d3 = Dp.DotProductBySelectedQuadruplet(d3, u, x3, 1);

            v = Vector128.Load(w + 128);
            u = Vector128.Load(w + 144);
            a0 = Dp.DotProductBySelectedQuadruplet(a0, v, x0, 2);
            a1 = Dp.DotProductBySelectedQuadruplet(a1, v, x1, 2);
            a2 = Dp.DotProductBySelectedQuadruplet(a2, v, x2, 2);
            a3 = Dp.DotProductBySelectedQuadruplet(a3, v, x3, 2);
            b0 = Dp.DotProductBySelectedQuadruplet(b0, u, x0, 2);
            b1 = Dp.DotProductBySelectedQuadruplet(b1, u, x1, 2);
            b2 = Dp.DotProductBySelectedQuadruplet(b2, u, x2, 2);
            b3 = Dp.DotProductBySelectedQuadruplet(b3, u, x3, 2);

            v = Vector128.Load(w + 160);
            u = Vector128.Load(w + 176);
            c0 = Dp.DotProductBySelectedQuadruplet(c0, v, x0, 2);
            c1 = Dp.DotProductBySelectedQuadruplet(c1, v, x1, 2);
            c2 = Dp.DotProductBySelectedQuadruplet(c2, v, x2, 2);
            c3 = Dp.DotProductBySelectedQuadruplet(c3, v, x3, 2);
            d0 = Dp.DotProductBySelectedQuadruplet(d0, u, x0, 2);
            d1 = Dp.DotProductBySelectedQuadruplet(d1, u, x1, 2);
            d2 = Dp.DotProductBySelectedQuadruplet(d2, u, x2, 2);
            d3 = Dp.DotProductBySelectedQuadruplet(d3, u, x3, 2);

            v = Vector128.Load(w + 192);
            u = Vector128.Load(w + 208);
            a0 = Dp.DotProductBySelectedQuadruplet(a0, v, x0, 3);
            a1 = Dp.DotProductBySelectedQuadruplet(a1, v, x1, 3);
            a2 = Dp.DotProductBySelectedQuadruplet(a2, v, x2, 3);
            a3 = Dp.DotProductBySelectedQuadruplet(a3, v, x3, 3);
            b0 = Dp.DotProductBySelectedQuadruplet(b0, u, x0, 3);
            b1 = Dp.DotProductBySelectedQuadruplet(b1, u, x1, 3);
            b2 = Dp.DotProductBySelectedQuadruplet(b2, u, x2, 3);
            b3 = Dp.DotProductBySelectedQuadruplet(b3, u, x3, 3);

            v = Vector128.Load(w + 224);
            u = Vector128.Load(w + 240);
            c0 = Dp.DotProductBySelectedQuadruplet(c0, v, x0, 3);
            c1 = Dp.DotProductBySelectedQuadruplet(c1, v, x1, 3);
            c2 = Dp.DotProductBySelectedQuadruplet(c2, v, x2, 3);
            c3 = Dp.DotProductBySelectedQuadruplet(c3, v, x3, 3);
            d0 = Dp.DotProductBySelectedQuadruplet(d0, u, x0, 3);
            d1 = Dp.DotProductBySelectedQuadruplet(d1, u, x1, 3);
            d2 = Dp.DotProductBySelectedQuadruplet(d2, u, x2, 3);
            d3 = Dp.DotProductBySelectedQuadruplet(d3, u, x3, 3);
        }

        Store(a0, b0, c0, d0, sums);
        Store(a1, b1, c1, d1, sums + Tile);
        Store(a2, b2, c2, d2, sums + 2 * Tile);
        Store(a3, b3, c3, d3, sums + 3 * Tile);
    }

    /// <summary>The same for the first patch of a group.</summary>
    private static void SumOne(sbyte* x, sbyte* w, int chunks, int* sums)
    {
        Vector128<int> a = default, b = default, c = default, d = default;
        for (sbyte* end = x + (nint)chunks * Group * Chunk; x < end; x += Group * Chunk, w += Tile * Chunk)
        {
            Vector128<sbyte> taps = Vector128.Load(x);
            a = Dp.DotProductBySelectedQuadruplet(a, Vector128.Load(w + 0), taps, 0);
            b = Dp.DotProductBySelectedQuadruplet(b, Vector128.Load(w + 16), taps, 0);
            c = Dp.DotProductBySelectedQuadruplet(c, Vector128.Load(w + 32), taps, 0);
            d = Dp.DotProductBySelectedQuadruplet(d, Vector128.Load(w + 48), taps, 0);
            a = Dp.DotProductBySelectedQuadruplet(a, Vector128.Load(w + 64), taps, 1);
            b = Dp.DotProductBySelectedQuadruplet(b, Vector128.Load(w + 80), taps, 1);
            c = Dp.DotProductBySelectedQuadruplet(c, Vector128.Load(w + 96), taps, 1);
            d = Dp.DotProductBySelectedQuadruplet(d, Vector128.Load(w + 112), taps, 1);
            a = Dp.DotProductBySelectedQuadruplet(a, Vector128.Load(w + 128), taps, 2);
            b = Dp.DotProductBySelectedQuadruplet(b, Vector128.Load(w + 144), taps, 2);
            c = Dp.DotProductBySelectedQuadruplet(c, Vector128.Load(w + 160), taps, 2);
            d = Dp.DotProductBySelectedQuadruplet(d, Vector128.Load(w + 176), taps, 2);
            a = Dp.DotProductBySelectedQuadruplet(a, Vector128.Load(w + 192), taps, 3);
            b = Dp.DotProductBySelectedQuadruplet(b, Vector128.Load(w + 208), taps, 3);
            c = Dp.DotProductBySelectedQuadruplet(c, Vector128.Load(w + 224), taps, 3);
            d = Dp.DotProductBySelectedQuadruplet(d, Vector128.Load(w + 240), taps, 3);
        }

        Store(a, b, c, d, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d, int* sums)
    {
        a.Store(sums);
        b.Store(sums + 4);
        c.Store(sums + 8);
        d.Store(sums + 12);
    }
}
