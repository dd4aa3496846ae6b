using System.Globalization;
using EdgeVision.Model;

namespace EdgeVision.Testing;

/// <summary>
/// MobileNetV1 (Howard et al. 2017, table 1) at any width and size, int8 with a scale per channel and seeded weights: it recognizes
/// nothing, but has the shapes, and activations that use their range.
/// </summary>
public static class MobileNetV1
{
    private const int Classes = 1001;

    /// <summary>Stride and output channels, at width 1, of the blocks of one depthwise and one pointwise convolution.</summary>
    private static readonly (int Stride, int Channels)[] Blocks =
    [
        (1, 64), (2, 128), (1, 128), (2, 256), (1, 256), (2, 512), (1, 512), (1, 512), (1, 512), (1, 512), (1, 512), (2, 1024), (1, 1024),
    ];

    /// <summary>Such as <c>mobilenet_v1_0.25_96</c>.</summary>
    public static string Name(double width, int size) => string.Create(CultureInfo.InvariantCulture, $"mobilenet_v1_{width:0.0#}_{size}");

    /// <summary>The model.</summary>
    /// <param name="width">Factor of all channels; 32 times it must be whole.</param>
    /// <param name="size">Height and width of the image; a multiple of 32.</param>
    public static TfliteModel Create(double width, int size)
    {
        var layers = new SeededLayers(Name(width, size), size);
        layers.Conv(kernel: 3, stride: 2, (int)(32 * width));
        foreach ((int stride, int channels) in Blocks)
        {
            layers.Depthwise(stride);
            layers.Conv(kernel: 1, stride: 1, (int)(channels * width));
        }

        return layers.Classify(Classes);
    }
}
