using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Classification;

public sealed class TopKTests
{
    [Theory]
    [InlineData(new sbyte[] { 1, 5, 3 }, 2, new[] { 1, 2 })]
    [InlineData(new sbyte[] { 1, 5, 3 }, 5, new[] { 1, 2, 0 })]
    [InlineData(new sbyte[] { 4, 4, 4, 4 }, 3, new[] { 0, 1, 2 })]
    [InlineData(new sbyte[] { 3, 7, 7, 3, 7 }, 4, new[] { 1, 2, 4, 0 })]
    [InlineData(new sbyte[] { -128, 127, -128 }, 1, new[] { 1 })]
    [InlineData(new sbyte[] { 1, 2 }, 0, new int[0])]
    [InlineData(new sbyte[0], 3, new int[0])]
    public void The_highest_come_first_and_of_equals_the_lower_index(sbyte[] scores, int k, int[] expected)
    {
        var indices = new int[k];
        int found = TopK.Find(scores, indices);
        Assert.Equal(expected, indices[..found]);
    }

    [Fact]
    public void It_equals_a_stable_sort()
    {
        var random = new Prng(0x70F);
        for (int round = 0; round < 500; round++)
        {
            var scores = new sbyte[random.Next(1, 40)];
            for (int i = 0; i < scores.Length; i++)
                scores[i] = (sbyte)random.Next(-4, 4);
            var indices = new int[random.Next(1, 12)];
            int found = TopK.Find(scores, indices);
            Assert.Equal(Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(indices.Length), indices[..found]);
        }
    }
}
