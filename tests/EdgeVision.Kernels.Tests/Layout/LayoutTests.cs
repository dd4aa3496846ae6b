using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Layout;

public class LayoutTests
{
    [Fact]
    public void ArgMax_finds_the_first_maximum_along_the_middle_extent()
    {
        var prng = new Prng(81);
        foreach ((int outer, int depth, int inner) in new[] { (1, 1, 1), (1, 7, 1), (3, 5, 1), (2, 9, 4), (4, 1, 3) })
        {
            ArgMax argMax = ArgMax.Prepare(new() { Outer = outer, Depth = depth, Inner = inner }, IsaPolicy.Auto);
            sbyte[] input = new sbyte[outer * depth * inner];
            for (int i = 0; i < input.Length; i++)
                input[i] = (sbyte)prng.Next(-128, -126); // few values: many ties
            int[] narrow = new int[outer * inner];
            long[] wide = new long[outer * inner];
            argMax.Run(input, narrow);
            argMax.Run(input, wide);
            for (int i = 0; i < narrow.Length; i++)
            {
                sbyte[] column = [.. Enumerable.Range(0, depth).Select(d => input[i / inner * depth * inner + d * inner + i % inner])];
                Assert.Equal(Array.IndexOf(column, column.Max()), narrow[i]);
                Assert.Equal(narrow[i], wide[i]);
            }
        }
    }

    [Fact]
    public void ArgMax_refuses_what_does_not_fit()
    {
        Refusal.Assert("argmax extents is 0", () => ArgMax.Prepare(new() { Outer = 1, Depth = 0 }, IsaPolicy.Auto));
        Refusal.Assert("more than 2^31", () => ArgMax.Prepare(new() { Outer = 1 << 20, Depth = 1 << 20 }, IsaPolicy.Auto));
        ArgMax argMax = ArgMax.Prepare(new() { Outer = 2, Depth = 3 }, IsaPolicy.Auto);
        Assert.Throws<ArgumentException>("input", () => argMax.Run(new sbyte[5], new int[2]));
        Assert.Throws<ArgumentException>("output", () => argMax.Run(new sbyte[6], new int[3]));
        Assert.Throws<ArgumentException>("output", () => argMax.Run(new sbyte[6], new long[1]));
    }

    [Fact]
    public void Pad_surrounds_every_dimension()
    {
        Margin[] margins = [default, new(0, 1, 2, 0), new(1, 0, 0, 3), new(2, 1, 1, 1)];
        var prng = new Prng(82);
        foreach (Margin before in margins)
        {
            foreach (Margin after in margins)
            {
                var parameters = new PadParameters { Input = new TensorShape(2, 3, 4, 5), Before = before, After = after, Value = -77 };
                sbyte[] input = new sbyte[120];
                prng.Fill(input);
                TensorShape shape = parameters.Output;
                sbyte[] output = new sbyte[shape.Count];
                prng.Fill(output);
                Pad.Prepare(parameters).Run(input, output);
                for (int i = 0; i < output.Length; i++)
                {
                    int c = i % shape.Channels - before.Channels;
                    int x = i / shape.Channels % shape.Width - before.Width;
                    int y = i / shape.Channels / shape.Width % shape.Height - before.Height;
                    int b = i / shape.Channels / shape.Width / shape.Height - before.Batch;
                    bool inside = c is >= 0 and < 5 && x is >= 0 and < 4 && y is >= 0 and < 3 && b is >= 0 and < 2;
                    Assert.Equal(inside ? input[((b * 3 + y) * 4 + x) * 5 + c] : -77, output[i]);
                }

                Assert.Equal(2 + before.Batch + after.Batch, shape.Batch);
                Assert.Equal(5 + before.Channels + after.Channels, shape.Channels);
            }
        }
    }

    [Fact]
    public void Pad_refuses_what_does_not_fit()
    {
        var valid = new PadParameters { Input = new TensorShape(1, 2, 2, 1), Value = 0 };
        Pad pad = Pad.Prepare(valid);
        Assert.Throws<ArgumentException>("input", () => pad.Run(new sbyte[3], new sbyte[4]));
        Assert.Throws<ArgumentException>("output", () => pad.Run(new sbyte[4], new sbyte[5]));
        Refusal.Assert("input shape is 0", () => Pad.Prepare(valid with { Input = default }));
        Refusal.Assert("of the batch", () => Pad.Prepare(valid with { Before = new(-1, 0, 0, 0) }));
        Refusal.Assert("of the height", () => Pad.Prepare(valid with { After = new(0, -1, 0, 0) }));
        Refusal.Assert("of the width", () => Pad.Prepare(valid with { Before = new(0, 0, int.MaxValue, 0) }));
        Refusal.Assert("of the channels", () => Pad.Prepare(valid with { After = new(0, 0, 0, int.MaxValue) }));
        Refusal.Assert("output shape has more", () => Pad.Prepare(valid with { After = new(0, 1 << 20, 1 << 20, 0) }));
    }

    [Fact]
    public void Concatenation_lays_rescaled_blocks_side_by_side()
    {
        LookupTable plusFive = LookupTable.Requantize(new(1, 0), new(1, 5), IsaPolicy.Auto);
        Concatenation join = Concatenation.Prepare(new() { Outer = 2, InnerSizes = [3, 1, 2], Rescale = [null, plusFive, null] });
        sbyte[] output = new sbyte[12];
        join.RunInput(2, [50, 51, 52, 53], output);
        join.RunInput(0, [1, 2, 3, 4, 5, 6], output);
        join.RunInput(1, [20, 30], output);
        Assert.Equal([1, 2, 3, 25, 50, 51, 4, 5, 6, 35, 52, 53], output);
    }

    [Fact]
    public void Concatenation_refuses_what_does_not_fit()
    {
        Refusal.Assert("number of inputs is 0", () => Concatenation.Prepare(new() { Outer = 1, InnerSizes = [] }));
        Refusal.Assert("inner size is 0", () => Concatenation.Prepare(new() { Outer = 1, InnerSizes = [2, 0] }));
        Refusal.Assert("output is -1", () => Concatenation.Prepare(new() { Outer = -1, InnerSizes = [2] }));
        Refusal.Assert("tables has 1", () => Concatenation.Prepare(new() { Outer = 1, InnerSizes = [2, 2], Rescale = [null] }));
        Refusal.Assert("too long", () => Concatenation.Prepare(new() { Outer = 1, InnerSizes = [int.MaxValue, 1] }));
        Refusal.Assert("output has more", () => Concatenation.Prepare(new() { Outer = 2, InnerSizes = [1 << 30] }));

        Concatenation join = Concatenation.Prepare(new() { Outer = 2, InnerSizes = [3, 1] });
        Assert.Throws<ArgumentOutOfRangeException>("index", () => join.RunInput(2, new sbyte[6], new sbyte[8]));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => join.RunInput(-1, new sbyte[6], new sbyte[8]));
        Assert.Throws<ArgumentException>("input", () => join.RunInput(1, new sbyte[3], new sbyte[8]));
        Assert.Throws<ArgumentException>("output", () => join.RunInput(0, new sbyte[6], new sbyte[7]));
    }
}
