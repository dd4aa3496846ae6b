using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// A register tile of 4 patches × 4 channels: 16 sums of four lanes each, 8 halves of patches, 2 halves of weights, 4 products: 30 of 32
/// registers. Weights are packed as [16 taps][channel][tap]. Taps t and t + 8 are summed in 16 bits, which no pair can leave if no weight is
/// −128: <c>2·127·128 = 32,512</c>; tiles that have one add each product on its own. Halves are loaded as such (ldp of two 64-bit registers),
/// because a half of a loaded whole costs a mov.
/// </summary>
internal sealed unsafe class GroupProductNeon : GroupProduct
{
    private const int Tile = 4;
    private const int PanelChannels = RequantizationTableNeon.PanelChannels;
    private const int LowestWeight = -127;

    private readonly bool[] _wide; // by tile

    public GroupProductNeon(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(layout, Tile, parameters, filter, requantization, LowestWeight)
    {
        _wide = FindWide();
    }

    public GroupProductNeon(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(layout, Tile, parameters, blocks)
    {
        _wide = FindWide();
    }

    protected override int Position(int channel, int tap) => (tap / Chunk * Tile + channel) * Chunk + tap % Chunk;

    protected override void SumPanel(sbyte* groups, int count, int tile, int tiles, int* sums)
    {
        int chunks = Depth / Chunk;
        for (int last = tile + tiles; tile < last; tile++, sums += Tile)
        {
            sbyte* weights = Weights(tile);
            sbyte* patches = groups;
            for (int i = 0; i < count; i += Group, patches += Group * Depth)
            {
                int* to = sums + i * PanelChannels;
                if (_wide[tile])
                    SumWide(patches, weights, chunks, to);
                else if (count - i == 1)
                    SumOne(patches, weights, chunks, to);
                else
                    SumTile(patches, weights, chunks, to);
            }
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
            Vector64<sbyte> x0 = Vector64.Load(x), y0 = Vector64.Load(x + 8);
            Vector64<sbyte> x1 = Vector64.Load(x + 16), y1 = Vector64.Load(x + 24);
            Vector64<sbyte> x2 = Vector64.Load(x + 32), y2 = Vector64.Load(x + 40);
            Vector64<sbyte> x3 = Vector64.Load(x + 48), y3 = Vector64.Load(x + 56);

            // Four independent products in a row: cores that execute in order would wait for each other's results otherwise.
            Vector64<sbyte> v = Vector64.Load(w), u = Vector64.Load(w + 8);
            Vector128<short> p0 = AdvSimd.MultiplyWideningLower(v, x0), p1 = AdvSimd.MultiplyWideningLower(v, x1);
            Vector128<short> p2 = AdvSimd.MultiplyWideningLower(v, x2), p3 = AdvSimd.MultiplyWideningLower(v, x3);
            p0 = AdvSimd.MultiplyWideningLowerAndAdd(p0, u, y0);
            p1 = AdvSimd.MultiplyWideningLowerAndAdd(p1, u, y1);
            p2 = AdvSimd.MultiplyWideningLowerAndAdd(p2, u, y2);
            p3 = AdvSimd.MultiplyWideningLowerAndAdd(p3, u, y3);
            a0 = AdvSimd.AddPairwiseWideningAndAdd(a0, p0);
            a1 = AdvSimd.AddPairwiseWideningAndAdd(a1, p1);
            a2 = AdvSimd.AddPairwiseWideningAndAdd(a2, p2);
            a3 = AdvSimd.AddPairwiseWideningAndAdd(a3, p3);

            v = Vector64.Load(w + 16);
            u = Vector64.Load(w + 24);
            p0 = AdvSimd.MultiplyWideningLower(v, x0);
            p1 = AdvSimd.MultiplyWideningLower(v, x1);
            p2 = AdvSimd.MultiplyWideningLower(v, x2);
            p3 = AdvSimd.MultiplyWideningLower(v, x3);
            p0 = AdvSimd.MultiplyWideningLowerAndAdd(p0, u, y0);
            p1 = AdvSimd.MultiplyWideningLowerAndAdd(p1, u, y1);
            p2 = AdvSimd.MultiplyWideningLowerAndAdd(p2, u, y2);
            p3 = AdvSimd.MultiplyWideningLowerAndAdd(p3, u, y3);
            b0 = AdvSimd.AddPairwiseWideningAndAdd(b0, p0);
            b1 = AdvSimd.AddPairwiseWideningAndAdd(b1, p1);
            b2 = AdvSimd.AddPairwiseWideningAndAdd(b2, p2);
            b3 = AdvSimd.AddPairwiseWideningAndAdd(b3, p3);

            v = Vector64.Load(w + 32);
            u = Vector64.Load(w + 40);
            p0 = AdvSimd.MultiplyWideningLower(v, x0);
            p1 = AdvSimd.MultiplyWideningLower(v, x1);
            p2 = AdvSimd.MultiplyWideningLower(v, x2);
            p3 = AdvSimd.MultiplyWideningLower(v, x3);
            p0 = AdvSimd.MultiplyWideningLowerAndAdd(p0, u, y0);
            p1 = AdvSimd.MultiplyWideningLowerAndAdd(p1, u, y1);
            p2 = AdvSimd.MultiplyWideningLowerAndAdd(p2, u, y2);
            p3 = AdvSimd.MultiplyWideningLowerAndAdd(p3, u, y3);
            c0 = AdvSimd.AddPairwiseWideningAndAdd(c0, p0);
            c1 = AdvSimd.AddPairwiseWideningAndAdd(c1, p1);
            c2 = AdvSimd.AddPairwiseWideningAndAdd(c2, p2);
            c3 = AdvSimd.AddPairwiseWideningAndAdd(c3, p3);

            v = Vector64.Load(w + 48);
            u = Vector64.Load(w + 56);
            p0 = AdvSimd.MultiplyWideningLower(v, x0);
            p1 = AdvSimd.MultiplyWideningLower(v, x1);
            p2 = AdvSimd.MultiplyWideningLower(v, x2);
            p3 = AdvSimd.MultiplyWideningLower(v, x3);
            p0 = AdvSimd.MultiplyWideningLowerAndAdd(p0, u, y0);
            p1 = AdvSimd.MultiplyWideningLowerAndAdd(p1, u, y1);
            p2 = AdvSimd.MultiplyWideningLowerAndAdd(p2, u, y2);
            p3 = AdvSimd.MultiplyWideningLowerAndAdd(p3, u, y3);
            d0 = AdvSimd.AddPairwiseWideningAndAdd(d0, p0);
            d1 = AdvSimd.AddPairwiseWideningAndAdd(d1, p1);
            d2 = AdvSimd.AddPairwiseWideningAndAdd(d2, p2);
            d3 = AdvSimd.AddPairwiseWideningAndAdd(d3, p3);
        }

        Across(a0, b0, c0, d0).Store(sums);
        Across(a1, b1, c1, d1).Store(sums + PanelChannels);
        Across(a2, b2, c2, d2).Store(sums + 2 * PanelChannels);
        Across(a3, b3, c3, d3).Store(sums + 3 * PanelChannels);
    }

    /// <summary>The same for the first patch of a group.</summary>
    private static void SumOne(sbyte* x, sbyte* w, int chunks, int* sums)
    {
        Vector128<int> a = default, b = default, c = default, d = default;
        for (sbyte* end = x + (nint)chunks * Group * Chunk; x < end; x += Group * Chunk, w += Tile * Chunk)
        {
            Vector64<sbyte> low = Vector64.Load(x), high = Vector64.Load(x + 8);
            Vector64<sbyte> v0 = Vector64.Load(w), u0 = Vector64.Load(w + 8), v1 = Vector64.Load(w + 16), u1 = Vector64.Load(w + 24);
            Vector64<sbyte> v2 = Vector64.Load(w + 32), u2 = Vector64.Load(w + 40), v3 = Vector64.Load(w + 48), u3 = Vector64.Load(w + 56);
            Vector128<short> p0 = AdvSimd.MultiplyWideningLower(v0, low), p1 = AdvSimd.MultiplyWideningLower(v1, low);
            Vector128<short> p2 = AdvSimd.MultiplyWideningLower(v2, low), p3 = AdvSimd.MultiplyWideningLower(v3, low);
            p0 = AdvSimd.MultiplyWideningLowerAndAdd(p0, u0, high);
            p1 = AdvSimd.MultiplyWideningLowerAndAdd(p1, u1, high);
            p2 = AdvSimd.MultiplyWideningLowerAndAdd(p2, u2, high);
            p3 = AdvSimd.MultiplyWideningLowerAndAdd(p3, u3, high);
            a = AdvSimd.AddPairwiseWideningAndAdd(a, p0);
            b = AdvSimd.AddPairwiseWideningAndAdd(b, p1);
            c = AdvSimd.AddPairwiseWideningAndAdd(c, p2);
            d = AdvSimd.AddPairwiseWideningAndAdd(d, p3);
        }

        Across(a, b, c, d).Store(sums);
    }

    /// <summary>All patches of a group, with any weights.</summary>
    private static void SumWide(sbyte* group, sbyte* weights, int chunks, int* sums)
    {
        for (int patch = 0; patch < Group; patch++, group += Chunk, sums += PanelChannels)
        {
            Vector128<int> a = default, b = default, c = default, d = default;
            sbyte* x = group, w = weights;
            for (int i = 0; i < chunks; i++, x += Group * Chunk, w += Tile * Chunk)
            {
                Vector64<sbyte> low = Vector64.Load(x), high = Vector64.Load(x + 8);
                a = AddWide(a, low, high, w);
                b = AddWide(b, low, high, w + 16);
                c = AddWide(c, low, high, w + 32);
                d = AddWide(d, low, high, w + 48);
            }

            Across(a, b, c, d).Store(sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> AddWide(Vector128<int> sum, Vector64<sbyte> low, Vector64<sbyte> high, sbyte* w)
    {
        sum = AdvSimd.AddPairwiseWideningAndAdd(sum, AdvSimd.MultiplyWideningLower(Vector64.Load(w), low));
        return AdvSimd.AddPairwiseWideningAndAdd(sum, AdvSimd.MultiplyWideningLower(Vector64.Load(w + 8), high));
    }

    /// <summary>The sum of each vector's lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Across(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) =>
        AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(a, b), AdvSimd.Arm64.AddPairwise(c, d));

    /// <summary>Looks at the packed weights themselves, so that it holds for those of any file.</summary>
    private bool[] FindWide()
    {
        bool[] wide = new bool[Tiles];
        for (int tile = 0; tile < wide.Length; tile++)
            wide[tile] = new ReadOnlySpan<sbyte>(Weights(tile), Tile * Depth).Contains(sbyte.MinValue);
        return wide;
    }
}
