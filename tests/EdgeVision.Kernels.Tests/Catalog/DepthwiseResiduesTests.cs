using System.Runtime.InteropServices;
using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>
/// What bytes do not hold of depthwise weights, for NEON. That kernels add it rightly, firmware-tools/arm64-emulation shows; here, that nothing
/// is lost and that nothing of a file is believed.
/// </summary>
public class DepthwiseResiduesTests
{
    private const int Channels = 20, Taps = 9, Lanes = 16;

    private static readonly ChannelTiles Tiles = new(Channels, Lanes, Vectors: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(127)]
    [InlineData(-128)]
    public void A_weight_is_what_a_byte_holds_and_its_residue(int zeroPoint)
    {
        var filter = new sbyte[Channels * Taps];
        new Prng(5).Fill(filter);
        DepthwiseResiduesNeon prepared = Prepare(filter, zeroPoint);
        int[] index = Words(prepared.Index.Bytes.ToArray()).ToArray(), values = Words(prepared.Values.Bytes.ToArray()).ToArray();
        int firstTap = Tiles.Count + 1;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                int row = Array.IndexOf(index, tap, firstTap + index[tile], index[tile + 1] - index[tile]) - firstTap;
                int[] residues = row < 0 ? new int[Lanes] : values[(row * Lanes)..((row + 1) * Lanes)];
                Assert.Equal(row >= 0, residues.Any(residue => residue != 0));
                for (int lane = 0; lane < Lanes; lane++)
                {
                    int weight = filter[tap * Channels + Tiles.Channel(tile, lane)] - zeroPoint;
                    int kept = DepthwiseResiduesNeon.Kept(weight);
                    Assert.Equal(weight, kept + residues[lane]);
                    Assert.InRange(kept, -127, 127);
                }
            }
        }
    }

    [Fact]
    public void Only_tiles_with_a_weight_that_does_not_fit_have_any()
    {
        var filter = new sbyte[Channels * Taps];
        Array.Fill(filter, (sbyte)-127);
        Assert.False(Prepare(filter, 0).Any);
        Assert.Equal((true, true), With(channel: 7)); // which is in both tiles
        Assert.Equal((true, false), With(channel: 3));
        Assert.Equal((false, true), With(channel: 19));

        (bool First, bool Second) With(int channel)
        {
            sbyte[] changed = [.. filter];
            changed[4 * Channels + channel] = sbyte.MinValue;
            DepthwiseResiduesNeon residues = Prepare(changed, 0);
            Assert.True(residues.Any);
            return (residues.Has(0), residues.Has(1));
        }
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(0, -1, false)]
    [InlineData(1, 10, false)]
    [InlineData(1, -10, false)]
    [InlineData(1, int.MinValue, false)]
    [InlineData(2, 1, false)]
    [InlineData(2, -1, false)]
    [InlineData(2, int.MaxValue, false)]
    public void Rows_of_all_tiles_follow_one_another(int tile, int change, bool taken)
    {
        byte[][] contents = Contents();
        Span<int> firstRow = Words(contents[1])[..(Tiles.Count + 1)];
        firstRow[tile] = unchecked(firstRow[tile] + change);
        Assert.Equal(taken, Accepts(contents));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(-1, false)]
    [InlineData(int.MaxValue, false)]
    public void Taps_of_residues_are_those_of_a_window(int tap, bool inside)
    {
        int rows = Words(Contents()[1]).Length - (Tiles.Count + 1);
        Assert.Equal(Tiles.Count * Taps, rows);
        for (int row = 0; row < rows; row++)
        {
            byte[][] contents = Contents();
            Words(contents[1])[Tiles.Count + 1 + row] = tap;
            Assert.Equal(inside, Accepts(contents));
        }
    }

    [Fact]
    public void Blocks_of_other_lengths_are_refused()
    {
        byte[][] contents = Contents();
        Assert.True(Accepts(contents));
        Assert.False(Accepts([contents[0], []]));
        Assert.False(Accepts([contents[0], contents[1][..8]]));
        Assert.False(Accepts([contents[0], contents[1][..^4]]));
        Assert.False(Accepts([contents[0], contents[1][..^1]]));
        Assert.False(Accepts([contents[0][..^4], contents[1]]));
        Assert.False(Accepts([[], contents[1]]));
    }

    [Fact]
    public void Indices_that_change_after_the_check_are_not_used()
    {
        using var file = new PackedCopies(Contents(), GuardSide.After);
        var residues = new DepthwiseResiduesNeon(Tiles, Taps, file.Blocks[0], file.Blocks[1]);
        byte[] before = residues.Index.Bytes.ToArray();
        unsafe
        {
            new Span<byte>((byte*)file.Blocks[1].Start, (int)file.Blocks[1].Length).Fill(0x7F);
        }

        Assert.Equal(before, residues.Index.Bytes.ToArray());
    }

    /// <summary>Residues in every tap of every tile.</summary>
    private static byte[][] Contents()
    {
        var filter = new sbyte[Channels * Taps];
        Array.Fill(filter, (sbyte)100);
        DepthwiseResiduesNeon residues = Prepare(filter, -100);
        return [residues.Values.Bytes.ToArray(), residues.Index.Bytes.ToArray()];
    }

    private static Span<int> Words(byte[] content) => MemoryMarshal.Cast<byte, int>(content.AsSpan());

    private static DepthwiseResiduesNeon Prepare(sbyte[] filter, int zeroPoint)
    {
        var shape = new TensorShape(1, 4, 4, Channels);
        var parameters = new ConvParameters
        {
            Input = shape,
            Output = shape,
            Window = Window.Same(shape, 3, 3, 1, 1, 1, 1),
            FilterZeroPoint = zeroPoint,
            Multipliers = [],
        };
        return new DepthwiseResiduesNeon(Tiles, parameters, filter);
    }

    private static bool Accepts(byte[][] contents)
    {
        using var file = new PackedCopies(contents, GuardSide.After);
        try
        {
            _ = new DepthwiseResiduesNeon(Tiles, Taps, file.Blocks[0], file.Blocks[1]);
            return true;
        }
        catch (KernelException)
        {
            return false;
        }
    }
}
