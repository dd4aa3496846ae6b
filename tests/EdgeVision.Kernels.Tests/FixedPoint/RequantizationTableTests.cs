using System.Runtime.Intrinsics;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.FixedPoint;

/// <summary>Vectors of accumulators become the bytes that <see cref="Requantization.Apply"/> makes of each, above all where it rounds the other way.</summary>
public class RequantizationTableTests
{
    private const int Limit = 1 << 29; // no smaller one leaves 32 bits when half of a divisor is added
    private const int Channels = 64;

    private delegate void Apply(RequantizationTable table, ChannelTiles tiles, int[] sums, sbyte[] output);

    [Theory]
    [InlineData(-128, -128, 127)]
    [InlineData(-128, -128, 90)]
    [InlineData(-7, -7, 127)]
    [InlineData(127, 127, 127)]
    [InlineData(3, -128, 127)]
    [InlineData(-128, -127, 127)]
    public void Bytes_are_those_of_the_reference(int zeroPoint, int min, int max)
    {
        var prng = new Prng(31);
        int rounded = 0;
        for (int lowest = -31; lowest <= 2; lowest++)
        {
            Requantization requantization = Prepare(prng, lowest, zeroPoint, new OutputRange((sbyte)min, (sbyte)max));
            for (int round = 0; round < 40; round++)
            {
                int[] accumulators = [.. Enumerable.Range(0, Channels).Select(c => Accumulator(prng, requantization, c))];
                sbyte[] expected = [.. accumulators.Select((x, c) => requantization.Apply(x, c))];
                rounded += expected.Count(y => y > min && y < max);
                foreach ((int size, int vectors, Apply apply) in Appliers())
                    Assert.Equal(expected[..size], Bytes(requantization, accumulators, size, vectors, apply));
            }

            var table = new RequantizationTable(requantization, new ChannelTiles(Channels, Channels));
            Assert.Equal(zeroPoint == min && lowest is >= -23 and <= -3, table.FloorsOnce);
        }

        Assert.True(min == max || rounded > 10_000, $"only {rounded} results were not clamped");
    }

    private static sbyte[] Bytes(Requantization requantization, int[] accumulators, int size, int vectors, Apply apply)
    {
        var tiles = new ChannelTiles(size, size, vectors);
        int[] sums = [.. Enumerable.Range(0, size).Select(lane => accumulators[tiles.Channel(0, lane)])];
        var output = new sbyte[size];
        apply(new RequantizationTable(requantization, tiles), tiles, sums, output);
        return output;
    }

    private static List<(int Size, int Vectors, Apply Apply)> Appliers()
    {
        var appliers = new List<(int, int, Apply)>();
        if (IsaPolicy.Auto.Allows(Isa.Avx2))
        {
            appliers.Add((8, 1, (table, _, sums, output) =>
                new RequantizationAvx2(table).Apply(ref table.Tile(0), Vector256.Create(sums)).CopyTo(output)));
            appliers.Add((16, 2, (table, tiles, sums, output) => RequantizationAvx2.Apply(table, tiles, 0, ref sums[0], 1, output)));
        }

        if (IsaPolicy.Auto.Allows(Isa.Avx512))
        {
            appliers.Add((32, 2, (table, tiles, sums, output) => RequantizationAvx512.Apply(table, tiles, 0, ref sums[0], 1, output)));
            appliers.Add((64, 4, (table, _, sums, output) => RequantizationAvx512.ApplyQuarters(table, 0, ref sums[0], 1, ref output[0], 64)));
        }

        return appliers;
    }

    /// <summary>Channels with exponents from <paramref name="lowest"/> to the second one above it, and some with a multiplier of 0.</summary>
    private static Requantization Prepare(Prng prng, int lowest, int zeroPoint, OutputRange range)
    {
        var multipliers = new FixedPointMultiplier[Channels];
        for (int c = 0; c < Channels; c++)
        {
            int exponent = c < 3 ? lowest + c : prng.Next(lowest, lowest + 2);
            int mantissa = prng.Next(0, 4) switch
            {
                0 => 1 << 30,
                1 => int.MaxValue,
                _ => prng.Next(1 << 30, int.MaxValue),
            };
            multipliers[c] = c > 3 && prng.Next(0, 15) == 0 ? new FixedPointMultiplier(0, 0) : new FixedPointMultiplier(mantissa, exponent);
        }

        var parameters = new PointwiseParameters
        {
            Pixels = 1,
            InputChannels = 1,
            OutputChannels = Channels,
            OutputZeroPoint = zeroPoint,
            Range = range,
            Multipliers = multipliers,
        };
        return Requantization.Prepare(parameters, FilterLayout.ChannelMajor(Channels, 1), new sbyte[Channels], []);
    }

    /// <summary>Any number, or a neighbour of one at which the channel's result becomes another.</summary>
    private static int Accumulator(Prng prng, Requantization requantization, int channel)
    {
        int limit = Limit >> requantization.LeftShifts[channel];
        if (prng.Next(0, 3) == 0)
            return prng.Next(-limit, limit);
        int result = prng.Next(requantization.Range.Min, requantization.Range.Max), below = -limit, reaching = limit;
        while (reaching - below > 1)
        {
            int middle = below + (reaching - below) / 2;
            if (requantization.Apply(middle, channel) >= result)
                reaching = middle;
            else
                below = middle;
        }

        return Math.Clamp(reaching + prng.Next(-2, 1), -limit, limit);
    }
}
