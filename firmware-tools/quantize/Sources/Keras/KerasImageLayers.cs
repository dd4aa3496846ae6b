using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Padding and pooling layers.</summary>
internal static class KerasImageLayers
{
    public static void ZeroPadding(KerasLayerContext layer)
    {
        layer.Settings.RequireChannelsLast();
        JsonElement[] sides = [.. layer.Settings.Find("padding").Elements()];
        (int Before, int After) rows = Sides(layer, sides.Length == 2 ? sides[0] : layer.Settings.Find("padding"));
        (int Before, int After) columns = Sides(layer, sides.Length == 2 ? sides[1] : layer.Settings.Find("padding"));
        layer.Add(new PadNode(layer.Name, layer.Input, rows.Before, rows.After, columns.Before, columns.After));
    }

    public static void GlobalAveragePooling(KerasLayerContext layer)
    {
        layer.Settings.RequireChannelsLast();
        layer.Add(new GlobalAveragePoolNode(layer.Name, layer.Input, layer.Settings.Flag("keepdims", false)));
    }

    public static void AveragePooling(KerasLayerContext layer)
    {
        ((int height, int width), ConvGeometry geometry) = Pool(layer);
        layer.Add(new AveragePoolNode(layer.Name, layer.Input, height, width, geometry));
    }

    public static void MaxPooling(KerasLayerContext layer)
    {
        ((int height, int width), ConvGeometry geometry) = Pool(layer);
        layer.Add(new MaxPoolNode(layer.Name, layer.Input, height, width, geometry));
    }

    private static ((int Height, int Width) Window, ConvGeometry Geometry) Pool(KerasLayerContext layer)
    {
        layer.Settings.RequireChannelsLast();
        (int Height, int Width) window = layer.Settings.Pair("pool_size", (2, 2));
        (int strideHeight, int strideWidth) = layer.Settings.Pair("strides", window);
        return (window, new ConvGeometry(strideHeight, strideWidth, 1, 1, layer.Settings.Padding()));
    }

    private static (int Before, int After) Sides(KerasLayerContext layer, JsonElement? side) =>
        side?.Integer() is { } both ? (both, both)
        : side.Integers() is [int before, int after] ? (before, after)
        : throw layer.Settings.Error("'padding' is not an integer, two, or two pairs");
}
