using System.IO.Compression;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Hdf5;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Reads <c>.keras</c> files: a zip archive of <c>config.json</c>, <c>metadata.json</c> and <c>model.weights.h5</c>.</summary>
internal static class KerasArchiveReader
{
    public static FloatGraph Read(SourceFile file, SourceOptions options)
    {
        byte[] config, weights;
        byte[]? metadata;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file.Bytes.ToArray()), ZipArchiveMode.Read);
            config = Require(file, archive, "config.json");
            metadata = TryExtract(file, archive, "metadata.json");
            weights = Require(file, archive, "model.weights.h5");
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException)
        {
            throw file.Error($"the archive is damaged: {e.Message}", e);
        }

        KerasArchitecture architecture = KerasArchitectureReader.Read(file, Json.Parse(file, "config.json", config));
        string? version = metadata is null ? null : Json.Parse(file, "metadata.json", metadata).Text("keras_version");
        var store = new SourceFile(file.Path, weights);
        Hdf5Object layers = Keras3Weights.TryFindLayers(Hdf5File.Open(store))
            ?? throw file.Error("model.weights.h5 has no group 'layers'; save the model again");
        return KerasModel.Build(
            file,
            Path.GetFileNameWithoutExtension(file.Name),
            "Keras .keras",
            architecture,
            new Keras3Weights(file, layers, architecture, KerasH5Reader.Decoder(store)),
            KerasModel.VersionOf(version),
            options);
    }

    private static byte[] Require(SourceFile file, ZipArchive archive, string name) => TryExtract(file, archive, name)
        ?? throw file.Error($"'{name}' is not in the archive; the file is not a Keras model");

    private static byte[]? TryExtract(SourceFile file, ZipArchive archive, string name)
    {
        if (archive.GetEntry(name) is not { } entry)
            return null;
        // The sizes in the archive's directory are claims: nothing is allocated that the stored bytes cannot become.
        long most = Math.Min(SourceFile.MaxBytes, (long)file.Bytes.Length * FilterPipeline.LargestRatio);
        if (entry.Length > most)
            throw file.Error($"'{name}' in the archive claims {entry.Length} bytes; the file is damaged");
        using Stream stream = entry.Open();
        var bytes = new byte[entry.Length];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && stream.ReadByte() < 0
            ? bytes
            : throw file.Error($"'{name}' in the archive is not as long as the archive says; the file is damaged");
    }
}
