using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// Eight channels at a time, column by column: the three bytes of a channel in a column, and one that meets a weight of 0, become neighbours,
/// so that sdot sums their products. Each column is put together once and serves the three pixels whose windows it is in, which are summed
/// at the same time. Where weights are more than bytes, a pixel's sums start from what of them is added on its own.
/// </summary>
internal sealed unsafe class DepthwiseColumnsNeonDot : DepthwiseRows
{
    private const int Lanes = DepthwiseNeonDot.Lanes;
    private const int Side = 3;
    private const int Four = 4;
    private const int TileBytes = Side * Lanes * Four;
    private const int Block = 32; // pixels whose starts are in memory

    private readonly AlignedArray<sbyte> _weights;
    private readonly RequantizationTableNeon _table;
    private readonly DepthwiseResiduesNeon _residues;

    /// <summary>Packs [ky][kx][channel] weights as [tile][kx][channel][ky].</summary>
    public DepthwiseColumnsNeonDot(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        int channels = parameters.Output.Channels;
        _table = new RequantizationTableNeon(requantization);
        _residues = new DepthwiseResiduesNeon(Tiles, parameters, filter);
        _weights = new AlignedArray<sbyte>(Tiles.Count * TileBytes);
        for (int tap = 0; tap < RealTaps; tap++)
        {
            (int ky, int kx) = Math.DivRem(tap, Side);
            for (int i = 0; i < Tiles.Count * Lanes; i++)
            {
                (int tile, int lane) = Math.DivRem(i, Lanes);
                int weight = filter[tap * channels + Tiles.Channel(tile, lane)] - parameters.FilterZeroPoint;
                _weights[tile * TileBytes + (kx * Lanes + lane) * Four + ky] = DepthwiseResiduesNeon.Kept(weight);
            }

            for (int c = 0; c < channels; c++)
                _table[RequantizationTableNeon.Bias, c] -= ZeroPoint * (filter[tap * channels + c] - parameters.FilterZeroPoint);
        }
    }

    /// <summary>The kernel that <paramref name="blocks"/> were taken from.</summary>
    public DepthwiseColumnsNeonDot(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
        : base(parameters, Lanes, vectors: 1, raise: 0)
    {
        Require.Blocks(blocks, 4);
        Require.ZeroPoint(parameters.InputZeroPoint, "input");
        _weights = new AlignedArray<sbyte>(blocks[0], (long)Tiles.Count * TileBytes);
        _table = new RequantizationTableNeon(parameters, parameters.Output.Channels, blocks[1]);
        _residues = new DepthwiseResiduesNeon(Tiles, RealTaps, blocks[2], blocks[3]);
        if (!_table.IsPlain)
            throw new KernelException("multipliers or output range are none that this kernel can apply");
    }

    public override long PackedBytes => _weights.Bytes + _table.Bytes + _residues.Bytes;

    public override PackedBlock[] Blocks => [_weights.Block, _table.Block, _residues.Values, _residues.Index];

    protected override void RunGroups(byte** taps, sbyte* output, int count)
    {
        bool anyResidues = _residues.Any;
        nint step = Step;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            int first = Tiles.First(tile);
            var rows = new Rows((sbyte*)taps[0] + first, (sbyte*)taps[Side] + first, (sbyte*)taps[2 * Side] + first);
            if (anyResidues && _residues.Has(tile))
                RunTileWithResidues(tile, taps, rows, output + first, count);
            else
                RunTile<Bias>(rows, step, tile, first, output + first, count, BiasOf(first));
        }
    }

    [SkipLocalsInit]
    private void RunTileWithResidues(int tile, byte** taps, in Rows rows, sbyte* output, int count)
    {
        nint step = Step;
        int first = Tiles.First(tile);
        int* starts = stackalloc int[(Block + Side - 1) * Lanes]; // those of pixels after the last are read, too
        int* bias = BiasOf(first);
        for (int pixel = 0; pixel < count; pixel += Block)
        {
            int pixels = Math.Min(Block, count - pixel);
            for (int i = 0; i < pixels; i++)
                new ReadOnlySpan<int>(bias, Lanes).CopyTo(new Span<int>(starts + i * Lanes, Lanes));
            _residues.Add(tile, taps, first + pixel * step, step, pixels, starts);
            RunTile<Starts>(rows.From(pixel * step), step, tile, first, output + pixel * step, pixels, starts);
        }
    }

    private int* BiasOf(int channel) => _table.Row(RequantizationTableNeon.Bias, channel);

    private void RunTile<TStart>(Rows rows, nint step, int tile, int channel, sbyte* output, int count, int* starts)
        where TStart : struct, IStart<TStart>
    {
        sbyte* weights = (sbyte*)Unsafe.AsPointer(ref _weights[tile * TileBytes]);
        var start = TStart.At(starts);
        Vector128<sbyte> u0 = Vector128.Load(weights), v0 = Vector128.Load(weights + 16);
        Vector128<sbyte> u1 = Vector128.Load(weights + 32), v1 = Vector128.Load(weights + 48);
        Vector128<sbyte> u2 = Vector128.Load(weights + 64), v2 = Vector128.Load(weights + 80);
        int* row = _table.Row(RequantizationTableNeon.Mantissa, channel);
        Vector128<int> mantissa = Vector128.Load(row), nextMantissa = Vector128.Load(row + 4);
        row = _table.Row(RequantizationTableNeon.Right, channel);
        Vector128<int> right = Vector128.Load(row), nextRight = Vector128.Load(row + 4);
        var zeroPoint = Vector128.Create(_table.OutputZeroPoint);

        // Sums of three pixels: a column is the last of a's window, the middle one of b's, the first of c's.
        nint at = 0;
        var (x, y) = rows.Column(at);
        var (first, next) = start.Take();
        Vector128<int> a = Dp.DotProduct(first, x, u0), nextA = Dp.DotProduct(next, y, v0);
        (x, y) = rows.Column(at += step);
        a = Dp.DotProduct(a, x, u1);
        nextA = Dp.DotProduct(nextA, y, v1);
        (first, next) = start.Take();
        Vector128<int> b = Dp.DotProduct(first, x, u0), nextB = Dp.DotProduct(next, y, v0), c, nextC;
        for (; count >= Side; count -= Side)
        {
            (x, y) = rows.Column(at += step);
            Finish(Dp.DotProduct(a, x, u2), Dp.DotProduct(nextA, y, v2));
            b = Dp.DotProduct(b, x, u1);
            nextB = Dp.DotProduct(nextB, y, v1);
            (first, next) = start.Take();
            c = Dp.DotProduct(first, x, u0);
            nextC = Dp.DotProduct(next, y, v0);

            (x, y) = rows.Column(at += step);
            Finish(Dp.DotProduct(b, x, u2), Dp.DotProduct(nextB, y, v2));
            c = Dp.DotProduct(c, x, u1);
            nextC = Dp.DotProduct(nextC, y, v1);
            (first, next) = start.Take();
            a = Dp.DotProduct(first, x, u0);
            nextA = Dp.DotProduct(next, y, v0);

            (x, y) = rows.Column(at += step);
            Finish(Dp.DotProduct(c, x, u2), Dp.DotProduct(nextC, y, v2));
            a = Dp.DotProduct(a, x, u1);
            nextA = Dp.DotProduct(nextA, y, v1);
            (first, next) = start.Take();
            b = Dp.DotProduct(first, x, u0);
            nextB = Dp.DotProduct(next, y, v0);
        }

        if (count == 0)
            return;
        (x, y) = rows.Column(at += step);
        Finish(Dp.DotProduct(a, x, u2), Dp.DotProduct(nextA, y, v2));
        if (count == 1)
            return;
        b = Dp.DotProduct(b, x, u1);
        nextB = Dp.DotProduct(nextB, y, v1);
        (x, y) = rows.Column(at + step);
        Finish(Dp.DotProduct(b, x, u2), Dp.DotProduct(nextB, y, v2));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Finish(Vector128<int> sums, Vector128<int> nextSums)
        {
            Vector64<short> low = AdvSimd.ExtractNarrowingSaturateLower(MultiplierNeon.MultiplyDivided(sums, mantissa, right));
            Vector128<short> words = AdvSimd.ExtractNarrowingSaturateUpper(low, MultiplierNeon.MultiplyDivided(nextSums, nextMantissa, nextRight));
            AdvSimd.ExtractNarrowingSaturateLower(AdvSimd.AddSaturate(words, zeroPoint)).Store(output);
            output += step;
        }
    }

    /// <summary>What the sums of a pixel start from, one pixel after another.</summary>
    private interface IStart<TSelf>
    {
        static abstract TSelf At(int* starts);

        (Vector128<int> First, Vector128<int> Next) Take();
    }

    /// <summary>The same for all.</summary>
    private readonly struct Bias(int* bias) : IStart<Bias>
    {
        private readonly Vector128<int> _first = Vector128.Load(bias);
        private readonly Vector128<int> _next = Vector128.Load(bias + 4);

        public static Bias At(int* starts) => new(starts);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Vector128<int> First, Vector128<int> Next) Take() => (_first, _next);
    }

    /// <summary>One for each.</summary>
    private struct Starts(int* starts) : IStart<Starts>
    {
        private int* _from = starts;

        public static Starts At(int* starts) => new(starts);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Vector128<int> First, Vector128<int> Next) Take()
        {
            var pair = (Vector128.Load(_from), Vector128.Load(_from + 4));
            _from += Lanes;
            return pair;
        }
    }

    /// <summary>The three rows of a window, from the tile's first channel of the first pixel on.</summary>
    private readonly struct Rows(sbyte* row0, sbyte* row1, sbyte* row2)
    {
        private readonly sbyte* _row0 = row0;
        private readonly sbyte* _row1 = row1;
        private readonly sbyte* _row2 = row2;

        /// <summary>The rows of a later window.</summary>
        public Rows From(nint at) => new(_row0 + at, _row1 + at, _row2 + at);

        /// <summary>A column, as [channel][row] of the first and of the next four channels; the fourth row is any.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Vector128<sbyte> First, Vector128<sbyte> Next) Column(nint at)
        {
            Vector128<sbyte> x0 = Vector64.Load(_row0 + at).ToVector128Unsafe();
            Vector128<sbyte> x1 = Vector64.Load(_row1 + at).ToVector128Unsafe();
            Vector128<sbyte> x2 = Vector64.Load(_row2 + at).ToVector128Unsafe();
            Vector128<short> upper = AdvSimd.Arm64.ZipLow(x0, x1).AsInt16(), lower = AdvSimd.Arm64.ZipLow(x2, x2).AsInt16();
            return (AdvSimd.Arm64.ZipLow(upper, lower).AsSByte(), AdvSimd.Arm64.ZipHigh(upper, lower).AsSByte());
        }
    }
}
