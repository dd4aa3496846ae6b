using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>What the reader counts and where it puts tensors, with descriptions of a few numbers.</summary>
public sealed unsafe class PlanReaderTests
{
    private const int ArenaBytes = 1024, BlockBytes = 64;

    [Fact]
    public void Work_is_limited_in_sum()
    {
        PlanReader reader = Reader();
        reader.AddWork(PlanFormat.MaxWork - 1);
        reader.AddWork(1);
        AssertRefused("too long", () => reader.AddWork(1));
    }

    [Fact]
    public void Tables_are_limited_in_sum()
    {
        PlanReader reader = Reader();
        reader.AddTable(PlanFormat.MaxTableBytes - 1);
        reader.AddTable(1);
        AssertRefused("too much memory", () => reader.AddTable(1));
    }

    [Fact]
    public void Blocks_of_rows_are_limited_in_sum()
    {
        PlanReader reader = Reader();
        AssertRefused("too many blocks of rows", () => reader.AddRowLinks(PlanFormat.MaxRowLinks + 1));
        reader.AddRowLinks(PlanFormat.MaxRowLinks - 1);
        reader.AddRowLinks(1);
        AssertRefused("too many blocks of rows", () => reader.AddRowLinks(1));
    }

    [Fact]
    public void A_tensor_is_read_as_it_stands()
    {
        CompiledTensor tensor = Tensor(7, (int)TensorType.Int32, 0, 64, 1, BitConverter.SingleToInt32Bits(0.5f), -3, 2, 5, 6);
        Assert.Equal((7, TensorType.Int32, 64, 30, 120), (tensor.ModelIndex, tensor.FileType, tensor.ArenaOffset, tensor.Elements, tensor.ByteCount));
        Assert.Equal(new Quantization(0.5f, -3), tensor.Quantization);
        Assert.Equal([5, 6], tensor.Shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    [InlineData(-1)]
    public void A_scale_that_is_none_is_refused(float scale) => Assert.Throws<KernelException>(
        () => Tensor(0, (int)TensorType.Int8, 0, 0, 1, BitConverter.SingleToInt32Bits(scale), 0, 1, 5));

    [Fact]
    public void Dimensions_have_a_limit()
    {
        int[] most = [.. Enumerable.Repeat(1, PlanFormat.MaxRank)];
        Assert.Equal(most, Tensor([0, (int)TensorType.Int8, 0, 0, 0, most.Length, .. most]).Shape);
        AssertRefused("number of dimensions", () => Tensor([0, (int)TensorType.Int8, 0, 0, 0, most.Length + 1, .. most, 1]));
    }

    [Theory]
    [InlineData(0, "dimension")]
    [InlineData(-1, "dimension")]
    [InlineData(1 << 29, "dimension")] // 2^31 bytes
    [InlineData((ArenaBytes / sizeof(float)) + 1, "outside the arena")]
    public void A_size_that_cannot_be_is_refused(int elements, string reason) =>
        AssertRefused(reason, () => Tensor(0, (int)TensorType.Float32, 0, 0, 0, 1, elements));

    [Fact]
    public void A_constant_has_a_block_of_exactly_its_size()
    {
        Assert.Equal(-1, Tensor(0, (int)TensorType.Int8, 1, 0, 0, 1, BlockBytes).ArenaOffset);
        foreach (int bytes in (int[])[BlockBytes - 1, BlockBytes + 1])
            AssertRefused("block of its size", () => Tensor(0, (int)TensorType.Int8, 1, 0, 0, 1, bytes));
        AssertRefused("block of its size", () => Tensor(0, (int)TensorType.Int8, 1, 1, 0, 1, BlockBytes)); // there is no block 1
    }

    private static CompiledTensor Tensor(params int[] words)
    {
        const int BlockAt = 256; // after any of these descriptions
        PlanReader reader = Reader([BlockAt, BlockBytes, .. words]);
        reader.ReadBlocks(1, BlockAt + BlockBytes);
        CompiledTensor tensor = reader.ReadTensors(1, ArenaBytes)[0];
        reader.RequireEnd();
        return tensor;
    }

    private static PlanReader Reader(params int[] words)
    {
        int[] description = GC.AllocateArray<int>(words.Length, pinned: true);
        words.CopyTo(description, 0);
        fixed (int* start = description)
            return new PlanReader((byte*)start, sizeof(int) * words.Length, description) { Isa = IsaPolicy.UpTo(Isa.Scalar) };
    }

    private static void AssertRefused(string reason, Action read) =>
        Assert.Contains(reason, Assert.Throws<PlanFormatException>(read).Message, StringComparison.Ordinal);
}
