using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>
/// Sums of four products in 16 bits: that none can saturate is shown on the packed weights, by adding up what the instruction adds up at the
/// inputs that are worst for it; that nothing is lost, by putting weights and residues together again.
/// </summary>
public class NarrowWeightsTests
{
    private const int Largest = 255; // input

    /// <summary>Weights at and around what just fits, of one sign and of both, and of 9 bits where the zero point is at the end.</summary>
    public static TheoryData<int, int[]> Patterns => new()
    {
        { 0, [32, 32, 5, 5, 32, 32, 5, 5] },
        { 0, [33, 32, 5, 5, 32, 32, 5, 5] },
        { 0, [127, 1, 0, 0, 0, 0, 127, 1] },
        { 0, [127, 127, 127, 127, 127, 127, 127, 127] },
        { 0, [-128, -128, -128, -128, -128, -128, -128, -128] },
        { 0, [-128, 127, -128, 127, -128, 127, -128, 127] },
        { 0, [-32, -32, -32, -32, -32, -32, -32, -32] },
        { 0, [-33, -32, -32, -32, -32, -32, -32, -32] },
        { -128, [127, 127, 127, 127, 127, 127, 127, 127] },
        { 127, [-128, -128, -128, -128, -128, -128, -128, -128] },
        { -128, [127, -128, 127, -128, -128, 127, -128, 127] },
        { 0, [127, -1, 0, 64, 0, 0, 64, 1, -128] },
        { 0, [1] },
    };

    public static TheoryData<string, int> Kernels
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (LinearKernel<PointwiseParameters> kernel in KernelCatalog.Pointwise.Where(k => k.IsSupported))
            {
                for (int input = sbyte.MinValue; input <= sbyte.MaxValue; input += Largest)
                    data.Add(kernel.Name, input);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void No_four_can_leave_16_bits_and_nothing_is_lost(int zeroPoint, int[] pattern)
    {
        for (int channels = 1; channels <= 40; channels += 13)
        {
            sbyte[] filter = [.. Enumerable.Range(0, channels).SelectMany(c => Rotate(pattern, c))];
            AssertExact(channels, pattern.Length, zeroPoint, filter);
        }
    }

    [Fact]
    public void Random_weights_of_any_spread_are_packed_exactly()
    {
        var prng = new Prng(77);
        for (int i = 0; i < 150; i++)
        {
            int channels = prng.Next(1, 70), taps = prng.Next(1, 40), spread = prng.Next(1, 128);
            int zeroPoint = i % 3 == 0 ? prng.Next(-128, 127) : 0;
            sbyte[] filter = new sbyte[channels * taps];
            for (int w = 0; w < filter.Length; w++)
                filter[w] = (sbyte)Math.Clamp(zeroPoint + prng.Next(-spread, spread), -128, 127);
            AssertExact(channels, taps, zeroPoint, filter);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_are_exact_where_every_input_is_the_smallest_or_the_largest(string name, int input)
    {
        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Pointwise.Single(k => k.Name == name);
        const int Channels = 40, Pixels = 9;
        foreach ((int zeroPoint, int[] pattern) in Patterns.Select(row => ((int)row[0], (int[])row[1])))
        {
            sbyte[] filter = [.. Enumerable.Range(0, Channels).SelectMany(c => Rotate(pattern, c))];
            var parameters = new PointwiseParameters
            {
                Pixels = Pixels,
                InputChannels = pattern.Length,
                OutputChannels = Channels,
                InputZeroPoint = input < 0 ? 127 : -128,
                FilterZeroPoint = zeroPoint,
                Multipliers = [FixedPointMultiplier.FromDouble(1.0 / 4096)],
            };
            sbyte[] inputs = new sbyte[Pixels * pattern.Length], expected = new sbyte[Pixels * Channels];
            Array.Fill(inputs, (sbyte)input);
            for (int i = 0; i < expected.Length; i++)
            {
                long sum = filter.Skip(i % Channels * pattern.Length).Take(pattern.Length).Sum(w => (long)(input - parameters.InputZeroPoint) * (w - zeroPoint));
                expected[i] = Oracle.Requantize(sum, parameters.Multipliers[0], 0, OutputRange.Full);
            }

            var layout = FilterLayout.ChannelMajor(Channels, pattern.Length);
            PreparedKernel prepared = kernel.Pack(parameters, filter, Requantization.Prepare(parameters, layout, filter, []));
            KernelRun.AssertGives(prepared, inputs, expected, Pixels, $"{name}, inputs {input}, weights {string.Join(' ', pattern)} less {zeroPoint}");
        }
    }

    [Fact]
    public void What_is_proven_is_counted()
    {
        Assert.Equal((2, 2), NarrowWeights.Prove(8, 0, [32, 32, 100, 28, 32, 32, 0, 0]));
        Assert.Equal((2, 1), NarrowWeights.Prove(8, 0, [33, 32, 100, 28, 32, 32, 0, 0]));
        Assert.Equal((4, 3), NarrowWeights.Prove(3, 1, [-128, -127, 1, 1, 1, 2]));
        Assert.Equal(0.75, PointwiseConv.NarrowShare(3, 1, [-128, -127, 1, 1, 1, 2]));
        Assert.Contains("rest", Assert.Throws<KernelException>(() => PointwiseConv.NarrowShare(4, 1, new sbyte[6])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(32, true)]
    [InlineData(60, false)]
    [InlineData(127, false)]
    public void Narrow_sums_are_chosen_for_weights_that_are_small(int spread, bool narrow)
    {
        var prng = new Prng(78);
        sbyte[] filter = new sbyte[64 * 64];
        for (int i = 0; i < filter.Length; i++)
            filter[i] = (sbyte)prng.Next(-spread, spread);
        Assert.Equal(narrow, NarrowWeights.Pay(64, 0, filter, 32));
        Assert.Equal(narrow, NarrowWeights.Pay(64, 5, [.. filter.Select(w => (sbyte)Math.Min(w + 5, 127))], 16));
    }

    private static IEnumerable<sbyte> Rotate(int[] pattern, int by) =>
        Enumerable.Range(0, pattern.Length).Select(t => (sbyte)pattern[(t + by) % pattern.Length]);

    private static void AssertExact(int channels, int taps, int zeroPoint, sbyte[] filter)
    {
        foreach (int size in new[] { 16, 32 })
        {
            var tiles = new ChannelTiles(channels, size);
            var weights = new NarrowWeights(FilterLayout.ChannelMajor(channels, taps), tiles, zeroPoint, filter);
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                int[,] packed = Unpack(weights, tile, size);
                AssertSafe(packed);
                AddResidues(weights, tile, packed);
                for (int lane = 0; lane < size; lane++)
                {
                    int channel = tiles.Channel(tile, lane);
                    for (int t = 0; t < weights.Depth; t++)
                        Assert.Equal(channel < channels && t < taps ? filter[channel * taps + t] - zeroPoint : 0, packed[lane, t]);
                    int sum = channel < channels ? filter.Skip(channel * taps).Take(taps).Sum(w => w - zeroPoint) : 0;
                    Assert.Equal(sum, weights.Sums[tile * size + lane]);
                }
            }
        }
    }

    /// <summary>[lane][tap] from the documented order: chunks of 8 taps, vectors, fours, lanes of the vector, taps of the four.</summary>
    private static int[,] Unpack(NarrowWeights weights, int tile, int size)
    {
        var result = new int[size, weights.Depth];
        ReadOnlySpan<sbyte> bytes = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref weights.Tile(tile), size * weights.Depth);
        int position = 0;
        for (int chunk = 0; chunk < weights.Depth; chunk += 8)
        {
            for (int vector = 0; vector < 2; vector++)
            {
                for (int four = 0; four < 2; four++)
                {
                    for (int lane = 0; lane < size / 2; lane++)
                    {
                        for (int t = 0; t < 4; t++)
                            result[vector * size / 2 + lane, chunk + four * 4 + t] = bytes[position++];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>Of eight taps the instructions add the products 0, 1, 4 and 5, and 2, 3, 6 and 7; any of these inputs may be 0 or 255.</summary>
    private static void AssertSafe(int[,] packed)
    {
        for (int lane = 0; lane < packed.GetLength(0); lane++)
        {
            for (int tap = 0; tap < packed.GetLength(1); tap += 8)
            {
                foreach (int[] four in new int[][] { [0, 1, 4, 5], [2, 3, 6, 7] })
                {
                    int[] weights = [.. four.Select(t => packed[lane, tap + t])];
                    Assert.InRange(weights.Where(w => w > 0).Sum() * Largest, 0, short.MaxValue);
                    Assert.InRange(weights.Where(w => w < 0).Sum() * Largest, short.MinValue, 0);
                }
            }
        }
    }

    private static void AddResidues(NarrowWeights weights, int tile, int[,] packed)
    {
        int size = packed.GetLength(0);
        ReadOnlySpan<int> taps = weights.Residues(tile, out ReadOnlySpan<short> residues);
        Assert.Equal(taps.Length * size, residues.Length);
        for (int i = 0; i < taps.Length; i++)
        {
            for (int lane = 0; lane < size; lane++)
                packed[lane, taps[i]] += residues[(i / 2 * size + lane) * 2 + i % 2];
        }
    }
}
