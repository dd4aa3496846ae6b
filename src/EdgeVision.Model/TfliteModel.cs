namespace EdgeVision.Model;

/// <summary>A TensorFlow Lite model (schema version 3), checked and immutable.</summary>
/// <remarks>
/// Only subgraph 0 is shown; a model whose operators call other subgraphs is refused. <see cref="ModelBuilder"/> makes models in memory
/// and <see cref="TfliteWriter"/> stores them.
/// </remarks>
public sealed class TfliteModel
{
    internal TfliteModel()
    {
    }

    /// <summary>
    /// Name for messages: what the caller gave, or the file name, with its folder's if the file is called <c>model.tflite</c>.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// Full path of the file the model was loaded from; <see langword="null"/> for a model parsed from or built in memory.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The converter's remark, such as "MLIR Converted."; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Version of the file's schema, always 3.</summary>
    public uint Version { get; init; } = 3;

    /// <summary>Oldest TensorFlow Lite that runs the model, such as "1.14.0"; <see langword="null"/> when not stated.</summary>
    public string? MinRuntimeVersion { get; init; }

    /// <summary>All tensors; the numbers in operators, inputs and outputs are positions in this list.</summary>
    public required IReadOnlyList<Tensor> Tensors { get; init; }

    /// <summary>All operators in order of execution: each reads only constants, model inputs and results of earlier operators.</summary>
    public required IReadOnlyList<Operator> Operators { get; init; }

    /// <summary>Tensors the caller fills.</summary>
    public required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>Tensors the caller reads.</summary>
    public required IReadOnlyList<int> Outputs { get; init; }

    /// <summary>What the model says about itself; <see cref="ModelMetadata.Empty"/> when it says nothing.</summary>
    public ModelMetadata Metadata { get; init; } = ModelMetadata.Empty;

    /// <summary>Things worth telling the user that do not prevent use, such as labels that the metadata names but the file lacks.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Reads a model file.</summary>
    /// <remarks>
    /// When the model carries no labels, the first of these files in the same folder provides them, for <c>name.tflite</c>:
    /// <c>name.labels.txt</c>, <c>name.txt</c>, <c>labels.txt</c>. A labels file is UTF-8 text of at most 1 MiB, one label per line;
    /// empty lines count, except at the end.
    /// </remarks>
    /// <exception cref="ModelFormatException">The model or its labels file is damaged, unsupported, or larger than 2 GiB.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static TfliteModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string fullPath = System.IO.Path.GetFullPath(path);
        string name = System.IO.Path.GetFileName(fullPath);
        if (name == "model.tflite") // as each is called that has a folder of its own
            name = $"{System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(fullPath))}/{name}";
        TfliteModel model = Parse(ModelFile.Read(fullPath, name), name);
        string? labelsPath = model.Metadata.Labels.Count == 0 ? LabelsFile.Find(fullPath) : null;
        return model.With(
            fullPath,
            labelsPath is null
                ? model.Metadata
                : model.Metadata with { Labels = LabelsFile.Load(labelsPath), LabelsSource = labelsPath });
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="file">The whole file; constants stay slices of it, so it must not change afterwards.</param>
    /// <param name="name">What messages call it, usually the file name.</param>
    /// <exception cref="ModelFormatException">The model is damaged or unsupported; nothing else is thrown for any bytes.</exception>
    public static TfliteModel Parse(ReadOnlyMemory<byte> file, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ModelReader.Read(file, name);
    }

    private TfliteModel With(string path, ModelMetadata metadata) => new()
    {
        Name = Name,
        Path = path,
        Description = Description,
        Version = Version,
        MinRuntimeVersion = MinRuntimeVersion,
        Tensors = Tensors,
        Operators = Operators,
        Inputs = Inputs,
        Outputs = Outputs,
        Metadata = metadata,
        Warnings = Warnings,
    };
}
