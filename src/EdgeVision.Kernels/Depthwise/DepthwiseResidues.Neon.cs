using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// What bytes of at most <see cref="LargestByte"/> cannot hold of depthwise weights: for each tap of a tile with such a weight a row of one
/// number per channel, whose products are added in 32 bits. Legacy models have one or two in a layer.
/// </summary>
internal sealed unsafe class DepthwiseResiduesNeon
{
    /// <summary>The largest magnitude of a weight that is left; two products with it fit 16 bits.</summary>
    private const int LargestByte = sbyte.MaxValue;

    private const int Step = 8; // channels computed at once

    private readonly AlignedArray<int> _values; // [row][lane]
    private readonly int[] _firstRow; // of each tile, and how many there are
    private readonly int[] _taps; // of each row
    private readonly int _lanes;

    /// <param name="tiles">Of the channels; one vector.</param>
    /// <param name="parameters">The window and the weights' zero point.</param>
    /// <param name="filter">[tap][channel].</param>
    public DepthwiseResiduesNeon(ChannelTiles tiles, ConvParameters parameters, ReadOnlySpan<sbyte> filter)
    {
        _lanes = tiles.Size;
        int channels = parameters.Output.Channels, count = filter.Length / channels;
        var (values, taps) = (new List<int>(), new List<int>());
        _firstRow = new int[tiles.Count + 1];
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            for (int t = 0; t < count; t++)
            {
                int before = values.Count;
                bool any = false;
                for (int lane = 0; lane < _lanes; lane++)
                {
                    int weight = filter[t * channels + tiles.Channel(tile, lane) % channels] - parameters.FilterZeroPoint;
                    values.Add(weight - Kept(weight));
                    any |= weight != Kept(weight);
                }

                if (any)
                    taps.Add(t);
                else
                    values.RemoveRange(before, _lanes);
            }

            _firstRow[tile + 1] = taps.Count;
        }

        _taps = taps.ToArray();
        _values = new AlignedArray<int>(values.ToArray());
    }

    /// <summary>Residues from a file: indices are copied before they are checked, as one that changes later must lead nowhere.</summary>
    /// <param name="tiles">Of the channels.</param>
    /// <param name="taps">Of the window.</param>
    /// <param name="values">See <see cref="Values"/>.</param>
    /// <param name="index">See <see cref="Index"/>.</param>
    /// <exception cref="KernelException">Lengths or indices do not fit.</exception>
    public DepthwiseResiduesNeon(ChannelTiles tiles, int taps, PackedBlock values, PackedBlock index)
    {
        _lanes = tiles.Size;
        int[] numbers = new AlignedArray<int>(index, index.Length / sizeof(int)).Slice(0, (int)(index.Length / sizeof(int))).ToArray();
        if (numbers.Length <= tiles.Count)
            throw new KernelException($"packed block of {index.Length} bytes, expected at least {(tiles.Count + 1) * sizeof(int)}");
        _firstRow = numbers[..(tiles.Count + 1)];
        _taps = numbers[(tiles.Count + 1)..];
        Require.Equal(_firstRow[0], 0, "first row of residues");
        for (int tile = 1; tile < _firstRow.Length; tile++)
            Require.Known(_firstRow[tile] - _firstRow[tile - 1], taps, "number of rows of residues");
        Require.Length(_taps.Length, _firstRow[^1], "list of residues");
        foreach (int tap in _taps)
            Require.Known(tap, taps - 1, "tap of a residue");
        _values = new AlignedArray<int>(values, (long)_taps.Length * _lanes);
    }

    /// <summary>The numbers of all rows.</summary>
    public PackedBlock Values => _values.Block;

    /// <summary>Which row is the first of each tile, how many there are, and the tap of each.</summary>
    public PackedBlock Index => new AlignedArray<int>([.. _firstRow, .. _taps]).Block;

    public long Bytes => _values.Bytes + (_firstRow.Length + _taps.Length) * sizeof(int);

    /// <summary>What a byte holds of a weight.</summary>
    public static sbyte Kept(int weight) => (sbyte)Math.Clamp(weight, -LargestByte, LargestByte);

    /// <summary>Whether there are any.</summary>
    public bool Any => _taps.Length > 0;

    /// <summary>Whether a tile has any.</summary>
    public bool Has(int tile) => _firstRow[tile + 1] > _firstRow[tile];

    /// <summary>Adds a tile's products to the sums of some groups of pixels.</summary>
    /// <param name="tile">Which.</param>
    /// <param name="taps">Addresses of the first pixel's taps.</param>
    /// <param name="from">Bytes from there to the first group's first channel.</param>
    /// <param name="step">Bytes from one group to the next.</param>
    /// <param name="groups">How many.</param>
    /// <param name="sums">[group][lane].</param>
    public void Add(int tile, byte** taps, nint from, nint step, int groups, int* sums)
    {
        for (int row = _firstRow[tile]; row < _firstRow[tile + 1]; row++)
        {
            for (int lane = 0; lane < _lanes; lane += Step)
            {
                int* values = (int*)Unsafe.AsPointer(ref _values[row * _lanes + lane]);
                if ((Vector128.Load(values) | Vector128.Load(values + 4)) == Vector128<int>.Zero)
                    continue;
                AddRow(values, (sbyte*)taps[_taps[row]] + from + lane, step, groups, sums + lane, _lanes);
            }
        }
    }

    private static void AddRow(int* values, sbyte* x, nint step, int groups, int* sums, int lanes)
    {
        Vector128<int> v = Vector128.Load(values), u = Vector128.Load(values + 4);
        for (; groups > 0; groups--, x += step, sums += lanes)
        {
            Vector128<short> words = AdvSimd.SignExtendWideningLower(Vector64.Load(x));
            Vector128<int> high = AdvSimd.SignExtendWideningUpper(words), low = AdvSimd.SignExtendWideningLower(words.GetLower());
            AdvSimd.MultiplyAdd(Vector128.Load(sums), v, low).Store(sums);
            AdvSimd.MultiplyAdd(Vector128.Load(sums + 4), u, high).Store(sums + 4);
        }
    }
}
