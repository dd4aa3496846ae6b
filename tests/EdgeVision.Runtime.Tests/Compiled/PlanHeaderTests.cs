using System.Runtime.InteropServices;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using static EdgeVision.Runtime.Tests.Compiled.PlanBytes;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>What a header may say at most, in files that are whole otherwise, and where a plan may lie.</summary>
public sealed class PlanHeaderTests
{
    private readonly byte[] _file = PlanCompiler.Compile(TestPlans.Create(CommittedModel.Load(), Compiling.Scalar));

    /// <summary>Bit by bit, as its polynomial says.</summary>
    [Fact]
    public void The_checksum_is_the_crc_32c_of_all_other_bytes()
    {
        uint crc = uint.MaxValue;
        foreach (byte value in (byte[])[.. _file[..PlanFormat.ChecksumOffset], .. _file[(PlanFormat.ChecksumOffset + sizeof(uint))..]])
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }

        Assert.Equal(~crc, (uint)Get(_file, PlanFormat.ChecksumOffset));
    }

    [Theory]
    [InlineData(-PlanFormat.Alignment)]
    [InlineData(int.MinValue)]
    [InlineData(PlanFormat.MaxArenaBytes + 1)]
    public void An_arena_that_cannot_be_is_refused(int bytes)
    {
        Set(_file, ArenaBytes, bytes);
        AssertRefused(_file, "impossible sizes");
    }

    [Fact]
    public void The_largest_arena_is_accepted()
    {
        Set(_file, ArenaBytes, PlanFormat.MaxArenaBytes);
        Compiling.Sign(_file);
        Assert.Equal(PlanFormat.MaxArenaBytes, Compiling.Load(_file).ArenaBytes);
    }

    [Theory]
    [InlineData(PlanFormat.MaxSteps, "step ")]
    [InlineData(PlanFormat.MaxSteps + 1, "too many steps")]
    public void The_number_of_steps_has_a_limit(int steps, string reason)
    {
        const int LeastBytesOfStep = 12;
        byte[] file = WithLongerDescription(_file, PlanFormat.Alignment * (PlanFormat.MaxSteps * LeastBytesOfStep / PlanFormat.Alignment + 1));
        Set(file, StepCount, steps);
        AssertRefused(file, reason);
    }

    [Fact]
    public void A_description_that_goes_on_is_refused() => AssertRefused(WithLongerDescription(_file, PlanFormat.Alignment), "goes on after the metadata");

    [Theory]
    [InlineData(-4, "ends too early")]
    [InlineData(1, "impossible sizes")]
    public void A_description_that_ends_elsewhere_is_refused(int more, string reason)
    {
        Set(_file, DescriptionEnd, Get(_file, DescriptionEnd) + more);
        AssertRefused(_file, reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-PlanFormat.Alignment)]
    [InlineData(1 << 30)]
    public void A_block_outside_the_blocks_is_refused(int offset)
    {
        Set(_file, BlockAt(0), offset);
        AssertRefused(_file, "a block lies outside");
    }

    [Fact]
    public void A_block_that_starts_between_cache_lines_is_refused()
    {
        Set(_file, BlockAt(0), Get(_file, BlockAt(0)) + (PlanFormat.Alignment / 2));
        AssertRefused(_file, "not at a multiple of 64");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(null)]
    public void A_block_that_goes_on_after_the_file_is_refused(int? length)
    {
        int last = BlockAt(Get(_file, BlockCount) - 1);
        Set(_file, last + sizeof(int), length ?? _file.Length - Get(_file, last) + 1);
        AssertRefused(_file, "a block lies outside");
    }

    /// <summary>The caller writes inputs.</summary>
    [Fact]
    public void An_input_is_not_a_constant()
    {
        var graph = new TestGraph();
        int sum = graph.Add(graph.Input(1, 2, 2, 4), graph.Constant(TensorType.Int8, [1, 2, 2, 4], new byte[16], graph.Quantization));
        byte[] file = PlanCompiler.Compile(TestPlans.Create(graph.Build(sum), Compiling.Scalar));
        const int PlaceWord = 2;
        int[] places = [.. Tensors(file).Select(at => Get(file, at + (PlaceWord * sizeof(int))))];
        Set(file, InputsAt(file), Array.IndexOf(places, 1));
        AssertRefused(file, "writes to a constant");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    public unsafe void A_plan_that_does_not_start_at_a_cache_line_is_refused(int offset)
    {
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)(_file.Length + offset), PlanFormat.Alignment);
        try
        {
            _file.CopyTo(new Span<byte>(memory + offset, _file.Length));
            PlanFormatException refusal = Assert.Throws<PlanFormatException>(() => new FreestandingPlan(memory + offset, _file.Length));
            Assert.Contains("not a compiled plan", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static void AssertRefused(byte[] file, string reason)
    {
        Compiling.Sign(file);
        Assert.Contains(reason, Assert.Throws<PlanFormatException>(() => Compiling.Load(file)).Message, StringComparison.Ordinal);
    }
}
