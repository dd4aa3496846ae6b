using System.Globalization;
using System.Xml.Linq;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Planning;

public sealed class ArenaLayoutTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_text_shows_each_block_in_its_place()
    {
        var graph = new TestGraph();
        int x = graph.Input(1, 8, 8, 1), y = graph.Relu(x);
        ArenaLayout arena = TestPlans.Create(graph.Build(graph.Reshape(y, 64), graph.Add(x, y))).Arena;
        Assert.Equal(
            """
            arena 128 bytes (lower bound 128), 2 blocks
               offset      bytes   steps    place                                             tensors
                    0         64   in-out  ########################........................  t0=t3
                   64         64    0-out  ........................########################  t1=t2

            """.ReplaceLineEndings("\n"),
            arena.ToText());
    }

    [Fact]
    public void Text_and_picture_name_what_a_step_overwrites_while_it_reads()
    {
        ArenaLayout arena = TestPlans.Create(CommittedModel.LoadPersonDetector()).Arena;
        string[] lines = arena.ToText().Split('\n');
        string[] titles = [.. XDocument.Parse(arena.ToSvg()).Descendants(Svg + "title").Select(title => title.Value)];
        for (int i = 0; i < arena.Blocks.Count; i++)
        {
            ArenaBlock block = arena.Blocks[i];
            ArenaBlock? read = arena.Blocks.SingleOrDefault(block.Overwrites);
            Assert.EndsWith($"  {block.Label}{(read is null ? "" : $" over {read.Label}")}", lines[i + 2], StringComparison.Ordinal);
            Assert.Equal(read is not null, titles[i].EndsWith($" over {read?.Label}", StringComparison.Ordinal));
        }

        Assert.Contains(arena.Blocks, block => arena.Blocks.Any(block.Overwrites));
    }

    [Fact]
    public void Blocks_come_in_the_order_of_their_first_step()
    {
        IReadOnlyList<ArenaBlock> blocks = TestPlans.Create(CommittedModel.Load()).Arena.Blocks;
        Assert.Equal(blocks.OrderBy(block => block.FirstStep).ThenBy(block => block.Offset), blocks);
        Assert.Equal(-1, blocks[0].FirstStep);
    }

    [Fact]
    public void The_picture_draws_every_block_inside_its_frame()
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.Load());
        XElement[] rectangles = [.. XDocument.Parse(plan.Arena.ToSvg()).Descendants(Svg + "rect")];
        XElement[] blocks = [.. rectangles.Where(rectangle => rectangle.Element(Svg + "title") is not null)];
        XElement frame = rectangles[^1];
        Assert.Equal(plan.Arena.Blocks.Count, blocks.Length);
        foreach ((ArenaBlock block, XElement drawn) in plan.Arena.Blocks.Zip(blocks))
        {
            Assert.StartsWith(
                $"{block.Label}: {block.Bytes} bytes at {block.Offset}, steps ", drawn.Element(Svg + "title")!.Value,
                StringComparison.Ordinal);
            double scale = Number(frame, "height") / plan.Arena.TotalBytes;
            Assert.Equal(Number(frame, "y") + (block.Offset * scale), Number(drawn, "y"), 0.06);
            Assert.InRange(
                Number(drawn, "x") + Number(drawn, "width"), Number(frame, "x"), Number(frame, "x") + Number(frame, "width") + 0.2);
            Assert.InRange(
                Number(drawn, "y") + Number(drawn, "height"), Number(frame, "y"), Number(frame, "y") + Number(frame, "height") + 0.6);
        }
    }

    [Fact]
    public void An_empty_arena_can_be_drawn()
    {
        var graph = new TestGraph();
        ArenaLayout arena = TestPlans.Create(graph.Build(graph.Constant(Model.TensorType.Int8, [1], [7], graph.Quantization))).Arena;
        Assert.StartsWith("arena 0 bytes", arena.ToText(), StringComparison.Ordinal);
        Assert.Single(XDocument.Parse(arena.ToSvg()).Descendants(Svg + "rect"), r => r.Attribute("x") is not null);
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
