using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model.Tests;

/// <summary>
/// A model file written table by table, so that it can hold what the product's writer never writes. It has one operator, from tensor 0
/// and constant 2 (buffer 1) to tensor 1; all tensors are Float32[1].
/// </summary>
internal sealed class RawModel
{
    public uint Version { get; set; } = 3;

    public int Subgraphs { get; set; } = 1;

    public sbyte DeprecatedCode { get; set; }

    public int BuiltinCode { get; set; }

    public string? CustomCode { get; set; }

    public uint CodeIndex { get; set; }

    public byte OptionsType { get; set; }

    public byte Options2Type { get; set; }

    /// <summary>Writes the options table.</summary>
    public Func<FlatBufferBuilder, int>? Options { get; set; }

    public (ulong Offset, ulong Size) LargeCustomOptions { get; set; }

    public int[] Shape { get; set; } = [1];

    public byte TensorType { get; set; }

    public uint ConstantBuffer { get; set; } = 1;

    public bool IsSparse { get; set; }

    /// <summary>Writes the quantization table of the constant.</summary>
    public Func<FlatBufferBuilder, int>? Quantization { get; set; }

    /// <summary>Data of buffer 1; empty to use the external position.</summary>
    public byte[] Data { get; set; } = [0, 0, 128, 63];

    public (ulong Offset, ulong Size) External { get; set; }

    /// <summary>Metadata entries and their buffers, which come after buffer 1.</summary>
    public List<(string Name, byte[] Data)> Metadata { get; } = [];

    public static FlatTable Root(byte[] file) => new FlatBuffer(file, "file").Root("TFL3"u8, "a model");

    public byte[] Write()
    {
        var b = new FlatBufferBuilder(16);
        int code = WriteCode(b);
        int subgraph = WriteSubgraph(b);
        int buffers = WriteBuffers(b);
        int metadata = WriteMetadata(b);
        int codes = b.Objects([code]);
        int subgraphs = b.Objects(Enumerable.Repeat(subgraph, Subgraphs).ToArray());
        b.StartTable(8);
        b.Field(0, Version);
        b.Object(1, codes);
        b.Object(2, subgraphs);
        b.Object(4, buffers);
        b.Object(6, metadata);
        return b.Finish(b.EndTable(), "TFL3"u8);
    }

    public TfliteModel Parse() => TfliteModel.Parse(Write(), "raw");

    public string ParseError() => Assert.Throws<ModelFormatException>(() => Parse()).Message;

    private int WriteCode(FlatBufferBuilder b)
    {
        int custom = CustomCode is null ? 0 : b.String(CustomCode);
        b.StartTable(4);
        b.Field(0, DeprecatedCode);
        b.Object(1, custom);
        b.Field(3, BuiltinCode);
        return b.EndTable();
    }

    private int WriteSubgraph(FlatBufferBuilder b)
    {
        int op = WriteOperator(b);
        int operators = b.Objects([op]);
        int quantization = Quantization?.Invoke(b) ?? 0;
        int sparsity = IsSparse ? Empty(b) : 0;
        int tensors = b.Objects([WriteTensor(b, 0, 0, 0), WriteTensor(b, 0, 0, 0), WriteTensor(b, ConstantBuffer, quantization, sparsity)]);
        int inputs = b.Scalars<int>([0]);
        int outputs = b.Scalars<int>([1]);
        b.StartTable(5);
        b.Object(0, tensors);
        b.Object(1, inputs);
        b.Object(2, outputs);
        b.Object(3, operators);
        return b.EndTable();
    }

    private int WriteOperator(FlatBufferBuilder b)
    {
        int options = Options?.Invoke(b) ?? 0;
        int inputs = b.Scalars<int>([0, 2]);
        int outputs = b.Scalars<int>([1]);
        b.StartTable(13);
        b.Field(0, CodeIndex);
        b.Object(1, inputs);
        b.Object(2, outputs);
        b.Field(3, OptionsType);
        b.Object(4, options);
        b.Field(9, LargeCustomOptions.Offset);
        b.Field(10, LargeCustomOptions.Size);
        b.Field(11, Options2Type);
        return b.EndTable();
    }

    private int WriteTensor(FlatBufferBuilder b, uint buffer, int quantization, int sparsity)
    {
        int shape = b.Scalars<int>(Shape);
        int name = b.String($"t{buffer}");
        b.StartTable(8);
        b.Object(0, shape);
        b.Field(1, TensorType);
        b.Field(2, buffer);
        b.Object(3, name);
        b.Object(4, quantization);
        b.Object(6, sparsity);
        return b.EndTable();
    }

    private int WriteBuffers(FlatBufferBuilder b)
    {
        List<int> buffers = [Empty(b), WriteBuffer(b, Data, External)];
        foreach ((_, byte[] data) in Metadata)
            buffers.Add(WriteBuffer(b, data, default));
        return b.Objects([.. buffers]);
    }

    private static int WriteBuffer(FlatBufferBuilder b, byte[] data, (ulong Offset, ulong Size) external)
    {
        int vector = data.Length == 0 ? 0 : b.Scalars<byte>(data, 16);
        b.StartTable(3);
        b.Object(0, vector);
        b.Field(1, external.Offset);
        b.Field(2, external.Size);
        return b.EndTable();
    }

    private int WriteMetadata(FlatBufferBuilder b)
    {
        var entries = new int[Metadata.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            int name = b.String(Metadata[i].Name);
            b.StartTable(2);
            b.Object(0, name);
            b.Field(1, (uint)i + 2);
            entries[i] = b.EndTable();
        }

        return b.Objects(entries);
    }

    private static int Empty(FlatBufferBuilder b)
    {
        b.StartTable(0);
        return b.EndTable();
    }
}
