namespace EdgeVision.Imaging.Tests.Support;

/// <summary>Normalizations and tensors that tests share.</summary>
internal static class TensorSpecs
{
    /// <summary>Pixels as they are.</summary>
    public static Normalization Identity { get; } = new([128f], [128f]);

    /// <summary>With <see cref="Identity"/>, a tensor of pixel − 128.</summary>
    public static InputTensorSpec Centred(int width, int height, int channels = 3) =>
        new() { Width = width, Height = height, Channels = channels, Scale = 1 / 128f, ZeroPoint = 0 };

    /// <summary>The resized picture as bytes.</summary>
    public static byte[] Resize(RgbImage image, CropRegion crop, ResizeConvention convention, int width, int height, int channels = 3)
    {
        var plan = ImageToTensor.Plan(image.Width, image.Height, crop, convention, Identity, Centred(width, height, channels));
        sbyte[] tensor = new sbyte[width * height * channels];
        plan.Run(image, tensor);
        return [.. tensor.Select(value => (byte)(value + 128))];
    }
}
