using System.Text;
using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Reads the model table: subgraph 0 and the metadata entries.</summary>
internal sealed class ModelReader
{
    private readonly string _name;
    private readonly FlatBuffer _buffer;
    private readonly FlatTable _model;
    private readonly BufferTable _buffers;
    private readonly ReadOnlyMemory<byte> _file;

    private ModelReader(ReadOnlyMemory<byte> file, string name)
    {
        _name = name;
        _file = file;
        _buffer = new FlatBuffer(file, name);
        _model = _buffer.Root(Schema.Identifier, "a TensorFlow Lite model");
        _buffers = new BufferTable(_buffer, _model.Tables(Schema.Model.Buffers));
    }

    /// <summary>See <see cref="TfliteModel.Parse"/>.</summary>
    public static TfliteModel Read(ReadOnlyMemory<byte> file, string name)
    {
        TfliteModel model = new ModelReader(file, name).Read();
        GraphValidator.Check(model);
        return model;
    }

    private TfliteModel Read()
    {
        uint version = _model.Scalar<uint>(Schema.Model.Version);
        if (version != Schema.Version)
            throw _buffer.Error($"schema version {version} is not supported; convert the model with a current TensorFlow Lite converter");
        FlatTables subgraphs = _model.Tables(Schema.Model.Subgraphs);
        if (subgraphs.Count == 0)
            throw _buffer.Damaged("there is no subgraph");

        FlatTable main = subgraphs[0];
        Tensor[] tensors = new TensorReader(_buffer, _buffers).Read(main.Tables(Schema.Subgraph.Tensors));
        Operator[] operators = new OperatorReader(_buffer, _model.Tables(Schema.Model.OperatorCodes))
            .Read(main.Tables(Schema.Subgraph.Operators));
        if (subgraphs.Count > 1)
            CheckSubgraphsUnused(operators, subgraphs.Count);
        int[] inputs = main.Scalars<int>(Schema.Subgraph.Inputs);
        List<string> warnings = [];
        ReadOnlyMemory<byte> metadata = Entry(Schema.MetadataEntry);
        return new TfliteModel
        {
            Name = _name,
            Description = _model.String(Schema.Model.Description) ?? "",
            Version = version,
            MinRuntimeVersion = MinRuntimeVersion(),
            Tensors = tensors,
            Operators = operators,
            Inputs = inputs,
            Outputs = main.Scalars<int>(Schema.Subgraph.Outputs),
            Metadata = metadata.IsEmpty
                ? ModelMetadata.Empty
                : new MetadataReader(metadata, _file, _name, warnings).Read(inputs.Length),
            Warnings = warnings,
        };
    }

    private void CheckSubgraphsUnused(Operator[] operators, int subgraphs)
    {
        foreach (Operator op in operators)
        {
            if (CallsSubgraph(op.Code))
            {
                throw _buffer.Error(
                    $"{op} uses one of the model's {subgraphs} subgraphs, which is not supported; export the model without control flow");
            }
        }
    }

    private static bool CallsSubgraph(BuiltinOperator code) => code is
        BuiltinOperator.Call or BuiltinOperator.If or BuiltinOperator.While or BuiltinOperator.CallOnce
        or BuiltinOperator.StablehloCustomCall or BuiltinOperator.StablehloReduce or BuiltinOperator.StablehloScatter
        or BuiltinOperator.StablehloReduceWindow or BuiltinOperator.StablehloSort or BuiltinOperator.StablehloWhile
        or BuiltinOperator.StablehloComposite;

    private string? MinRuntimeVersion()
    {
        ReadOnlySpan<byte> padded = Entry(Schema.MinRuntimeVersionEntry).Span;
        int end = padded.IndexOf((byte)0);
        ReadOnlySpan<byte> text = end < 0 ? padded : padded[..end];
        const int Longest = 64;
        if (text.Length > Longest)
            throw _buffer.Damaged($"the minimum runtime version is {text.Length} characters long");
        return text.IsEmpty ? null : Encoding.UTF8.GetString(text);
    }

    // Bytes of a named metadata entry; empty when there is none.
    private ReadOnlyMemory<byte> Entry(string name)
    {
        FlatTables entries = _model.Tables(Schema.Model.Metadata);
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].String(Schema.Metadata.Name) == name)
                return _buffers.Data(entries[i].Scalar<uint>(Schema.Metadata.Buffer));
        }

        return default;
    }
}
