using System.Runtime.InteropServices;
using EdgeVision.Kernels.Tests.Support;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>What a file says of narrow weights is proven anew: that fours cannot leave 16 bits, and that residues belong to taps of the patch.</summary>
public class NarrowRestoreTests
{
    private const int Channels = 40, Taps = 10, Tile = 16;

    private static readonly FilterLayout Layout = FilterLayout.ChannelMajor(Channels, Taps);
    private static readonly ChannelTiles Tiles = new(Channels, Tile);

    /// <summary>Weights of 0 but these four, which one 16-bit sum takes: 0, 1, 4 and 5, or 2, 3, 6 and 7.</summary>
    [Theory]
    [InlineData(new[] { 0, 1, 4, 5 }, new[] { 32, 32, 32, 32 }, true)]
    [InlineData(new[] { 0, 1, 4, 5 }, new[] { 32, 32, 33, 32 }, false)]
    [InlineData(new[] { 0, 1, 4, 5 }, new[] { -32, -32, -32, -32 }, true)]
    [InlineData(new[] { 0, 1, 4, 5 }, new[] { -33, -32, -32, -32 }, false)]
    [InlineData(new[] { 2, 3, 6, 7 }, new[] { 127, 1, -127, -1 }, true)]
    [InlineData(new[] { 2, 3, 6, 7 }, new[] { 127, 2, 0, 0 }, false)]
    [InlineData(new[] { 2, 3, 6, 7 }, new[] { 0, 0, -128, -1 }, false)]
    [InlineData(new[] { 2, 3, 6, 7 }, new[] { 0, -128, 127, 1 }, true)]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 64, 64, 64, 64 }, true)]
    [InlineData(new[] { 0, 2, 4, 6 }, new[] { 65, 65, 64, 64 }, false)]
    public void Weights_are_taken_if_no_four_can_leave_16_bits(int[] taps, int[] weights, bool safe)
    {
        for (int lane = 0; lane < Tile; lane++)
        {
            byte[][] contents = Contents(new sbyte[Channels * Taps]);
            (int vector, int inVector) = Math.DivRem(lane, Tile / 2);
            for (int i = 0; i < taps.Length; i++)
            {
                int four = taps[i] / 4, half = Tile / 2 * 4;
                contents[0][(2 * vector + four) * half + inVector * 4 + taps[i] % 4] = (byte)weights[i];
            }

            Assert.Equal(safe, Accepts(contents));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    [InlineData(-1, false)]
    [InlineData(int.MinValue, false)]
    public void Taps_of_residues_are_those_of_a_patch(int tap, bool inside)
    {
        byte[][] contents = WithResidues();
        Assert.NotEmpty(contents[2]);
        for (int i = 0; i < contents[2].Length / sizeof(int); i++)
        {
            byte[][] changed = [.. contents.Select(content => content.ToArray())];
            Words(changed[2])[i] = tap;
            Assert.Equal(inside, Accepts(changed));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, -1)]
    [InlineData(1, -100)]
    [InlineData(1, int.MaxValue)]
    [InlineData(2, 1000)]
    [InlineData(3, 1)]
    [InlineData(3, -1)]
    [InlineData(3, int.MinValue)]
    public void Pairs_of_residues_of_all_tiles_follow_one_another(int tile, int change)
    {
        byte[][] contents = WithResidues();
        Assert.True(Accepts(contents));
        Span<int> firstPair = Words(contents[3]);
        Assert.Equal(Tiles.Count + 1, firstPair.Length);
        firstPair[tile] = unchecked(firstPair[tile] + change);
        Assert.False(Accepts(contents));
    }

    [Fact]
    public void Indices_that_change_after_the_check_are_not_used()
    {
        using var file = new PackedCopies(WithResidues(), GuardSide.After);
        var weights = new NarrowWeights(Layout, Tiles, file.Blocks);
        int[] before = weights.Residues(0, out _).ToArray();
        unsafe
        {
            new Span<byte>((byte*)file.Blocks[2].Start, (int)file.Blocks[2].Length).Fill(0x7F);
            new Span<byte>((byte*)file.Blocks[3].Start, (int)file.Blocks[3].Length).Fill(0x7F);
        }

        Assert.NotEmpty(before);
        Assert.Equal(before, weights.Residues(0, out _).ToArray());
    }

    private static byte[][] WithResidues()
    {
        sbyte[] filter = new sbyte[Channels * Taps];
        Array.Fill(filter, (sbyte)100);
        return Contents(filter);
    }

    private static byte[][] Contents(sbyte[] filter) =>
        [.. new NarrowWeights(Layout, Tiles, 0, filter).BlocksWith(default).Take(NarrowWeights.BlockCount).Select(block => block.Bytes.ToArray())];

    private static Span<int> Words(byte[] content) => MemoryMarshal.Cast<byte, int>(content.AsSpan());

    private static bool Accepts(byte[][] contents)
    {
        using var file = new PackedCopies(contents, GuardSide.After);
        try
        {
            _ = new NarrowWeights(Layout, Tiles, file.Blocks);
            return true;
        }
        catch (KernelException)
        {
            return false;
        }
    }
}
