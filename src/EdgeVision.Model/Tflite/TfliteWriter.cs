using System.Text;
using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Stores models as TensorFlow Lite files.</summary>
public static class TfliteWriter
{
    /// <summary>
    /// The bytes of a standard <c>.tflite</c> file, the same for the same model on every machine. Constants are 16-byte aligned from the
    /// start of the file; metadata is stored as TensorFlow Lite Metadata, labels as a file <c>labels.txt</c> in the ZIP archive behind it.
    /// </summary>
    /// <exception cref="NotSupportedException">An operator has <see cref="OpaqueOptions"/>, or the file would exceed 2 GiB.</exception>
    public static byte[] Write(TfliteModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var buffers = new BufferList();
        int[] tensorBuffers = AddConstants(model, buffers);
        var entries = new List<(string Name, int Buffer)>();
        if (model.MinRuntimeVersion is { } minRuntimeVersion)
            entries.Add((Schema.MinRuntimeVersionEntry, buffers.Add(Padded(minRuntimeVersion))));
        if (MetadataWriter.Write(model) is { } metadata)
            entries.Add((Schema.MetadataEntry, buffers.Add(metadata)));

        var b = new FlatBufferBuilder(Capacity(buffers.Bytes));
        var operators = new OperatorWriter(b);
        int bufferVector = buffers.Write(b);
        int metadataVector = WriteEntries(b, entries);
        int subgraphs = b.Objects([WriteSubgraph(b, model, tensorBuffers, operators)]);
        int codes = operators.WriteCodes();
        int description = b.String(model.Description);
        b.StartTable(Schema.Model.Count);
        b.Field(Schema.Model.Version, Schema.Version);
        b.Object(Schema.Model.OperatorCodes, codes);
        b.Object(Schema.Model.Subgraphs, subgraphs);
        b.Object(Schema.Model.Description, description);
        b.Object(Schema.Model.Buffers, bufferVector);
        b.Object(Schema.Model.Metadata, metadataVector);
        byte[] file = b.Finish(b.EndTable(), Schema.Identifier);
        return model.Metadata.Labels.Count == 0
            ? file
            : StoredZip.Append(file, MetadataWriter.LabelsFile, LabelsText.Format(model.Metadata.Labels));
    }

    private static int[] AddConstants(TfliteModel model, BufferList buffers)
    {
        var indices = new int[model.Tensors.Count];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = buffers.Add(model.Tensors[i].Data);
        return indices;
    }

    private static int Capacity(long bufferBytes)
    {
        const int TypicalOverhead = 1 << 16;
        long capacity = bufferBytes + TypicalOverhead;
        return capacity <= Array.MaxLength
            ? (int)capacity
            : throw new NotSupportedException($"constants of {bufferBytes} bytes do not fit a file of 2 GiB");
    }

    // Converters store the version in 16 bytes, so that it can be patched without moving anything.
    private static byte[] Padded(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Array.Resize(ref utf8, Math.Max(utf8.Length, 16));
        return utf8;
    }

    private static int WriteEntries(FlatBufferBuilder b, List<(string Name, int Buffer)> entries)
    {
        if (entries.Count == 0)
            return 0;
        var written = new int[entries.Count];
        for (int i = 0; i < written.Length; i++)
        {
            int name = b.String(entries[i].Name);
            b.StartTable(Schema.Metadata.Count);
            b.Object(Schema.Metadata.Name, name);
            b.Field(Schema.Metadata.Buffer, (uint)entries[i].Buffer);
            written[i] = b.EndTable();
        }

        return b.Objects(written);
    }

    private static int WriteSubgraph(FlatBufferBuilder b, TfliteModel model, int[] tensorBuffers, OperatorWriter operatorWriter)
    {
        int operators = operatorWriter.Write(model.Operators);
        var tensors = new int[model.Tensors.Count];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = WriteTensor(b, model.Tensors[i], tensorBuffers[i]);
        int tensorVector = b.Objects(tensors);
        int inputs = b.Scalars<int>([.. model.Inputs]);
        int outputs = b.Scalars<int>([.. model.Outputs]);
        b.StartTable(Schema.Subgraph.Count);
        b.Object(Schema.Subgraph.Tensors, tensorVector);
        b.Object(Schema.Subgraph.Inputs, inputs);
        b.Object(Schema.Subgraph.Outputs, outputs);
        b.Object(Schema.Subgraph.Operators, operators);
        return b.EndTable();
    }

    private static int WriteTensor(FlatBufferBuilder b, Tensor tensor, int buffer)
    {
        int quantization = tensor.Quantization is { } q ? WriteQuantization(b, q) : 0;
        int name = b.String(tensor.Name);
        int shape = b.Scalars<int>([.. tensor.Shape]);
        b.StartTable(Schema.Tensor.Count);
        b.Object(Schema.Tensor.Shape, shape);
        b.Field(Schema.Tensor.Type, (byte)tensor.Type);
        b.Field(Schema.Tensor.Buffer, (uint)buffer);
        b.Object(Schema.Tensor.Name, name);
        b.Object(Schema.Tensor.Quantization, quantization);
        b.Flag(Schema.Tensor.IsVariable, tensor.IsVariable);
        return b.EndTable();
    }

    private static int WriteQuantization(FlatBufferBuilder b, TensorQuantization quantization)
    {
        int zeroPoints = b.Scalars<long>(quantization.ZeroPoints.AsSpan());
        int scales = b.Scalars<float>(quantization.Scales.AsSpan());
        int max = quantization.Max.IsEmpty ? 0 : b.Scalars<float>(quantization.Max.AsSpan());
        int min = quantization.Min.IsEmpty ? 0 : b.Scalars<float>(quantization.Min.AsSpan());
        b.StartTable(Schema.Quantization.Count);
        b.Object(Schema.Quantization.Min, min);
        b.Object(Schema.Quantization.Max, max);
        b.Object(Schema.Quantization.Scale, scales);
        b.Object(Schema.Quantization.ZeroPoint, zeroPoints);
        b.Field(Schema.Quantization.Axis, quantization.Axis);
        return b.EndTable();
    }
}
