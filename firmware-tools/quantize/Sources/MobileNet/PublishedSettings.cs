using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.MobileNet;

/// <summary>What a file beside the weights says about them.</summary>
/// <param name="Normalization">Of pixels, if it says.</param>
/// <param name="InputSize">Height and width of the image, if it says.</param>
/// <param name="Where">The file, for people.</param>
internal sealed record PublishedSettings(InputConvention? Normalization, int? InputSize, string Where);
