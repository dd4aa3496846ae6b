using System.Buffers.Binary;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Hdf5;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Damage that random mutations seldom find.</summary>
public class Hdf5Tests
{
    [Fact]
    public void Members_and_attributes_are_found()
    {
        Hdf5Object root = Hdf5File.Open(new SourceFile("f.h5", Fixtures.Bytes("keras2_old.h5")));

        Assert.Equal(["model_weights"], root.Names);
        Assert.Equal(["2.8.0"], root.Texts("keras_version")!);
        Assert.Null(root.Texts("nothing"));
        Assert.Null(root.Find("model_weights/nothing"));
        Assert.Empty(root.Find("model_weights/dropout")!.Texts("weight_names")!);
        Assert.Equal("/model_weights/conv1/conv1", root.Find("model_weights//conv1/conv1")!.Path);
        FloatTensor bias = root.Find("model_weights/conv2d_3/conv2d_3/bias:0")!.ReadFloats("b", new WeightDecoder(new SourceFile("f", new byte[1]), 6));
        Assert.Equal([6], bias.Shape);
    }

    [Fact]
    public void A_tree_that_reaches_a_node_twice_is_refused()
    {
        byte[] bytes = Fixtures.Bytes("keras2_old.h5");
        int node = bytes.AsSpan().IndexOf("TREE\0\0"u8);
        // A second level whose only child is itself.
        bytes[node + 5] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(node + 6), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(node + 32), (ulong)node);

        Expect.Text("a B-tree reaches a node twice", Message(bytes));
    }

    [Fact]
    public void A_chunk_that_is_not_stored_is_missed()
    {
        byte[] bytes = Fixtures.Bytes("keras2_chunked.h5");
        int tree = bytes.AsSpan().IndexOf("TREE\u0001"u8);
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(tree + 6));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(tree + 6), (ushort)(entries - 1));

        Expect.Text($"has {entries - 1} of {entries} chunks", Message(bytes));
    }

    [Theory]
    [InlineData(0)] // Nothing stored.
    [InlineData(40_000)] // Several chunks of nearly the whole file: they would overlap.
    public void Chunks_cannot_claim_more_than_the_file_holds(uint claimed)
    {
        byte[] bytes = Fixtures.Bytes("keras2_chunked.h5");
        int tree = bytes.AsSpan().IndexOf("TREE\u0001"u8);
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(tree + 6));
        for (int i = 0; i < entries; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(tree + 24 + (i * (8 + (5 * 8) + 8))), claimed);

        Expect.Text($"cannot have come from {entries * claimed} stored bytes", Message(bytes));
    }

    [Fact]
    public void A_chunk_cannot_be_larger_than_deflate_could_have_packed()
    {
        byte[] bytes = Fixtures.Bytes("keras2_chunked.h5");
        int tree = bytes.AsSpan().IndexOf("TREE\u0001"u8);
        byte[] message = [3, 2, 5, .. BitConverter.GetBytes((long)tree)];
        int layout = bytes.AsSpan().IndexOf(message);
        // One chunk of 64·64·64·64 doubles for a small dataset.
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(tree + 6), 1);
        for (int i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(layout + 11 + (i * 4)), 64);

        Expect.Text("cannot have come from", Message(bytes));
    }

    [Fact]
    public void A_damaged_chunk_is_named()
    {
        byte[] bytes = Fixtures.Bytes("keras2_chunked.h5");
        int tree = bytes.AsSpan().IndexOf("TREE\u0001"u8);
        ulong chunk = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(tree + 24 + 8 + (5 * 8)));
        bytes[(int)chunk] ^= 0xFF;

        Expect.Text($"the chunk at byte {chunk} cannot be decoded", Message(bytes));
    }

    [Theory]
    [InlineData(8, 9, "superblock version 9")]
    [InlineData(13, 4, "addresses of 4 and lengths of 8 bytes")]
    [InlineData(24, 1, "a base address other than 0")]
    public void Superblocks_of_other_kinds_are_refused(int at, byte value, string problem)
    {
        byte[] bytes = Fixtures.Bytes("keras2_old.h5");
        bytes[at] = value;

        Expect.Text(problem, Message(bytes));
    }

    [Theory]
    [InlineData("layer_names", "layer_namez", "")] // A full model's own list is not needed.
    [InlineData("model_config", "model_confih", "layer_names nor layers; it was not saved by Keras")]
    [InlineData("model_weights", "model_weightz", "group 'model_weights' is missing")]
    [InlineData("weight_names", "weight_namez", "has no weight 'kernel'")]
    [InlineData("conv1_bn/moving_mean:0", "conv1_bn/moving_meen:0", "has no weight 'moving_mean'")]
    [InlineData("\"BatchNormalization\"", "\"BatchNormalizatiom\"", "is a BatchNormalizatiom, which is not supported")]
    public void Missing_parts_are_named(string from, string to, string problem)
    {
        byte[] bytes = Fixtures.Replace(Fixtures.Bytes("keras2_old.h5"), from, to);

        if (problem.Length == 0)
            Assert.Equal(5, Assert.IsType<DenseNode>(Fixtures.Parse("f.h5", bytes).Nodes[^2]).Bias!.Length);
        else
            Expect.Text(problem, Message(bytes));
    }

    private static string Message(byte[] bytes) => Assert.Throws<SourceException>(() => Fixtures.Parse("f.h5", bytes)).Message;
}
