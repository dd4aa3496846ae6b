using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Hdf5;
using EdgeVision.Quantize.Sources.Keras;
using EdgeVision.Quantize.Sources.Onnx;
using EdgeVision.Quantize.Sources.Safetensors;
using EdgeVision.Quantize.Sources.TensorFlowJs;
using EdgeVision.Quantize.Sources.Tflite;

namespace EdgeVision.Quantize.Sources;

/// <summary>Reads float models in the formats that people have.</summary>
public static class SourceLoader
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">The model's file, or the folder of a TensorFlow.js model. The content decides about the format.</param>
    /// <param name="options">What the file cannot say.</param>
    /// <exception cref="SourceException">The file cannot be read, is damaged, or is not supported.</exception>
    public static FloatGraph Load(string path, SourceOptions options) => Load([path], options);

    /// <summary>Reads a model in parts, such as a feature extractor and its head.</summary>
    /// <param name="paths">
    /// The files in order of computation: the result of each is the input of the next. More than one must be <c>.tflite</c> files.
    /// </param>
    /// <param name="options">What the files cannot say.</param>
    /// <exception cref="SourceException">A file cannot be read, is damaged, is not supported, or does not fit the one before.</exception>
    public static FloatGraph Load(IReadOnlyList<string> paths, SourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        ArgumentNullException.ThrowIfNull(options);
        var files = new SourceFile[paths.Count];
        for (int i = 0; i < files.Length; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(paths[i]);
            string modelJson = Path.Combine(paths[i], "model.json");
            files[i] = SourceFile.Load(File.Exists(modelJson) ? modelJson : paths[i]);
        }

        return Parse(files, options);
    }

    /// <summary>Reads a model from memory.</summary>
    internal static FloatGraph Parse(IReadOnlyList<SourceFile> files, SourceOptions options)
    {
        SourceFile file = files[0];
        if (options.InputSize is < 8 or > 4096)
            throw file.Error($"an input size of {options.InputSize} is not possible; 8 … 4096 are");
        if (files.All(part => TfliteReader.HasSignature(part.Bytes.Span)))
            return TfliteReader.Read(files, options);
        if (files.Count > 1)
            throw file.Error("only .tflite models can be given in parts");
        return Read(file)(file, options);
    }

    private static Func<SourceFile, SourceOptions, FloatGraph> Read(SourceFile file)
    {
        ReadOnlySpan<byte> bytes = file.Bytes.Span;
        if (Hdf5File.HasSignature(bytes))
            return KerasH5Reader.Read;
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return KerasArchiveReader.Read;
        if (SafetensorsReader.HasHeader(bytes))
            return SafetensorsReader.Read;
        return Path.GetExtension(file.Name).ToLowerInvariant() switch
        {
            ".onnx" => OnnxReader.Read,
            ".json" => TfjsReader.Read,
            _ => throw file.Error("the format is not known; .h5, .keras, .tflite, .onnx, .safetensors and TensorFlow.js's model.json are"),
        };
    }
}
