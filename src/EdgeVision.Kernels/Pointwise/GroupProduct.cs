using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// Patches times a filter matrix, for NEON: a patch is the bytes that one output pixel reads, and four patches are a group, laid out as
/// [16 taps][patch][tap] so that one address serves all. The input's zero point is folded into the bias.
/// </summary>
internal abstract unsafe class GroupProduct
{
    /// <summary>Patches multiplied together.</summary>
    public const int Group = 4;

    /// <summary>Taps of a vector; patches are filled up to whole ones.</summary>
    public const int Chunk = 16;

    /// <summary>Longest patch; a block of groups fits any thread's stack.</summary>
    public const int MaxTaps = 8192;

    /// <summary>Patches that are multiplied at once; fewer take as long.</summary>
    public const int TilePatches = Group;

    private const int PanelChannels = RequantizationTableNeon.PanelChannels;
    private const int BlockBytes = 16 << 10; // half of the smallest board's first-level cache
    private const int MaxBlock = 8 * Group;

    private readonly AlignedArray<sbyte> _weights;
    private readonly AlignedArray<int> _sumFactors; // by panel: what a patch's sum is multiplied by
    private readonly bool _sumsPatches;

    /// <param name="layout">Of the filter.</param>
    /// <param name="tileChannels">Channels that are multiplied together; divides a panel.</param>
    /// <param name="parameters">The zero points.</param>
    /// <param name="filter">[channel][tap].</param>
    /// <param name="requantization">Of every channel.</param>
    /// <param name="lowestWeight">See <see cref="SignedFilter"/>.</param>
    protected GroupProduct(
        FilterLayout layout, int tileChannels, LinearParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization,
        int lowestWeight)
    {
        Channels = layout.Channels;
        TileChannels = tileChannels;
        Depth = PaddedDepth(layout.Taps);
        Table = new RequantizationTableNeon(requantization);
        _weights = new AlignedArray<sbyte>((int)WeightBytes(layout, tileChannels));
        _sumFactors = new AlignedArray<int>(Panels(layout.Channels));
        int offset = 0;
        for (int c = 0; c < layout.Channels; c++)
        {
            if (c % PanelChannels == 0)
            {
                int channels = Math.Min(PanelChannels, layout.Channels - c);
                offset = SignedFilter.Offset(filter.Slice(c * layout.Taps, channels * layout.Taps), parameters.FilterZeroPoint, lowestWeight);
                _sumFactors[c / PanelChannels] = offset - parameters.FilterZeroPoint;
            }

            int tile = c / tileChannels * tileChannels * Depth, sum = 0;
            for (int t = 0; t < layout.Taps; t++)
            {
                int weight = filter[c * layout.Taps + t];
                _weights[tile + Position(c % tileChannels, t)] = (sbyte)(weight - offset);
                sum += weight - parameters.FilterZeroPoint;
            }

            Table[RequantizationTableNeon.Bias, c] -= parameters.InputZeroPoint * sum;
        }

        _sumsPatches = HasSumFactor();
    }

    /// <summary>The product that <paramref name="blocks"/> were taken from.</summary>
    protected GroupProduct(FilterLayout layout, int tileChannels, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        Require.Length(blocks.Length, 3, "list of packed blocks");
        Require.ZeroPoint(parameters.InputZeroPoint, "input");
        Channels = layout.Channels;
        TileChannels = tileChannels;
        Depth = PaddedDepth(layout.Taps);
        _weights = new AlignedArray<sbyte>(blocks[0], WeightBytes(layout, tileChannels));
        Table = new RequantizationTableNeon(parameters, layout.Channels, blocks[1]);
        _sumFactors = new AlignedArray<int>(blocks[2], Panels(layout.Channels));
        _sumsPatches = HasSumFactor();
    }

    /// <summary>
    /// Most patches to be multiplied together: a tile of weights is used for all of them while it is in the first-level cache, and so are
    /// they for all tiles.
    /// </summary>
    public int BlockPatches => Group * Math.Clamp(BlockBytes / (Group * Depth), 1, MaxBlock / Group);

    /// <summary>Bytes of a block of patches.</summary>
    public int BlockLength => BlockPatches * Depth;

    /// <summary>Length of a patch: the taps, filled up to whole chunks by zeros.</summary>
    public int Depth { get; }

    public PackedBlock[] Blocks => [_weights.Block, Table.Block, _sumFactors.Block];

    public long Bytes => _weights.Bytes + Table.Bytes;

    protected int Channels { get; }

    protected int TileChannels { get; }

    protected RequantizationTableNeon Table { get; }

    protected int Tiles => (Channels + TileChannels - 1) / TileChannels;

    /// <summary>Whether the packed weights of this layout can be indexed and its patches fit the stack.</summary>
    public static bool Fits(FilterLayout layout) => layout.Taps <= MaxTaps && WeightBytes(layout, PanelChannels) <= Array.MaxLength / 2;

    /// <summary>A layout from a file, which need not fit.</summary>
    /// <exception cref="KernelException">It does not.</exception>
    public static FilterLayout Checked(FilterLayout layout)
    {
        Require.Patches(Fits(layout), layout);
        return layout;
    }

    /// <summary>Writes patches that lie one after another as groups; a group that is not full repeats its last patch.</summary>
    /// <param name="patches">[patch][tap], only <paramref name="taps"/> each.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="taps">Bytes from one patch to the next.</param>
    /// <param name="groups"><see cref="BlockLength"/> bytes.</param>
    public static void Pack(sbyte* patches, int count, int taps, sbyte* groups)
    {
        for (int first = 0; first < count; first += Group)
        {
            sbyte* p0 = patches + (nint)first * taps;
            sbyte* p1 = first + 1 < count ? p0 + taps : p0;
            sbyte* p2 = first + 2 < count ? p1 + taps : p1;
            sbyte* p3 = first + 3 < count ? p2 + taps : p2;
            nint t = 0;
            for (; t <= taps - Chunk; t += Chunk, groups += Group * Chunk)
            {
                Vector128.Load(p0 + t).Store(groups);
                Vector128.Load(p1 + t).Store(groups + Chunk);
                Vector128.Load(p2 + t).Store(groups + 2 * Chunk);
                Vector128.Load(p3 + t).Store(groups + 3 * Chunk);
            }

            if (t == taps)
                continue;
            PackRest(p0 + t, taps - (int)t, groups);
            PackRest(p1 + t, taps - (int)t, groups + Chunk);
            PackRest(p2 + t, taps - (int)t, groups + 2 * Chunk);
            PackRest(p3 + t, taps - (int)t, groups + 3 * Chunk);
            groups += Group * Chunk;
        }
    }

    /// <summary>Multiplies a block of patches.</summary>
    /// <param name="groups">What <see cref="Pack"/> wrote.</param>
    /// <param name="count">In [1, <see cref="BlockPatches"/>].</param>
    /// <param name="output">[patch][channel].</param>
    [SkipLocalsInit]
    public void Run(sbyte* groups, int count, sbyte* output)
    {
        int* sums = stackalloc int[MaxBlock * PanelChannels];
        int* patchSums = stackalloc int[MaxBlock];
        int* missing = stackalloc int[MaxBlock];
        if (_sumsPatches)
            SumPatches(groups, count, patchSums);
        for (int channel = 0; channel < Channels; channel += PanelChannels)
        {
            int factor = _sumFactors[channel / PanelChannels];
            if (factor != 0)
                Multiply(patchSums, factor, missing);
            RunPanel(groups, count, channel, factor == 0 ? null : missing, sums, output);
        }
    }

    /// <summary>Groups that are multiplied as such: of a last group with one patch only this is.</summary>
    protected static int FullGroups(int count) => (count + Group - 2) / Group;

    /// <summary>Where a tile holds the weight of one of its channels.</summary>
    protected abstract int Position(int channel, int tap);

    /// <summary>Sums the products of some patches with the weights of one panel.</summary>
    /// <param name="groups">The patches.</param>
    /// <param name="count">How many.</param>
    /// <param name="tile">The panel's first tile.</param>
    /// <param name="channels">How many channels of the panel there are, in [1, 16]; the sums of others may be anything.</param>
    /// <param name="bias">What the sums of the panel's channels start from.</param>
    /// <param name="sums">[patch][channel of the panel]; those of patches that fill up the last group are written, too.</param>
    protected abstract void SumPanel(sbyte* groups, int count, int tile, int channels, int* bias, int* sums);

    /// <summary>The bytes of a panel.</summary>
    /// <param name="groups">The patches.</param>
    /// <param name="count">How many.</param>
    /// <param name="channel">The panel's first channel.</param>
    /// <param name="missing">What the sums of each patch lack, those that fill up the last group counted; or null.</param>
    /// <param name="sums">Memory for the sums.</param>
    /// <param name="output">The first patch's byte of the first channel of all.</param>
    protected virtual void RunPanel(sbyte* groups, int count, int channel, int* missing, int* sums, sbyte* output)
    {
        int channels = Math.Min(PanelChannels, Channels - channel);
        SumPanel(groups, count, channel / TileChannels, channels, Bias(channel), sums);
        if (missing != null)
            AddMissing(missing, count, sums);
        RequantizationNeon.Apply(Table, channel, channels, sums, count, output + channel, Channels);
    }

    /// <summary>The packed weights of a tile of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected sbyte* Weights(int tile) => (sbyte*)Unsafe.AsPointer(ref _weights[tile * TileChannels * Depth]);

    /// <summary>What the sums of a panel's channels start from.</summary>
    protected int* Bias(int channel) => Table.Row(RequantizationTableNeon.Bias, channel);

    private static int PaddedDepth(int taps) => (taps + Chunk - 1) / Chunk * Chunk;

    private static int Panels(int channels) => (channels + PanelChannels - 1) / PanelChannels;

    private static long WeightBytes(FilterLayout layout, int tileChannels) =>
        ((long)layout.Channels + tileChannels - 1) / tileChannels * tileChannels * PaddedDepth(layout.Taps);

    /// <summary>Fewer taps than a chunk, and zeros.</summary>
    private static void PackRest(sbyte* from, int count, sbyte* to)
    {
        if (count == sizeof(long))
        {
            Vector128.Create(*(long*)from, 0).Store((long*)to);
            return;
        }

        Vector128<sbyte>.Zero.Store(to);
        for (int t = 0; t < count; t++)
            to[t] = from[t];
    }

    private static void AddMissing(int* missing, int count, int* sums)
    {
        for (int i = 0; i < count; i++, sums += PanelChannels)
        {
            var each = Vector128.Create(missing[i]);
            for (int c = 0; c < PanelChannels; c += 4)
                (Vector128.Load(sums + c) + each).Store(sums + c);
        }
    }

    private static void Multiply(int* patchSums, int factor, int* missing)
    {
        for (int i = 0; i < MaxBlock; i += 4)
            (Vector128.Load(patchSums + i) * factor).Store(missing + i);
    }

    private bool HasSumFactor() => _sumFactors.Slice(0, _sumFactors.Length).ContainsAnyExcept(0);

    /// <summary>The sum of each patch.</summary>
    private void SumPatches(sbyte* groups, int count, int* patchSums)
    {
        for (int first = 0; first < count; first += Group, groups += Group * (nint)Depth)
            SumGroup(groups, groups + Group * (nint)Depth).Store(patchSums + first);
    }

    private static Vector128<int> SumGroup(sbyte* x, sbyte* end)
    {
        Vector128<int> a = default, b = default, c = default, d = default;
        for (; x < end; x += Group * Chunk)
        {
            a = AdvSimd.AddPairwiseWideningAndAdd(a, AdvSimd.AddPairwiseWidening(Vector128.Load(x)));
            b = AdvSimd.AddPairwiseWideningAndAdd(b, AdvSimd.AddPairwiseWidening(Vector128.Load(x + Chunk)));
            c = AdvSimd.AddPairwiseWideningAndAdd(c, AdvSimd.AddPairwiseWidening(Vector128.Load(x + 2 * Chunk)));
            d = AdvSimd.AddPairwiseWideningAndAdd(d, AdvSimd.AddPairwiseWidening(Vector128.Load(x + 3 * Chunk)));
        }

        return AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(a, b), AdvSimd.Arm64.AddPairwise(c, d));
    }
}
