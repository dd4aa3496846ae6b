using System.Buffers.Binary;
using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.Safetensors;

/// <summary>Reads <c>.safetensors</c> files: the length of a JSON header, the header, and all tensors' bytes.</summary>
internal static class SafetensorsReader
{
    private const int LengthBytes = 8;
    private const int MaxHeaderBytes = 16 << 20;

    /// <summary>Whether the file starts with a plausible length and a JSON object.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> bytes) => bytes.Length > LengthBytes + 1 && bytes[LengthBytes] == (byte)'{'
        && BinaryPrimitives.ReadUInt64LittleEndian(bytes) <= (ulong)(bytes.Length - LengthBytes);

    public static FloatGraph Read(SourceFile file, SourceOptions options)
    {
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes.Span);
        if (headerLength > MaxHeaderBytes)
            throw file.Error($"a header of {headerLength} bytes is larger than any (16 MiB); the file is damaged");
        JsonElement header = Json.Parse(file, "the header", file.Bytes.Slice(LengthBytes, (int)headerLength));
        if (header.ValueKind != JsonValueKind.Object)
            throw file.Error("the header is not an object; the file is damaged");
        ReadOnlyMemory<byte> data = file.Bytes[(LengthBytes + (int)headerLength)..];
        var decoder = new WeightDecoder(file, file.Bytes.Length);
        var tensors = new List<NamedTensor>();
        foreach (JsonProperty entry in header.EnumerateObject())
        {
            if (entry.Name != "__metadata__" && !entry.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                tensors.Add(new NamedTensor(entry.Name, ReadTensor(file, entry, data.Span, decoder)));
        }

        string name = Path.GetFileNameWithoutExtension(file.Name);
        return MobileNetV1Template.Build(file, name, "safetensors (weights only)", tensors, options, TimmConfig.TryRead(file));
    }

    private static FloatTensor ReadTensor(SourceFile file, JsonProperty entry, ReadOnlySpan<byte> data, WeightDecoder decoder)
    {
        string name = entry.Name;
        ElementType type = entry.Value.Text("dtype") switch
        {
            "F32" => ElementType.Float32,
            "F16" => ElementType.Float16,
            "BF16" => ElementType.BFloat16,
            "F64" => ElementType.Float64,
            var other => throw file.Error($"tensor '{name}': dtype '{other}' is not supported, only F32, F16, BF16 and F64"),
        };
        int[] shape = entry.Value.Member("shape").Integers() ?? throw file.Error($"tensor '{name}' has no shape; the file is damaged");
        int[]? offsets = entry.Value.Member("data_offsets").Integers();
        return offsets is [>= 0 and var begin, var end] && begin <= end && end <= data.Length
            ? decoder.Decode(name, shape, type, data[begin..end])
            : throw file.Error($"tensor '{name}': its data_offsets lie outside the {data.Length} bytes of data; the file is damaged");
    }
}
