using System.Text.Json;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.TensorFlowJs;

/// <summary>How a tensor lies in its shard: stored values v stand for <c>v · Scale + Min</c>.</summary>
internal readonly record struct TfjsStorage(ElementType Type, double Scale, double Min)
{
    public static TfjsStorage Read(SourceFile file, string name, JsonElement weight)
    {
        if (weight.Member("quantization") is not { } quantization)
            return new TfjsStorage(Type(weight.Text("dtype")), 1, 0);
        ElementType stored = quantization.Text("dtype") switch
        {
            "uint8" => ElementType.UInt8,
            "uint16" => ElementType.UInt16,
            "float16" => ElementType.Float16,
            string other => throw file.Error($"tensor '{name}': quantization to '{other}' is not supported"),
            null => throw file.Error($"tensor '{name}': quantization without dtype"),
        };
        if (stored == ElementType.Float16)
            return new TfjsStorage(stored, 1, 0);
        return quantization.Member("scale")?.Number() is { } scale && quantization.Member("min")?.Number() is { } min
            ? new TfjsStorage(stored, scale, min)
            : throw file.Error($"tensor '{name}': quantization without scale or min");

        ElementType Type(string? dtype) => dtype switch
        {
            "float32" => ElementType.Float32,
            "float16" => ElementType.Float16,
            "int32" => ElementType.Int32,
            _ => throw file.Error($"tensor '{name}': dtype '{dtype}' is not supported"),
        };
    }

    public void Dequantize(Span<float> values)
    {
        if (Scale == 1 && Min == 0)
            return;
        foreach (ref float value in values)
            value = (float)((value * Scale) + Min);
    }
}
