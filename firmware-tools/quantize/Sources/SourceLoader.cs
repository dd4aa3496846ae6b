using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Hdf5;
using EdgeVision.Quantize.Sources.Keras;
using EdgeVision.Quantize.Sources.TensorFlowJs;

namespace EdgeVision.Quantize.Sources;

/// <summary>Reads float models in the formats that people have.</summary>
public static class SourceLoader
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">The model's file, or the folder of a TensorFlow.js model. The content decides about the format.</param>
    /// <param name="options">What the file cannot say.</param>
    /// <exception cref="SourceException">The file cannot be read, is damaged, or is not supported.</exception>
    public static FloatGraph Load(string path, SourceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        string modelJson = Path.Combine(path, "model.json");
        SourceFile file = SourceFile.Load(File.Exists(modelJson) ? modelJson : path);
        return Parse(file, options);
    }

    /// <summary>Reads a model from memory.</summary>
    internal static FloatGraph Parse(SourceFile file, SourceOptions options)
    {
        ReadOnlySpan<byte> bytes = file.Bytes.Span;
        if (Hdf5File.HasSignature(bytes))
            return KerasH5Reader.Read(file, options);
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return KerasArchiveReader.Read(file, options);
        return TfjsReader.Read(file, options);
    }
}
