using EdgeVision.Model;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Tflite;

/// <summary>Reads float <c>.tflite</c> models, and quantized ones as the float model that their numbers stand for.</summary>
internal static class TfliteReader
{
    public static bool HasSignature(ReadOnlySpan<byte> bytes) => bytes.Length > 8 && bytes[4..].StartsWith("TFL3"u8);

    /// <summary>Reads models that follow one another: the result of each is the input of the next.</summary>
    public static FloatGraph Read(IReadOnlyList<SourceFile> files, SourceOptions options)
    {
        SourceFile file = files[0];
        TfliteModel[] models = [.. files.Select(Parse)];
        var builder = new GraphBuilder(file);
        Tensor input = SingleInput(file, models[0]);
        if (input.Shape is not [1, var height, var width, var channels])
            throw file.Error($"{input} is not one image (1, height, width, channels)");
        string value = NameOf(input);
        builder.SetInput(value, height, width, channels);
        for (int i = 0; i < models.Length; i++)
        {
            Tensor entry = SingleInput(files[i], models[i]);
            if (!Shapes.Equal(entry.Shape, builder.ShapeOf(value)))
                throw files[i].Error($"{entry} does not take the {Shapes.Text(builder.ShapeOf(value))} that '{files[i - 1].Name}' gives");
            value = new TfliteGraphReader(files[i], models[i], builder).Read(entry.Index, value);
        }

        ChosenConvention convention = TfliteConvention.Find(file, models[0], input, options);
        string kind = input.Type == TensorType.Float32 ? "float .tflite" : $"{input.Type} .tflite (dequantized)";
        return builder.Build(Path.GetFileNameWithoutExtension(file.Name), kind, value, convention, options, models[^1].Metadata.Labels);
    }

    /// <summary>A tensor's name, or a made-up one where the file has none.</summary>
    public static string NameOf(Tensor tensor) => tensor.Name.Length > 0 ? tensor.Name : $"tensor_{tensor.Index}";

    private static TfliteModel Parse(SourceFile file)
    {
        try
        {
            return TfliteModel.Parse(file.Bytes, file.Name);
        }
        catch (ModelFormatException e)
        {
            throw new SourceException(e.Message, e);
        }
    }

    private static Tensor SingleInput(SourceFile file, TfliteModel model) => model.Inputs is [var input]
        ? model.Tensors[input]
        : throw file.Error($"the model has {model.Inputs.Count} inputs; only models with one image as input can be quantized");
}
