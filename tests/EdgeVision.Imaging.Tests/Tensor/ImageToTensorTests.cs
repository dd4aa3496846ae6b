using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Tensor;

public sealed class ImageToTensorTests
{
    public static TheoryData<ResizeConvention> Conventions() => [.. Enum.GetValues<ResizeConvention>()];

    public static TheoryData<ResizeConvention, float, float, float, int> Cancelling()
    {
        var data = new TheoryData<ResizeConvention, float, float, float, int>();
        foreach (ResizeConvention convention in Enum.GetValues<ResizeConvention>())
        {
            data.Add(convention, 127.5f, 127.5f, 1 / 127.5f, -1);
            data.Add(convention, 127.5f, 127.5f, MathF.BitIncrement(1 / 127.5f), -1);
            data.Add(convention, 127.5f, 127.5f, MathF.BitDecrement(1 / 127.5f), -1);
            data.Add(convention, 128f, 128f, 1 / 128f, 0);
            data.Add(convention, 0f, 255f, 1 / 255f, -128);
            data.Add(convention, 0f, 1f, 1f, -128);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cancelling))]
    public void Normalization_and_quantization_that_cancel_give_pixel_minus_128(
        ResizeConvention convention, float mean, float std, float scale, int zeroPoint)
    {
        byte[] pixels = [.. Enumerable.Range(0, 768).Select(i => (byte)(i / 3))];
        var spec = new InputTensorSpec { Width = 16, Height = 16, Scale = scale, ZeroPoint = zeroPoint };
        sbyte[] tensor = Run(new RgbImage(16, 16, pixels), convention, new Normalization([mean], [std]), spec);
        Assert.Equal(pixels.Select(p => p - 128), tensor.Select(q => (int)q));
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Every_channel_has_its_own_normalization(ResizeConvention convention)
    {
        float[] mean = [123.68f, 116.78f, 103.94f];
        float[] std = [58.4f, 57.1f, -57.4f];
        var spec = new InputTensorSpec { Width = 7, Height = 9, Scale = 0.0150f, ZeroPoint = -14 };
        RgbImage image = TestPictures.Noise(7, 9);
        sbyte[] tensor = Run(image, convention, new Normalization(mean, std), spec);
        for (int i = 0; i < tensor.Length; i++)
        {
            double exact = ((image.Pixels[i] - (double)mean[i % 3]) / std[i % 3] / spec.Scale) + spec.ZeroPoint;
            Assert.Equal(Math.Clamp(Math.Floor(exact + 0.5), -128, 127), tensor[i]);
        }

        Assert.Contains((sbyte)-128, tensor);
        Assert.Contains((sbyte)127, tensor);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Ties_round_up(ResizeConvention convention)
    {
        var image = new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]);
        var spec = new InputTensorSpec { Width = 2, Height = 1, Scale = 2, ZeroPoint = -2 };
        Assert.Equal<sbyte>([-1, -1, 0, 0, 1, 1], Run(image, convention, new Normalization([0f], [1f]), spec));
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Grey_is_luma(ResizeConvention convention)
    {
        RgbImage image = TestPictures.Noise(30, 20);
        byte[] grey = TensorSpecs.Resize(image, CropRegion.Full(30, 20), convention, 30, 20, channels: 1);
        for (int i = 0; i < grey.Length; i++)
        {
            double luma = (0.299 * image.Pixels[3 * i]) + (0.587 * image.Pixels[(3 * i) + 1]) + (0.114 * image.Pixels[(3 * i) + 2]);
            Assert.InRange(grey[i] - luma, -0.501, 0.501);
        }
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void A_crop_is_as_a_smaller_picture(ResizeConvention convention)
    {
        RgbImage image = TestPictures.Noise(31, 23);
        var crop = new CropRegion(4, 3, 20, 17);
        byte[] cut = [.. Enumerable.Range(3, 17).SelectMany(y => image.Row(y).Slice(12, 60).ToArray())];
        foreach (int channels in new[] { 1, 3 })
        {
            Assert.Equal(
                TensorSpecs.Resize(new RgbImage(20, 17, cut), CropRegion.Full(20, 17), convention, 9, 26, channels),
                TensorSpecs.Resize(image, crop, convention, 9, 26, channels));
        }
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Running_again_forgets_the_picture_before(ResizeConvention convention)
    {
        var plan = ImageToTensor.Plan(17, 11, CropRegion.Full(17, 11), convention, TensorSpecs.Identity, TensorSpecs.Centred(5, 4));
        sbyte[] used = new sbyte[60];
        plan.Run(TestPictures.Noise(17, 11, 1), used);
        plan.Run(TestPictures.Noise(17, 11, 2), used);
        byte[] fresh = TensorSpecs.Resize(TestPictures.Noise(17, 11, 2), CropRegion.Full(17, 11), convention, 5, 4);
        Assert.Equal(fresh.Select(v => v - 128), used.Select(q => (int)q));
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Running_allocates_nothing(ResizeConvention convention)
    {
        foreach (int channels in new[] { 1, 3 })
        {
            RgbImage image = TestPictures.Noise(40, 30);
            var plan = ImageToTensor.Plan(
                40, 30, CropRegion.CentreFraction(40, 30, 0.875), convention, TensorSpecs.Identity, TensorSpecs.Centred(24, 24, channels));
            sbyte[] tensor = new sbyte[24 * 24 * channels];
            Assert.Equal(0, Allocations.LeastOf(() => plan.Run(image, tensor)));
        }
    }

    [Fact]
    public void Sizes_are_checked_when_running()
    {
        var plan = ImageToTensor.Plan(
            4, 3, CropRegion.Full(4, 3), ResizeConvention.Nearest, TensorSpecs.Identity, TensorSpecs.Centred(2, 2));
        Assert.Throws<ArgumentException>("image", () => plan.Run(TestPictures.Noise(3, 4), new sbyte[12]));
        Assert.Throws<ArgumentException>("tensor", () => plan.Run(TestPictures.Noise(4, 3), new sbyte[11]));
        Assert.Throws<ArgumentException>("tensor", () => plan.Run(TestPictures.Noise(4, 3), new sbyte[13]));
        Assert.Throws<ArgumentNullException>("image", () => plan.Run(null!, new sbyte[12]));
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, -1, 2, 2)]
    [InlineData(0, 0, 0, 2)]
    [InlineData(0, 0, 2, 0)]
    [InlineData(3, 0, 2, 2)]
    [InlineData(0, 2, 2, 2)]
    [InlineData(2, 0, int.MaxValue, 2)]
    public void The_crop_must_be_inside(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>("crop", () => Plan(crop: new CropRegion(x, y, width, height)));

    [Fact]
    public void Specifications_are_checked()
    {
        InputTensorSpec spec = TensorSpecs.Centred(2, 2);
        Assert.Equal(12, spec.Length);
        Assert.Throws<ArgumentOutOfRangeException>("Width", () => Plan(spec: spec with { Width = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Height", () => Plan(spec: spec with { Height = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Channels", () => Plan(spec: spec with { Channels = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => Plan(spec: spec with { Scale = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => Plan(spec: spec with { Scale = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("ZeroPoint", () => Plan(spec: spec with { ZeroPoint = 128 }));
        Assert.Throws<ArgumentOutOfRangeException>("ZeroPoint", () => Plan(spec: spec with { ZeroPoint = -129 }));
        Assert.Throws<ArgumentOutOfRangeException>("convention", () => Plan(convention: (ResizeConvention)99));
        Assert.Throws<ArgumentOutOfRangeException>(
            "sourceWidth", () => ImageToTensor.Plan(0, 3, default, default, TensorSpecs.Identity, spec));
        Assert.Throws<ArgumentOutOfRangeException>(
            "sourceHeight", () => ImageToTensor.Plan(4, 0, default, default, TensorSpecs.Identity, spec));
    }

    [Theory]
    [InlineData(new[] { 1f, 2f }, new[] { 1f }, "2 values for 3")]
    [InlineData(new[] { 1f }, new float[0], "0 values for 3")]
    [InlineData(new[] { 1f }, new[] { 0f }, "not 0")]
    [InlineData(new[] { 1f }, new[] { 1f, 1f, float.PositiveInfinity }, "must be finite")]
    [InlineData(new[] { float.NaN }, new[] { 1f }, "not finite")]
    public void Normalizations_are_checked(float[] mean, float[] std, string reason)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Plan(normalization: new Normalization(mean, std)));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    private static ImageToTensor Plan(
        CropRegion? crop = null,
        ResizeConvention convention = default,
        Normalization? normalization = null,
        InputTensorSpec? spec = null) =>
        ImageToTensor.Plan(
            4, 3, crop ?? CropRegion.Full(4, 3), convention, normalization ?? TensorSpecs.Identity, spec ?? TensorSpecs.Centred(2, 2));

    private static sbyte[] Run(RgbImage image, ResizeConvention convention, Normalization normalization, InputTensorSpec spec)
    {
        var crop = CropRegion.Full(image.Width, image.Height);
        var plan = ImageToTensor.Plan(image.Width, image.Height, crop, convention, normalization, spec);
        sbyte[] tensor = new sbyte[spec.Length];
        plan.Run(image, tensor);
        return tensor;
    }
}
