using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>
/// Reads TensorFlow Lite Metadata: a FlatBuffer in one of the model's buffers, and files in a ZIP archive behind the model.
/// </summary>
/// <remarks>
/// Damaged metadata fails the load, because a model that silently lost its labels or normalization gives wrong answers. Labels that
/// the metadata names but the file does not carry are a warning: tools that rewrite models drop the archive, and a labels file beside
/// the model can replace it.
/// </remarks>
internal sealed class MetadataReader(ReadOnlyMemory<byte> metadata, ReadOnlyMemory<byte> file, string modelName, List<string> warnings)
{
    private readonly FlatBuffer _buffer = new(metadata, $"{modelName}: metadata");

    /// <summary>Everything that has a place in <see cref="ModelMetadata"/>; score calibration and the like are skipped.</summary>
    public ModelMetadata Read(int inputCount)
    {
        FlatTable root = _buffer.Root(MetadataSchema.Identifier, "TensorFlow Lite Metadata");
        FlatTables subgraphs = root.Tables(MetadataSchema.Model.Subgraphs);
        FlatTable main = subgraphs.Count > 0 ? subgraphs[0] : default;
        string? labelsFile = LabelsFile(main.Tables(MetadataSchema.Subgraph.Outputs));
        string[] labels = labelsFile is null ? [] : ReadLabels(labelsFile);
        return new ModelMetadata
        {
            ModelName = root.String(MetadataSchema.Model.Name),
            Description = root.String(MetadataSchema.Model.Description),
            Inputs = Inputs(main.Tables(MetadataSchema.Subgraph.Inputs), inputCount),
            Labels = labels,
            LabelsSource = labels.Length > 0 ? $"metadata: {labelsFile}" : null,
        };
    }

    private InputMetadata[] Inputs(FlatTables stored, int inputCount)
    {
        if (stored.Count == 0)
            return [];
        if (stored.Count != inputCount)
            throw _buffer.Error($"it describes {stored.Count} inputs, the model has {inputCount}; export the model again");
        var inputs = new InputMetadata[inputCount];
        for (int i = 0; i < inputs.Length; i++)
        {
            _buffer.Enter("input", i);
            inputs[i] = Input(stored[i]);
        }

        _buffer.Leave();
        return inputs;
    }

    private static InputMetadata Input(FlatTable tensor) => new()
    {
        Name = tensor.String(MetadataSchema.Tensor.Name),
        ColorSpace = Color(tensor.Table(MetadataSchema.Tensor.Content)),
        Normalization = Normalization(tensor.Tables(MetadataSchema.Tensor.ProcessUnits)),
    };

    private static ColorSpace Color(FlatTable content)
    {
        if (content.Scalar<byte>(MetadataSchema.Content.PropertiesType) != MetadataSchema.Content.ImageProperties)
            return ColorSpace.Unknown;
        var color = (ColorSpace)content.Table(MetadataSchema.Content.Properties).Scalar<byte>(MetadataSchema.Image.ColorSpace);
        return color is ColorSpace.Rgb or ColorSpace.Grayscale ? color : ColorSpace.Unknown;
    }

    private static InputNormalization? Normalization(FlatTables units)
    {
        for (int i = 0; i < units.Count; i++)
        {
            FlatTable unit = units[i];
            if (unit.Scalar<byte>(MetadataSchema.ProcessUnit.OptionsType) != MetadataSchema.ProcessUnit.Normalization)
                continue;
            FlatTable options = unit.Table(MetadataSchema.ProcessUnit.Options);
            float[] mean = options.Scalars<float>(MetadataSchema.Normalization.Mean);
            float[] std = options.Scalars<float>(MetadataSchema.Normalization.Std);
            return new InputNormalization(Spread(mean, std.Length), Spread(std, mean.Length));
        }

        return null;
    }

    // The schema lets a single mean or standard deviation stand for all channels.
    private static float[] Spread(float[] values, int count)
    {
        if (values.Length != 1 || count <= 1)
            return values;
        var spread = new float[count];
        Array.Fill(spread, values[0]);
        return spread;
    }

    // Labels of an axis (classifiers) go before labels of values (detectors), and a file without locale before translations.
    private static string? LabelsFile(FlatTables outputs) =>
        FindFile(outputs, MetadataSchema.AssociatedFile.AxisLabels) ?? FindFile(outputs, MetadataSchema.AssociatedFile.ValueLabels);

    private static string? FindFile(FlatTables outputs, byte type)
    {
        string? translated = null;
        for (int i = 0; i < outputs.Count; i++)
        {
            FlatTables files = outputs[i].Tables(MetadataSchema.Tensor.AssociatedFiles);
            for (int k = 0; k < files.Count; k++)
            {
                FlatTable file = files[k];
                if (file.Scalar<byte>(MetadataSchema.AssociatedFile.Type) != type)
                    continue;
                string? name = file.String(MetadataSchema.AssociatedFile.Name);
                if (string.IsNullOrEmpty(file.String(MetadataSchema.AssociatedFile.Locale)))
                    return name;
                translated ??= name;
            }
        }

        return translated;
    }

    private string[] ReadLabels(string labelsFile)
    {
        string shown = $"labels file '{Text.ForMessage(labelsFile)}'";
        byte[]? content = new AssociatedFiles(file, $"{modelName}: {shown}").Read(labelsFile, LabelsText.LargestSize);
        if (content is not null)
            return LabelsText.Parse(content, $"{modelName}: {shown}");
        warnings.Add($"{modelName}: the metadata names a {shown}, but it is not packed into the model; labels beside the model are used");
        return [];
    }
}
