using System.Runtime.Intrinsics;

namespace EdgeVision.Kernels;

/// <summary>
/// A register tile of 4 patches × 4 channels: 16 sums of four lanes each, 8 halves of patches, 2 halves of weights, 4 products: 30 of 32
/// registers. Weights are packed as [16 taps][channel][tap]. Taps t and t + 8 are summed in 16 bits, which no pair can leave if no weight is
/// −128: <c>2·127·128 = 32,512</c>; tiles that have one add each product on its own, and those whose weights are small sum four.
/// Halves are loaded as such (ldp of two 64-bit registers), because a half of a loaded whole costs a mov.
/// </summary>
internal sealed unsafe partial class GroupProductNeon : GroupProduct
{
    private const int Tile = 4;
    private const int PanelChannels = RequantizationTableNeon.PanelChannels;
    private const int LowestWeight = -127;

    private readonly Proof[] _proofs; // by tile

    public GroupProductNeon(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(layout, Tile, parameters, filter, requantization, LowestWeight)
    {
        _proofs = Prove();
    }

    public GroupProductNeon(FilterLayout layout, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(layout, Tile, parameters, blocks)
    {
        _proofs = Prove();
    }

    protected override int Position(int channel, int tap) => (tap / Chunk * Tile + channel) * Chunk + tap % Chunk;

    protected override void SumPanel(sbyte* groups, int count, int tile, int channels, int* bias, int* sums)
    {
        int full = FullGroups(count);
        nint length = (nint)Group * Depth;
        for (int last = tile + (channels + Tile - 1) / Tile; tile < last;)
        {
            sbyte* weights = Weights(tile);
            Proof proof = _proofs[tile];
            int done = 1;
            if (proof == Proof.None)
            {
                SumWide(groups, (count + Group - 1) / Group, length, weights, bias, sums);
            }
            else if (proof == Proof.Fours && Depth > Chunk && tile + 1 < last && _proofs[tile + 1] == Proof.Fours)
            {
                SumFours(groups, full, length, weights, bias, sums);
                done = 2;
            }
            else
            {
                SumPairs(groups, full, length, weights, bias, sums);
            }

            for (int i = 0; i < done; i++, tile++, sums += Tile, bias += Tile)
            {
                if (full * Group < count && proof != Proof.None)
                    SumOne(groups + full * length, length, Weights(tile), bias, sums + full * Group * PanelChannels);
            }
        }
    }

    /// <summary>Looks at the packed weights themselves, so that it holds for those of any file.</summary>
    private Proof[] Prove()
    {
        var proofs = new Proof[Tiles];
        for (int tile = 0; tile < proofs.Length; tile++)
        {
            sbyte* weights = Weights(tile);
            if (FoursFit(weights))
                proofs[tile] = Proof.Fours;
            else if (!new ReadOnlySpan<sbyte>(weights, Tile * Depth).Contains(sbyte.MinValue))
                proofs[tile] = Proof.Pairs;
        }

        return proofs;
    }

    /// <summary>Whether the weights' magnitudes that meet in a 16-bit sum never add up to more than 255: <c>255·128 = 32,640</c>.</summary>
    private bool FoursFit(sbyte* weights)
    {
        const int Length = Tile * Chunk; // of a chunk
        var most = Vector128<ushort>.Zero;
        sbyte* end = weights + Tile * Depth;
        for (; end - weights >= 2 * Length; weights += 2 * Length)
        {
            for (int i = 0; i < Length; i += Chunk)
                most = Vector128.Max(most, Magnitudes(weights + i) + Magnitudes(weights + Length + i));
        }

        for (; weights < end; weights += Chunk)
            most = Vector128.Max(most, Magnitudes(weights));
        return Vector128.LessThanOrEqualAll(most, Vector128.Create((ushort)byte.MaxValue));
    }

    /// <summary>Of taps t and t + 8 together.</summary>
    private static Vector128<ushort> Magnitudes(sbyte* weights)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Abs(Vector128.Load(weights)).AsByte());
        return low + high;
    }

    /// <summary>How many products are known to fit in 16 bits together, whatever the inputs.</summary>
    private enum Proof : byte
    {
        /// <summary>A weight of −128 may meet another.</summary>
        None,

        /// <summary>Two: no weight is −128.</summary>
        Pairs,

        /// <summary>Four.</summary>
        Fours,
    }
}
