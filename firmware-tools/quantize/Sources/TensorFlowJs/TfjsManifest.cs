using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.TensorFlowJs;

/// <summary>The weights of a TensorFlow.js model: groups of tensors one after the other, each group cut into shard files.</summary>
internal static class TfjsManifest
{
    public static IReadOnlyList<NamedTensor> Read(SourceFile file, JsonElement model)
    {
        var groups = new List<(JsonElement Weights, byte[] Bytes)>();
        long total = 0;
        foreach (JsonElement group in model.Member("weightsManifest").Elements())
        {
            byte[] bytes = ReadShards(file, group, SourceFile.MaxBytes - total);
            total += bytes.Length;
            groups.Add((group.Member("weights") ?? default, bytes));
        }

        var tensors = new List<NamedTensor>();
        var decoder = new WeightDecoder(file, total);
        foreach ((JsonElement weights, byte[] bytes) in groups)
            ReadGroup(file, weights, bytes, decoder, tensors);
        return tensors.Count > 0 ? tensors : throw file.Error("weightsManifest lists no weights; the file is not a TensorFlow.js model");
    }

    private static byte[] ReadShards(SourceFile file, JsonElement group, long most)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file.Path))!;
        using var bytes = new MemoryStream();
        foreach (JsonElement path in group.Member("paths").Elements())
        {
            string name = path.Text() ?? throw file.Error("weightsManifest has a path that is not a text");
            if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', ':') >= 0 || name.Any(char.IsControl))
                throw file.Error($"shard '{name}' is not a plain file name; shards must lie beside the model's JSON file");
            try
            {
                using FileStream shard = File.OpenRead(Path.Combine(folder, name));
                if (shard.Length > most - bytes.Length)
                    throw file.Error($"shard '{name}' has {shard.Length} bytes; a model has at most 1 GiB");
                shard.CopyTo(bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw file.Error($"shard '{name}' cannot be read: {e.Message}", e);
            }
        }

        return bytes.ToArray();
    }

    private static void ReadGroup(SourceFile file, JsonElement weights, byte[] bytes, WeightDecoder decoder, List<NamedTensor> tensors)
    {
        int offset = 0;
        foreach (JsonElement weight in ((JsonElement?)weights).Elements())
        {
            string name = weight.Text("name") ?? throw file.Error("weightsManifest has a weight without name");
            int[] shape = weight.Member("shape").Integers() ?? throw file.Error($"tensor '{name}' has no shape");
            TfjsStorage storage = TfjsStorage.Read(file, name, weight);
            long count = Shapes.ElementCount(shape);
            long length = count * storage.Type.SizeInBytes();
            if (count < 0 || length > bytes.Length - offset)
                throw file.Error($"tensor '{name}' {Shapes.Text(shape)} is empty or lies behind its shards' {bytes.Length} bytes");
            FloatTensor tensor = decoder.Decode(name, shape, storage.Type, bytes.AsSpan(offset, (int)length));
            storage.Dequantize(tensor.Data);
            decoder.RequireFinite(name, tensor.Data);
            tensors.Add(new NamedTensor(name, tensor));
            offset += (int)length;
        }

        if (offset != bytes.Length)
            throw file.Error($"{bytes.Length - offset} bytes of a group of shards belong to no tensor; the shards are of another model");
    }
}
