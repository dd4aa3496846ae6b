using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>The attributes that convolutions and pooling share.</summary>
internal readonly record struct OnnxWindow(ConvGeometry Geometry, ImagePads Pads, bool IsSame)
{
    public static OnnxWindow Read(OnnxOperation operation)
    {
        (int strideHeight, int strideWidth) = Pair(operation, "strides");
        (int dilationHeight, int dilationWidth) = Pair(operation, "dilations");
        string padding = operation.Text("auto_pad") ?? "NOTSET";
        var geometry = new ConvGeometry(strideHeight, strideWidth, dilationHeight, dilationWidth, PaddingKind.Valid);
        return padding switch
        {
            "VALID" => new OnnxWindow(geometry, default, false),
            "SAME_UPPER" => new OnnxWindow(geometry with { Padding = PaddingKind.Same }, default, true),
            "NOTSET" => new OnnxWindow(geometry, ReadPads(operation), false),
            _ => throw operation.Error($"auto_pad {padding} is not supported"),
        };
    }

    private static (int Height, int Width) Pair(OnnxOperation operation, string attribute) => operation.Find(attribute)?.Integers switch
    {
        null => (1, 1),
        [var height, var width] => (Small(operation, attribute, height), Small(operation, attribute, width)),
        _ => throw operation.Error($"{attribute} of another rank than 2 are not supported"),
    };

    private static ImagePads ReadPads(OnnxOperation operation) => operation.Find("pads")?.Integers switch
    {
        null => default,
        [var top, var left, var bottom, var right] => new ImagePads(
            Small(operation, "pads", top),
            Small(operation, "pads", bottom),
            Small(operation, "pads", left),
            Small(operation, "pads", right)),
        _ => throw operation.Error("pads of another rank than 2 are not supported"),
    };

    private static int Small(OnnxOperation operation, string attribute, long value) => value is >= 0 and <= 4096
        ? (int)value
        : throw operation.Error($"{attribute} {value} is not possible; the file is damaged");
}
