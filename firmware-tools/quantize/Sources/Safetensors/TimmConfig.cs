using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.Safetensors;

/// <summary>The <c>config.json</c> that timm's models have beside their weights.</summary>
internal static class TimmConfig
{
    private const string FileName = "config.json";

    /// <summary>What it says, or <see langword="null"/> where there is none.</summary>
    public static PublishedSettings? TryRead(SourceFile weights)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(weights.Path))!, FileName);
        if (!File.Exists(path))
            return null;
        SourceFile file = SourceFile.Load(path);
        if (Json.Parse(file, "the file", file.Bytes).Member("pretrained_cfg") is not { } config)
            return null;
        float[]? mean = Pixels(config, "mean"), std = Pixels(config, "std");
        if (mean is not null && (std is null || std.Length != mean.Length || Array.IndexOf(std, 0) >= 0))
            throw file.Error("mean and std are not as many numbers other than 0");
        InputConvention? normalization = mean is null ? null : new InputConvention(mean, std!);
        int? size = config.Member("input_size").Integers() is [_, var height, var width] && height == width ? height : null;
        return new PublishedSettings(normalization, size, FileName);
    }

    // PyTorch's pixels are 0 … 1, ours 0 … 255.
    private static float[]? Pixels(JsonElement config, string name)
    {
        float[] values = [.. config.Member(name).Elements().Select(value => (float)((value.Number() ?? 0) * 255))];
        return values.Length is 1 or 3 ? values : null;
    }
}
