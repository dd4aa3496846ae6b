using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Writes TensorFlow Lite Metadata.</summary>
internal static class MetadataWriter
{
    /// <summary>Name of the labels in the archive behind the model.</summary>
    public const string LabelsFile = "labels.txt";

    // Every field written here exists since the first version of the metadata schema.
    private const string MinParserVersion = "1.0.0";

    /// <summary>The metadata as a FlatBuffer; <see langword="null"/> when there is none.</summary>
    public static byte[]? Write(TfliteModel model)
    {
        ModelMetadata metadata = model.Metadata;
        if (metadata.ModelName is null && metadata.Description is null && metadata.Inputs.Count == 0 && metadata.Labels.Count == 0)
            return null;
        var b = new FlatBufferBuilder(1024);
        int subgraphs = b.Objects([WriteSubgraph(b, model)]);
        int name = WriteText(b, metadata.ModelName);
        int description = WriteText(b, metadata.Description);
        int minParserVersion = b.String(MinParserVersion);
        b.StartTable(MetadataSchema.Model.Count);
        b.Object(MetadataSchema.Model.Name, name);
        b.Object(MetadataSchema.Model.Description, description);
        b.Object(MetadataSchema.Model.Subgraphs, subgraphs);
        b.Object(MetadataSchema.Model.MinParserVersion, minParserVersion);
        return b.Finish(b.EndTable(), MetadataSchema.Identifier);
    }

    private static int WriteSubgraph(FlatBufferBuilder b, TfliteModel model)
    {
        IReadOnlyList<InputMetadata> inputs = model.Metadata.Inputs;
        var written = new int[inputs.Count];
        for (int i = 0; i < written.Length; i++)
            written[i] = WriteInput(b, inputs[i]);
        int inputVector = written.Length == 0 ? 0 : b.Objects(written);
        int outputVector = model.Metadata.Labels.Count == 0 ? 0 : WriteOutputs(b, model.Outputs.Count);
        b.StartTable(MetadataSchema.Subgraph.Count);
        b.Object(MetadataSchema.Subgraph.Inputs, inputVector);
        b.Object(MetadataSchema.Subgraph.Outputs, outputVector);
        return b.EndTable();
    }

    // The schema wants one entry per output; the labels belong to the first.
    private static int WriteOutputs(FlatBufferBuilder b, int count)
    {
        int name = b.String(LabelsFile);
        b.StartTable(MetadataSchema.AssociatedFile.Count);
        b.Object(MetadataSchema.AssociatedFile.Name, name);
        b.Field(MetadataSchema.AssociatedFile.Type, MetadataSchema.AssociatedFile.AxisLabels);
        int files = b.Objects([b.EndTable()]);
        var outputs = new int[count];
        for (int i = 0; i < count; i++)
        {
            b.StartTable(MetadataSchema.Tensor.Count);
            b.Object(MetadataSchema.Tensor.AssociatedFiles, i == 0 ? files : 0);
            outputs[i] = b.EndTable();
        }

        return b.Objects(outputs);
    }

    private static int WriteInput(FlatBufferBuilder b, InputMetadata input)
    {
        int name = WriteText(b, input.Name);
        int content = input.ColorSpace == ColorSpace.Unknown ? 0 : WriteContent(b, input.ColorSpace);
        int units = input.Normalization is { } normalization ? b.Objects([WriteNormalization(b, normalization)]) : 0;
        b.StartTable(MetadataSchema.Tensor.Count);
        b.Object(MetadataSchema.Tensor.Name, name);
        b.Object(MetadataSchema.Tensor.Content, content);
        b.Object(MetadataSchema.Tensor.ProcessUnits, units);
        return b.EndTable();
    }

    private static int WriteContent(FlatBufferBuilder b, ColorSpace colorSpace)
    {
        b.StartTable(MetadataSchema.Image.Count);
        b.Field(MetadataSchema.Image.ColorSpace, (byte)colorSpace);
        int image = b.EndTable();
        b.StartTable(MetadataSchema.Content.Count);
        b.Field(MetadataSchema.Content.PropertiesType, MetadataSchema.Content.ImageProperties);
        b.Object(MetadataSchema.Content.Properties, image);
        return b.EndTable();
    }

    private static int WriteNormalization(FlatBufferBuilder b, InputNormalization normalization)
    {
        int std = b.Scalars<float>([.. normalization.Std]);
        int mean = b.Scalars<float>([.. normalization.Mean]);
        b.StartTable(MetadataSchema.Normalization.Count);
        b.Object(MetadataSchema.Normalization.Mean, mean);
        b.Object(MetadataSchema.Normalization.Std, std);
        int options = b.EndTable();
        b.StartTable(MetadataSchema.ProcessUnit.Count);
        b.Field(MetadataSchema.ProcessUnit.OptionsType, MetadataSchema.ProcessUnit.Normalization);
        b.Object(MetadataSchema.ProcessUnit.Options, options);
        return b.EndTable();
    }

    private static int WriteText(FlatBufferBuilder b, string? text) => text is null ? 0 : b.String(text);
}
