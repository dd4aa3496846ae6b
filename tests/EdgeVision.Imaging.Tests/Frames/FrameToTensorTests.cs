using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Frames;

public sealed class FrameToTensorTests
{
    private const ResizeConvention Bilinear = ResizeConvention.TensorFlowBilinear;

    private static readonly Normalization ImageNet = new([123.68f, 116.78f, 103.94f], [58.4f, 57.1f, 57.4f]);

    public static TheoryData<PixelFormat, ColorRange> Plain()
    {
        var data = new TheoryData<PixelFormat, ColorRange>();
        foreach (PixelFormat pixels in Enum.GetValues<PixelFormat>())
        {
            if (pixels == PixelFormat.Mjpeg)
                continue;
            data.Add(pixels, ColorRange.Full);
            data.Add(pixels, ColorRange.Limited);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Equals_the_photo_path_on_the_converted_picture(PixelFormat pixels, ColorRange range)
    {
        var prng = new Prng(5);
        for (int trial = 0; trial < 60; trial++)
        {
            FrameFormat format = RandomFormat(prng, pixels, range);
            byte[] frame = FrameReference.Noise(format, prng.NextUInt32());
            int left = prng.Next(0, format.Width - 1);
            int top = prng.Next(0, format.Height - 1);
            var crop = new CropRegion(left, top, prng.Next(1, format.Width - left), prng.Next(1, format.Height - top));
            var convention = (ResizeConvention)(trial % 5);
            InputTensorSpec spec = new()
            {
                Width = prng.Next(1, 40),
                Height = prng.Next(1, 40),
                Channels = trial % 2 == 0 ? 3 : 1,
                Scale = 0.018f,
                ZeroPoint = -7,
            };
            Normalization normalization = spec.Channels == 3 ? ImageNet : TensorSpecs.Identity;
            sbyte[] expected = new sbyte[spec.Length];
            ImageToTensor.Plan(format.Width, format.Height, crop, convention, normalization, spec)
                .Run(FrameReference.ToRgb(format, frame), expected);
            sbyte[] actual = new sbyte[spec.Length];
            Assert.True(FrameToTensor.Plan(format, crop, convention, normalization, spec).TryRun(frame, actual));
            Assert.Equal(expected, actual);
        }
    }

    /// <summary>Colour, bilinear interpolation with half-pixel centres and quantization, all in real numbers.</summary>
    [Theory]
    [MemberData(nameof(Plain))]
    public void Is_within_a_step_of_real_arithmetic(PixelFormat pixels, ColorRange range)
    {
        var prng = new Prng(6);
        for (int trial = 0; trial < 10; trial++)
        {
            FrameFormat format = RandomFormat(prng, pixels, range);
            byte[] frame = FrameReference.Noise(format, prng.NextUInt32());
            InputTensorSpec spec = TensorSpecs.Centred(prng.Next(1, 30), prng.Next(1, 30));
            sbyte[] tensor = new sbyte[spec.Length];
            Assert.True(FrameToTensor.Plan(format, Full(format), Bilinear, TensorSpecs.Identity, spec).TryRun(frame, tensor));
            for (int i = 0; i < tensor.Length; i++)
                Assert.InRange(tensor[i] + 128 - Sample(format, frame, spec, i), -1, 1);
        }
    }

    [Theory]
    [InlineData(ColorRange.Full, 0, 128, 128, 0, 0, 0)]
    [InlineData(ColorRange.Full, 255, 128, 128, 255, 255, 255)]
    [InlineData(ColorRange.Full, 76, 85, 255, 254, 0, 0)]
    [InlineData(ColorRange.Full, 150, 44, 21, 0, 255, 1)]
    [InlineData(ColorRange.Full, 29, 255, 107, 0, 0, 254)]
    [InlineData(ColorRange.Limited, 16, 128, 128, 0, 0, 0)]
    [InlineData(ColorRange.Limited, 235, 128, 128, 255, 255, 255)]
    [InlineData(ColorRange.Limited, 81, 90, 240, 254, 0, 0)]
    [InlineData(ColorRange.Limited, 145, 54, 34, 0, 255, 1)]
    [InlineData(ColorRange.Limited, 41, 240, 110, 0, 0, 255)]
    public void Colours_are_those_of_the_standard(ColorRange range, byte y, byte cb, byte cr, int red, int green, int blue)
    {
        var format = new FrameFormat(PixelFormat.Yuyv, 2, 1, range);
        sbyte[] tensor = new sbyte[6];
        FrameToTensor plan = FrameToTensor.Plan(format, Full(format), Bilinear, TensorSpecs.Identity, TensorSpecs.Centred(2, 1));
        Assert.True(plan.TryRun([y, cb, y, cr], tensor));
        Assert.Equal([red, green, blue, red, green, blue], tensor.Select(value => value + 128));
    }

    [Fact]
    public void Bytes_after_the_frame_do_not_matter_and_missing_ones_are_a_fault()
    {
        var format = new FrameFormat(PixelFormat.Yuv420, 8, 6);
        FrameToTensor plan = FrameToTensor.Plan(format, Full(format), Bilinear, TensorSpecs.Identity, TensorSpecs.Centred(8, 6));
        byte[] frame = FrameReference.Noise(format);
        sbyte[] tensor = new sbyte[8 * 6 * 3];
        sbyte[] longer = new sbyte[8 * 6 * 3];
        Assert.True(plan.TryRun(frame, tensor));
        Assert.True(plan.TryRun([.. frame, 1, 2, 3], longer));
        Assert.Equal(tensor, longer);
        Assert.Null(plan.LastFault);

        sbyte[] untouched = new sbyte[8 * 6 * 3];
        Assert.False(plan.TryRun(frame.AsSpan(1), untouched));
        Assert.Equal("the frame has 71 bytes, yuv420 8x6 needs 72", plan.LastFault);
        Assert.All(untouched, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        var format = new FrameFormat(PixelFormat.Nv12, 8, 6);
        var jpeg = new FrameFormat(PixelFormat.Mjpeg, 8, 6);
        InputTensorSpec spec = TensorSpecs.Centred(4, 4);
        foreach (FrameFormat each in new[] { format, jpeg })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                "crop", () => FrameToTensor.Plan(each, new CropRegion(1, 0, 8, 6), Bilinear, TensorSpecs.Identity, spec));
            Assert.Throws<ArgumentException>(
                () => FrameToTensor.Plan(each, Full(each), Bilinear, new Normalization([1f, 2f], [1f]), spec));
        }

        FrameToTensor plan = FrameToTensor.Plan(format, Full(format), Bilinear, TensorSpecs.Identity, spec);
        Assert.Throws<ArgumentException>("tensor", () => plan.TryRun(new byte[format.Length], new sbyte[47]));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Running_allocates_nothing(PixelFormat pixels, ColorRange range)
    {
        var format = new FrameFormat(pixels, 64, 48, range);
        byte[] frame = FrameReference.Noise(format);
        FrameToTensor plan = FrameToTensor.Plan(format, Full(format), Bilinear, TensorSpecs.Identity, TensorSpecs.Centred(24, 24));
        sbyte[] tensor = new sbyte[24 * 24 * 3];
        Assert.Equal(0, Allocations.LeastOf(() => plan.TryRun(frame, tensor)));
    }

    private static CropRegion Full(FrameFormat format) => CropRegion.Full(format.Width, format.Height);

    private static FrameFormat RandomFormat(Prng prng, PixelFormat pixels, ColorRange range)
    {
        var packed = new FrameFormat(pixels, prng.Next(1, 40), prng.Next(1, 40), range);
        return new FrameFormat(pixels, packed.Width, packed.Height, packed.Stride + prng.Next(0, 9), range);
    }

    private static double Sample(FrameFormat format, byte[] frame, InputTensorSpec spec, int index)
    {
        int channel = index % 3;
        double x = (((index / 3 % spec.Width) + 0.5) * format.Width / spec.Width) - 0.5;
        double y = (((index / 3 / spec.Width) + 0.5) * format.Height / spec.Height) - 0.5;
        int left = (int)Math.Floor(x);
        int top = (int)Math.Floor(y);
        double upper = Mix(Pixel(left, top), Pixel(left + 1, top), x - left);
        double lower = Mix(Pixel(left, top + 1), Pixel(left + 1, top + 1), x - left);
        return Mix(upper, lower, y - top);

        double Pixel(int column, int row)
        {
            column = Math.Clamp(column, 0, format.Width - 1);
            row = Math.Clamp(row, 0, format.Height - 1);
            (int a, int b, int c) = FrameReference.Values(format, frame, column, row);
            return format.Pixels == PixelFormat.Rgb24
                ? new[] { a, b, c }[channel]
                : FrameReference.Exact(format.Range, a, b - 128, c - 128)[channel];
        }

        static double Mix(double first, double second, double weight) => first + ((second - first) * weight);
    }
}
