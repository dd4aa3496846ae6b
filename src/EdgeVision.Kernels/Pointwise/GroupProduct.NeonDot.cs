using System.Diagnostics.CodeAnalysis;
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

    protected override void SumPanel(sbyte* groups, int count, int tile, int channels, int* bias, int* sums)
    {
        int full = FullGroups(count);
        nint length = (nint)Group * Depth;
        if (channels <= Tile / 2)
            SumHalf(groups, full, length, Weights(tile), bias, sums);
        else
            SumGroups(groups, full, length, Weights(tile), new Same(bias), new ToSums(sums));
        if (full * Group < count)
            SumOne(groups + full * length, length, Weights(tile), bias, sums + full * Group * Tile);
    }

    /// <summary>Groups whose sums become bytes without a way through memory.</summary>
    protected override void RunPanel(sbyte* groups, int count, int channel, int* missing, int* sums, sbyte* output)
    {
        int whole = Table.IsPlain && Channels - channel >= Tile ? count / Group : 0, done = whole * Group;
        nint length = (nint)Group * Depth;
        if (whole > 0)
        {
            var end = new ToBytes(Table, channel, output + channel, Channels);
            if (missing == null)
                SumGroups(groups, whole, length, Weights(channel / Tile), new Same(Bias(channel)), end);
            else
                SumGroups(groups, whole, length, Weights(channel / Tile), new Different(Bias(channel), missing), end);
        }

        if (done < count)
        {
            missing = missing == null ? null : missing + done;
            base.RunPanel(groups + whole * length, count - done, channel, missing, sums, output + done * (nint)Channels);
        }
    }

    private static void SumGroups<TStart, TEnd>(sbyte* x, int groups, nint length, sbyte* weights, TStart start, TEnd end)
        where TStart : struct, IStart
        where TEnd : struct, IEnd
    {
        for (int g = 0; g < groups; g++)
        {
            start.Give(0, out Vector128<int> a0, out Vector128<int> b0, out Vector128<int> c0, out Vector128<int> d0);
            start.Give(1, out Vector128<int> a1, out Vector128<int> b1, out Vector128<int> c1, out Vector128<int> d1);
            start.Give(2, out Vector128<int> a2, out Vector128<int> b2, out Vector128<int> c2, out Vector128<int> d2);
            start.Give(3, out Vector128<int> a3, out Vector128<int> b3, out Vector128<int> c3, out Vector128<int> d3);
            start.Next();
            sbyte* w = weights;
            sbyte* next = x + length;
            for (sbyte* even = next - length % (2 * Group * Chunk); x < even; x += 2 * Group * Chunk, w += 2 * Tile * Chunk)
            {
                AddChunk(
                    0, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                AddChunk(
                    1, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
            }

            if (x < next)
            {
                AddChunk(
                    0, x, w, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3,
                    ref c0, ref c1, ref c2, ref c3, ref d0, ref d1, ref d2, ref d3);
                x += Group * Chunk;
            }

            end.Take(a0, b0, c0, d0, a1, b1, c1, d1, a2, b2, c2, d2, a3, b3, c3, d3);
        }
    }

    /// <summary>The first eight channels of a tile.</summary>
    private static void SumHalf(sbyte* x, int groups, nint length, sbyte* weights, int* bias, int* sums)
    {
        for (int g = 0; g < groups; g++, sums += Group * Tile)
        {
            Vector128<int> a0 = Vector128.Load(bias), a1 = a0, a2 = a0, a3 = a0;
            Vector128<int> b0 = Vector128.Load(bias + 4), b1 = b0, b2 = b0, b3 = b0;
            sbyte* w = weights;
            for (sbyte* next = x + length; x < next; x += Group * Chunk, w += Tile * Chunk)
            {
                Vector128<sbyte> x0 = Vector128.Load(x), x1 = Vector128.Load(x + 16), x2 = Vector128.Load(x + 32), x3 = Vector128.Load(x + 48);
                var (v, u) = (Vector128.Load(w), Vector128.Load(w + 16));
                Add(v, x0, x1, x2, x3, 0, ref a0, ref a1, ref a2, ref a3);
                Add(u, x0, x1, x2, x3, 0, ref b0, ref b1, ref b2, ref b3);
                (v, u) = (Vector128.Load(w + 64), Vector128.Load(w + 80));
                Add(v, x0, x1, x2, x3, 1, ref a0, ref a1, ref a2, ref a3);
                Add(u, x0, x1, x2, x3, 1, ref b0, ref b1, ref b2, ref b3);
                (v, u) = (Vector128.Load(w + 128), Vector128.Load(w + 144));
                Add(v, x0, x1, x2, x3, 2, ref a0, ref a1, ref a2, ref a3);
                Add(u, x0, x1, x2, x3, 2, ref b0, ref b1, ref b2, ref b3);
                (v, u) = (Vector128.Load(w + 192), Vector128.Load(w + 208));
                Add(v, x0, x1, x2, x3, 3, ref a0, ref a1, ref a2, ref a3);
                Add(u, x0, x1, x2, x3, 3, ref b0, ref b1, ref b2, ref b3);
            }

            a0.Store(sums);
            b0.Store(sums + 4);
            a1.Store(sums + Tile);
            b1.Store(sums + Tile + 4);
            a2.Store(sums + 2 * Tile);
            b2.Store(sums + 2 * Tile + 4);
            a3.Store(sums + 3 * Tile);
            b3.Store(sums + 3 * Tile + 4);
        }
    }

    /// <summary>A chunk of sixteen channels times those of four patches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddChunk(
        [ConstantExpected] int number,
        sbyte* x,
        sbyte* w,
        ref Vector128<int> a0,
        ref Vector128<int> a1,
        ref Vector128<int> a2,
        ref Vector128<int> a3,
        ref Vector128<int> b0,
        ref Vector128<int> b1,
        ref Vector128<int> b2,
        ref Vector128<int> b3,
        ref Vector128<int> c0,
        ref Vector128<int> c1,
        ref Vector128<int> c2,
        ref Vector128<int> c3,
        ref Vector128<int> d0,
        ref Vector128<int> d1,
        ref Vector128<int> d2,
        ref Vector128<int> d3)
    {
        int at = number * Group * Chunk; // a constant, as part of each load's address
        Vector128<sbyte> x0 = Vector128.Load(x + at), x1 = Vector128.Load(x + (at + 16));
        Vector128<sbyte> x2 = Vector128.Load(x + (at + 32)), x3 = Vector128.Load(x + (at + 48));
        at = number * Tile * Chunk;
        var (v, u) = (Vector128.Load(w + at), Vector128.Load(w + (at + 16)));
        Add(v, x0, x1, x2, x3, 0, ref a0, ref a1, ref a2, ref a3);
        Add(u, x0, x1, x2, x3, 0, ref b0, ref b1, ref b2, ref b3);
        (v, u) = (Vector128.Load(w + (at + 32)), Vector128.Load(w + (at + 48)));
        Add(v, x0, x1, x2, x3, 0, ref c0, ref c1, ref c2, ref c3);
        Add(u, x0, x1, x2, x3, 0, ref d0, ref d1, ref d2, ref d3);
        (v, u) = (Vector128.Load(w + (at + 64)), Vector128.Load(w + (at + 80)));
        Add(v, x0, x1, x2, x3, 1, ref a0, ref a1, ref a2, ref a3);
        Add(u, x0, x1, x2, x3, 1, ref b0, ref b1, ref b2, ref b3);
        (v, u) = (Vector128.Load(w + (at + 96)), Vector128.Load(w + (at + 112)));
        Add(v, x0, x1, x2, x3, 1, ref c0, ref c1, ref c2, ref c3);
        Add(u, x0, x1, x2, x3, 1, ref d0, ref d1, ref d2, ref d3);
        (v, u) = (Vector128.Load(w + (at + 128)), Vector128.Load(w + (at + 144)));
        Add(v, x0, x1, x2, x3, 2, ref a0, ref a1, ref a2, ref a3);
        Add(u, x0, x1, x2, x3, 2, ref b0, ref b1, ref b2, ref b3);
        (v, u) = (Vector128.Load(w + (at + 160)), Vector128.Load(w + (at + 176)));
        Add(v, x0, x1, x2, x3, 2, ref c0, ref c1, ref c2, ref c3);
        Add(u, x0, x1, x2, x3, 2, ref d0, ref d1, ref d2, ref d3);
        (v, u) = (Vector128.Load(w + (at + 192)), Vector128.Load(w + (at + 208)));
        Add(v, x0, x1, x2, x3, 3, ref a0, ref a1, ref a2, ref a3);
        Add(u, x0, x1, x2, x3, 3, ref b0, ref b1, ref b2, ref b3);
        (v, u) = (Vector128.Load(w + (at + 224)), Vector128.Load(w + (at + 240)));
        Add(v, x0, x1, x2, x3, 3, ref c0, ref c1, ref c2, ref c3);
        Add(u, x0, x1, x2, x3, 3, ref d0, ref d1, ref d2, ref d3);
    }

    /// <summary>Four taps of four channels, those of four patches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector128<sbyte> weights,
        Vector128<sbyte> x0,
        Vector128<sbyte> x1,
        Vector128<sbyte> x2,
        Vector128<sbyte> x3,
        [ConstantExpected(Max = (byte)(Four - 1))] byte lane,
        ref Vector128<int> sum0,
        ref Vector128<int> sum1,
        ref Vector128<int> sum2,
        ref Vector128<int> sum3)
    {
        sum0 = Dp.DotProductBySelectedQuadruplet(sum0, weights, x0, lane);
        sum1 = Dp.DotProductBySelectedQuadruplet(sum1, weights, x1, lane);
        sum2 = Dp.DotProductBySelectedQuadruplet(sum2, weights, x2, lane);
        sum3 = Dp.DotProductBySelectedQuadruplet(sum3, weights, x3, lane);
    }

    /// <summary>The first patch of a group.</summary>
    private static void SumOne(sbyte* x, nint length, sbyte* w, int* bias, int* sums)
    {
        Vector128<int> a = Vector128.Load(bias), b = Vector128.Load(bias + 4), c = Vector128.Load(bias + 8), d = Vector128.Load(bias + 12);
        for (sbyte* next = x + length; x < next; x += Group * Chunk, w += Tile * Chunk)
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

        new ToSums(sums).Take(a, b, c, d);
    }

    /// <summary>What the sums of a group's patches start from, one group after another.</summary>
    private interface IStart
    {
        void Give(int patch, out Vector128<int> a, out Vector128<int> b, out Vector128<int> c, out Vector128<int> d);

        void Next();
    }

    /// <summary>The same for all patches.</summary>
    private readonly struct Same(int* bias) : IStart
    {
        private readonly int* _bias = bias;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Give(int patch, out Vector128<int> a, out Vector128<int> b, out Vector128<int> c, out Vector128<int> d)
        {
            (a, b) = (Vector128.Load(_bias), Vector128.Load(_bias + 4));
            (c, d) = (Vector128.Load(_bias + 8), Vector128.Load(_bias + 12));
        }

        public void Next()
        {
        }
    }

    /// <summary>With what the sums of each patch would lack.</summary>
    private struct Different(int* bias, int* missing) : IStart
    {
        private readonly int* _bias = bias;
        private int* _missing = missing;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Give(int patch, out Vector128<int> a, out Vector128<int> b, out Vector128<int> c, out Vector128<int> d)
        {
            var each = Vector128.Create(_missing[patch]);
            (a, b) = (Vector128.Load(_bias) + each, Vector128.Load(_bias + 4) + each);
            (c, d) = (Vector128.Load(_bias + 8) + each, Vector128.Load(_bias + 12) + each);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Next() => _missing += Group;
    }

    /// <summary>What happens to the sums of a group, one after another.</summary>
    private interface IEnd
    {
        void Take(
            Vector128<int> a0, Vector128<int> b0, Vector128<int> c0, Vector128<int> d0,
            Vector128<int> a1, Vector128<int> b1, Vector128<int> c1, Vector128<int> d1,
            Vector128<int> a2, Vector128<int> b2, Vector128<int> c2, Vector128<int> d2,
            Vector128<int> a3, Vector128<int> b3, Vector128<int> c3, Vector128<int> d3);
    }

    private struct ToSums(int* sums) : IEnd
    {
        private int* _to = sums;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(
            Vector128<int> a0, Vector128<int> b0, Vector128<int> c0, Vector128<int> d0,
            Vector128<int> a1, Vector128<int> b1, Vector128<int> c1, Vector128<int> d1,
            Vector128<int> a2, Vector128<int> b2, Vector128<int> c2, Vector128<int> d2,
            Vector128<int> a3, Vector128<int> b3, Vector128<int> c3, Vector128<int> d3)
        {
            Take(a0, b0, c0, d0);
            Take(a1, b1, c1, d1);
            Take(a2, b2, c2, d2);
            Take(a3, b3, c3, d3);
        }

        /// <summary>The sums of one patch.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d)
        {
            a.Store(_to);
            b.Store(_to + 4);
            c.Store(_to + 8);
            d.Store(_to + 12);
            _to += Tile;
        }
    }

    private struct ToBytes(RequantizationTableNeon table, int channel, sbyte* output, nint stride) : IEnd
    {
        private readonly int* _mantissas = table.Row(RequantizationTableNeon.Mantissa, channel);
        private readonly int* _shifts = table.Row(RequantizationTableNeon.Right, channel);
        private readonly short _zeroPoint = table.OutputZeroPoint;
        private readonly nint _stride = stride;
        private sbyte* _to = output;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(
            Vector128<int> a0, Vector128<int> b0, Vector128<int> c0, Vector128<int> d0,
            Vector128<int> a1, Vector128<int> b1, Vector128<int> c1, Vector128<int> d1,
            Vector128<int> a2, Vector128<int> b2, Vector128<int> c2, Vector128<int> d2,
            Vector128<int> a3, Vector128<int> b3, Vector128<int> c3, Vector128<int> d3)
        {
            // Read once for four patches; there are not enough registers to keep them.
            var plain = new RequantizationNeon.Plain(_mantissas, _shifts, _zeroPoint);
            plain.Apply(a0, b0, c0, d0).Store(_to);
            plain.Apply(a1, b1, c1, d1).Store(_to + _stride);
            sbyte* to = _to + 2 * _stride;
            plain.Apply(a2, b2, c2, d2).Store(to);
            plain.Apply(a3, b3, c3, d3).Store(to + _stride);
            _to = to + 2 * _stride;
        }
    }
}
