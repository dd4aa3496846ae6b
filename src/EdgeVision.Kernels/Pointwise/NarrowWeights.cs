using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Weights for sums of four products in 16 bits. vpmaddubsw multiplies unsigned inputs by signed weights and adds neighbouring products,
/// saturating; two such results are added before they are widened. As weights are constants and inputs at most 255, nothing can saturate
/// when the positive weights of each four sum to at most 128, and the negative ones too: <c>255·128 = 32,640</c>. Where they do not, the
/// largest weights are cut down until they do, and what was cut off, the residue, is multiplied in 32 bits. The sum of both is exact for
/// any weights; it is only slower with many residues.
/// </summary>
internal sealed partial class NarrowWeights
{
    /// <summary>Taps that are multiplied together: two fours for each channel.</summary>
    public const int Chunk = 8;

    /// <summary>What a four's positive, and its negative, weights may sum to.</summary>
    public const int Limit = 128;

    private const int TapsPerResidue = 12; // more residues than one tap in so many do not pay
    private const int Four = 4;
    private const int Pair = 2;

    private readonly AlignedArray<sbyte> _weights;
    private readonly AlignedArray<short> _residues;
    private readonly int[] _residueTaps;
    private readonly int[] _firstPair;
    private readonly ChannelTiles _tiles;

    /// <param name="layout">Of the filter.</param>
    /// <param name="tiles">Of the channels; two vectors.</param>
    /// <param name="filterZeroPoint">Subtracted from every weight.</param>
    /// <param name="filter">[channel][tap].</param>
    public NarrowWeights(FilterLayout layout, ChannelTiles tiles, int filterZeroPoint, ReadOnlySpan<sbyte> filter)
    {
        _tiles = tiles;
        Depth = PaddedDepth(layout.Taps);
        _weights = new AlignedArray<sbyte>(tiles.Count * tiles.Size * Depth);
        Sums = new int[tiles.Count * tiles.Size];
        _firstPair = new int[tiles.Count + 1];
        var taps = new List<int>();
        var residues = new List<short[]>(); // [tile's residue pair][lane][tap of the pair]
        short[] cut = new short[tiles.Size * Depth];
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            Array.Clear(cut);
            for (int lane = 0; lane < tiles.Size; lane++)
            {
                int c = tiles.Channel(tile, lane);
                if (c < layout.Channels)
                    PackChannel(tile, lane, filter.Slice(c * layout.Taps, layout.Taps), filterZeroPoint, cut.AsSpan(lane * Depth, Depth));
            }

            AddResidues(cut, taps, residues);
            _firstPair[tile + 1] = residues.Count;
        }

        _residueTaps = [.. taps];
        _residues = new AlignedArray<short>(residues.Count * tiles.Size * Pair);
        for (int i = 0; i < _residues.Length; i++)
            _residues[i] = residues[i / (tiles.Size * Pair)][i % (tiles.Size * Pair)];
    }

    /// <summary>Length of a patch: the taps, filled up to whole chunks by some that meet zero weights.</summary>
    public int Depth { get; }

    /// <summary>Sum of a lane's weights, by tile and lane, when they have just been packed: times what inputs are higher than they should be, it belongs into the bias.</summary>
    public int[] Sums { get; }

    public long Bytes => _weights.Bytes + _residues.Bytes + (sizeof(int) * ((long)_residueTaps.Length + _firstPair.Length));

    /// <summary>Most taps, so that a block of patches fits any thread's stack.</summary>
    public static bool Fits(FilterLayout layout, int tileChannels) =>
        layout.Taps <= PatchProduct.MaxDepth && (layout.Channels + (long)tileChannels) * PaddedDepth(layout.Taps) <= Array.MaxLength / 2;

    /// <summary>How many fours of weights there are, and in how many of them nothing had to be cut off.</summary>
    /// <param name="taps">Weights of a channel.</param>
    /// <param name="filterZeroPoint">Subtracted from every weight.</param>
    /// <param name="filter">[channel][tap].</param>
    public static (long Fours, long Safe) Prove(int taps, int filterZeroPoint, ReadOnlySpan<sbyte> filter)
    {
        long fours = 0, safe = 0;
        Span<int> four = stackalloc int[Four];
        for (int channel = 0; channel < filter.Length; channel += taps)
        {
            for (int first = 0; first < taps; first += Chunk)
            {
                for (int half = 0; half < Chunk / Four; half++)
                {
                    Load(filter.Slice(channel, taps), filterZeroPoint, first, half, four);
                    fours++;
                    safe += Cut(four) ? 0 : 1;
                }
            }
        }

        return (fours, safe);
    }

    /// <summary>
    /// Whether narrow sums are faster than wide ones. A chunk costs about five eighths of what it does in 32 bits, and a pair of residues
    /// as much as four taps there, for all channels of a tile; the first channels that say no are believed.
    /// </summary>
    public static bool Pay(int taps, int filterZeroPoint, ReadOnlySpan<sbyte> filter, int tileChannels)
    {
        int channels = filter.Length / taps;
        bool[] cut = new bool[PaddedDepth(taps)];
        int tiles = 0, residues = 0;
        for (int first = 0; first < channels; first += tileChannels, tiles++)
        {
            Array.Clear(cut);
            int inTile = Math.Min(tileChannels, channels - first);
            int inThis = 0;
            for (int c = first; c < first + inTile; c++)
            {
                MarkCut(filter.Slice(c * taps, taps), filterZeroPoint, cut);
                inThis = cut.AsSpan().Count(true);
                if (residues + inThis > (tiles + 1) * taps / TapsPerResidue)
                    return false; // the other channels of the tile can only add to it
            }

            residues += inThis;
        }

        return true;
    }

    /// <summary>The weights of a tile: [chunk][vector][first or second four taps of the chunk][lane of the vector][tap].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref sbyte Tile(int tile) => ref _weights[tile * _tiles.Size * Depth];

    /// <summary>The residues of a tile: how many pairs of taps, which taps, and [pair][lane][tap of the pair].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> Residues(int tile, out ReadOnlySpan<short> weights)
    {
        int first = _firstPair[tile], count = _firstPair[tile + 1] - first;
        int size = _tiles.Size * Pair;
        weights = count == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref _residues[first * size], count * size);
        return _residueTaps.AsSpan(first * Pair, count * Pair);
    }

    /// <summary>Most chunks are so small that it need not be looked which four is which.</summary>
    private static bool PlainlySafe(ReadOnlySpan<sbyte> weights, int zeroPoint, int first)
    {
        if (first + Chunk > weights.Length)
            return false;
        int sum = 0;
        foreach (sbyte weight in weights.Slice(first, Chunk))
            sum += Math.Abs(weight - zeroPoint);
        return sum < Limit;
    }

    private static void MarkCut(ReadOnlySpan<sbyte> weights, int zeroPoint, bool[] cut)
    {
        Span<int> four = stackalloc int[Four];
        for (int first = 0; first < weights.Length; first += Chunk)
        {
            if (PlainlySafe(weights, zeroPoint, first))
                continue;
            for (int half = 0; half < Chunk / Four; half++)
            {
                Load(weights, zeroPoint, first, half, four);
                if (!Cut(four))
                    continue;
                for (int i = 0; i < Four; i++)
                    cut[first + TapOf(half, i)] |= four[i] != Weight(weights, zeroPoint, first + TapOf(half, i));
            }
        }
    }

    private static int Weight(ReadOnlySpan<sbyte> weights, int zeroPoint, int tap) => tap < weights.Length ? weights[tap] - zeroPoint : 0;

    private static void Load(ReadOnlySpan<sbyte> weights, int zeroPoint, int first, int half, Span<int> four)
    {
        for (int i = 0; i < Four; i++)
            four[i] = Weight(weights, zeroPoint, first + TapOf(half, i));
    }

    private static int PaddedDepth(int taps) => (taps + Chunk - 1) / Chunk * Chunk;

    /// <summary>vpmaddubsw adds neighbours, and the chunk's second four taps come on top: taps 0, 1, 4, 5 and taps 2, 3, 6, 7.</summary>
    private static int TapOf(int half, int i) => (i / Pair * Four) + half * Pair + i % Pair;

    /// <summary>Makes a four safe and tells whether that changed it.</summary>
    private static bool Cut(Span<int> four)
    {
        bool changed = false;
        for (int i = 0; i < Four; i++)
        {
            int fits = Math.Clamp(four[i], sbyte.MinValue, sbyte.MaxValue);
            changed |= fits != four[i];
            four[i] = fits;
        }

        return CutSide(four, 1) | CutSide(four, -1) | changed;
    }

    private static bool CutSide(Span<int> four, int sign)
    {
        bool changed = false;
        while (true)
        {
            int sum = 0, largest = 0;
            for (int i = 0; i < Four; i++)
            {
                sum += Math.Max(sign * four[i], 0);
                if (sign * four[i] > sign * four[largest])
                    largest = i;
            }

            if (sum <= Limit)
                return changed;
            four[largest] -= sign * Math.Min(sum - Limit, sign * four[largest]);
            changed = true;
        }
    }

    private void PackChannel(int tile, int lane, ReadOnlySpan<sbyte> weights, int zeroPoint, Span<short> cut)
    {
        Span<int> four = stackalloc int[Four];
        (int vector, int inVector) = Math.DivRem(lane, _tiles.Size / 2);
        int vectorBytes = _tiles.Size / 2 * Four;
        ref int sum = ref Sums[tile * _tiles.Size + lane];
        for (int first = 0; first < Depth; first += Chunk)
        {
            int position = (tile * _tiles.Size * Depth) + (first * _tiles.Size) + (vector * 2 * vectorBytes) + inVector * Four;
            if (PlainlySafe(weights, zeroPoint, first))
            {
                for (int t = 0; t < Chunk; t++)
                {
                    int weight = weights[first + t] - zeroPoint;
                    _weights[position + (t / Four * vectorBytes) + t % Four] = (sbyte)weight;
                    sum += weight;
                }

                continue;
            }

            for (int half = 0; half < Chunk / Four; half++)
            {
                Load(weights, zeroPoint, first, half, four);
                Cut(four);
                for (int i = 0; i < Four; i++)
                {
                    int inChunk = TapOf(half, i), tap = first + inChunk;
                    int weight = Weight(weights, zeroPoint, tap);
                    _weights[position + (inChunk / Four * vectorBytes) + inChunk % Four] = (sbyte)four[i];
                    cut[tap] = (short)(weight - four[i]);
                    sum += weight;
                }
            }
        }
    }

    /// <summary>Pairs up the taps from which anything was cut, in any of the tile's lanes.</summary>
    private void AddResidues(short[] cut, List<int> taps, List<short[]> residues)
    {
        int inPair = 0;
        for (int tap = 0; tap < Depth; tap++)
        {
            if (!AnyCut(cut, tap))
                continue;
            if (inPair == 0)
                residues.Add(new short[_tiles.Size * Pair]);
            for (int lane = 0; lane < _tiles.Size; lane++)
                residues[^1][lane * Pair + inPair] = cut[lane * Depth + tap];
            taps.Add(tap);
            inPair = 1 - inPair;
        }

        if (inPair == 1)
            taps.Add(0); // meets weights of 0
    }

    private bool AnyCut(short[] cut, int tap)
    {
        for (int i = tap; i < cut.Length; i += Depth)
        {
            if (cut[i] != 0)
                return true;
        }

        return false;
    }
}
