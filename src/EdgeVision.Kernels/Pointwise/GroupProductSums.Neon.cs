using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>The loops that sum products; which one is right for a tile is <see cref="GroupProductNeon"/>'s business.</summary>
internal sealed unsafe partial class GroupProductNeon
{
    private static void SumPairs(sbyte* x, int groups, nint length, sbyte* weights, int* bias, int* sums)
    {
        Vector128<int> start = Vector128.Load(bias);
        bool odd = length % (2 * Group * Chunk) != 0;
        for (int g = 0; g < groups; g++, sums += Group * PanelChannels)
        {
            Vector128<int> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector128<int> b0 = default, b1 = default, b2 = default, b3 = default;
            Vector128<int> c0 = default, c1 = default, c2 = default, c3 = default;
            Vector128<int> d0 = default, d1 = default, d2 = default, d3 = default;
            sbyte* w = weights;
            sbyte* end = x + length;
            if (odd)
            {
                AddChunk<First>(
                    0, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                x += Group * Chunk;
                w += Tile * Chunk;
            }
            else
            {
                AddChunk<First>(
                    0, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                AddChunk<Next>(
                    1, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                x += 2 * Group * Chunk;
                w += 2 * Tile * Chunk;
            }

            if (x < end)
            {
                do
                {
                    AddChunk<Next>(
                        0, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                        ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                    AddChunk<Next>(
                        1, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                        ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                    x += 2 * Group * Chunk;
                    w += 2 * Tile * Chunk;
                }
                while (x < end); // tested here, the loop has an instruction less
            }

            (start + Across(a0, b0, c0, d0)).Store(sums);
            (start + Across(a1, b1, c1, d1)).Store(sums + PanelChannels);
            (start + Across(a2, b2, c2, d2)).Store(sums + 2 * PanelChannels);
            (start + Across(a3, b3, c3, d3)).Store(sums + 3 * PanelChannels);
        }
    }

    /// <summary>
    /// Eight channels, those of two tiles, and two patches by fours of taps: as many sums, with vectors of 32 taps of both patches.
    /// </summary>
    private static void SumFours(sbyte* groups, int count, nint length, sbyte* weights, int* bias, int* sums)
    {
        nint tile = length / Group * Tile;
        Vector128<int> start = Vector128.Load(bias), nextStart = Vector128.Load(bias + Tile);
        bool odd = length % (2 * Group * Chunk) != 0;
        for (int i = 0; i < 2 * count; i++, sums += 2 * PanelChannels)
        {
            Vector128<int> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
            Vector128<int> e0 = default, e1 = default, f0 = default, f1 = default, g0 = default, g1 = default, h0 = default, h1 = default;
            sbyte* x = groups + i / 2 * length + i % 2 * (2 * Chunk), end = x + length, w = weights, u = weights + tile;
            if (odd)
            {
                AddPairs<First>(
                    x, w, u, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1,
                    ref e0, ref e1, ref f0, ref f1, ref g0, ref g1, ref h0, ref h1);
                x += Group * Chunk;
                w += Tile * Chunk;
                u += Tile * Chunk;
            }
            else
            {
                AddFours<First>(
                    x, w, u, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1,
                    ref e0, ref e1, ref f0, ref f1, ref g0, ref g1, ref h0, ref h1);
                x += 2 * Group * Chunk;
                w += 2 * Tile * Chunk;
                u += 2 * Tile * Chunk;
            }

            if (x < end)
            {
                do
                {
                    AddFours<Next>(
                        x, w, u, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1,
                        ref e0, ref e1, ref f0, ref f1, ref g0, ref g1, ref h0, ref h1);
                    x += 2 * Group * Chunk;
                    w += 2 * Tile * Chunk;
                    u += 2 * Tile * Chunk;
                }
                while (x < end); // tested here, the loop has an instruction less
            }

            (start + Across(a0, b0, c0, d0)).Store(sums);
            (nextStart + Across(e0, f0, g0, h0)).Store(sums + Tile);
            (start + Across(a1, b1, c1, d1)).Store(sums + PanelChannels);
            (nextStart + Across(e1, f1, g1, h1)).Store(sums + PanelChannels + Tile);
        }
    }

    /// <summary>The first patch of a group.</summary>
    private static void SumOne(sbyte* x, nint length, sbyte* w, int* bias, int* sums)
    {
        Vector128<int> a = Start(bias), b = Start(bias + 1), c = Start(bias + 2), d = Start(bias + 3);
        for (sbyte* end = x + length; x < end; x += Group * Chunk, w += Tile * Chunk)
        {
            Vector64<sbyte> low = Vector64.Load(x), high = Vector64.Load(x + 8);
            var (v0, u0, v1, u1) = (Vector64.Load(w), Vector64.Load(w + 8), Vector64.Load(w + 16), Vector64.Load(w + 24));
            var (v2, u2, v3, u3) = (Vector64.Load(w + 32), Vector64.Load(w + 40), Vector64.Load(w + 48), Vector64.Load(w + 56));
            Add<Next>(low, high, v0, u0, v1, u1, v2, u2, v3, u3, ref a, ref b, ref c, ref d);
        }

        Across(a, b, c, d).Store(sums);
    }

    /// <summary>Groups of patches, with any weights.</summary>
    private static void SumWide(sbyte* x, int groups, nint length, sbyte* weights, int* bias, int* sums)
    {
        for (int i = 0; i < groups * Group; i++, sums += PanelChannels)
        {
            Vector128<int> a = Start(bias), b = Start(bias + 1), c = Start(bias + 2), d = Start(bias + 3);
            sbyte* patch = x + i / Group * length + i % Group * Chunk, w = weights;
            for (sbyte* end = patch + length; patch < end; patch += Group * Chunk, w += Tile * Chunk)
            {
                Vector64<sbyte> low = Vector64.Load(patch), high = Vector64.Load(patch + 8);
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

    /// <summary>A channel's bias in one of four lanes, which are summed in the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Start(int* bias) => Vector128.CreateScalar(*bias);

    /// <summary>The sum of each vector's lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Across(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) =>
        AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(a, b), AdvSimd.Arm64.AddPairwise(c, d));
}
