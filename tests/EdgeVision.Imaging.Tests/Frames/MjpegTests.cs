using EdgeVision.Imaging.Jpeg;
using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Frames;

public sealed class MjpegTests
{
    private const ResizeConvention Bilinear = ResizeConvention.TensorFlowBilinear;

    private static readonly string Photo = Repository.PathOf("boards", "host", "photos", "astronaut.jpg");

    /// <summary>Without reduced chroma there is nothing to upsample, so the planes make the same picture as the file decoder.</summary>
    [Theory]
    [InlineData("jpeg-444.jpg")]
    [InlineData("jpeg-444-progressive.jpg")]
    [InlineData("jpeg-grey.jpg")]
    [InlineData("jpeg-grey-progressive.jpg")]
    [InlineData("jpeg-grey-sampling-2x2.jpg")]
    [InlineData("jpeg-rgb.jpg")]
    public void Full_chroma_equals_the_photo_path(string name)
    {
        byte[] file = TestPictures.Read(name);
        RgbImage image = ImageFile.Decode(file);
        Assert.All(new JpegReader(DecoderLimits.Default, 8).Read(file).Components, component => Assert.Equal(image.Width, component.Width));
        var crop = new CropRegion(1, 2, image.Width - 3, image.Height - 2);
        InputTensorSpec spec = TensorSpecs.Centred(image.Width, image.Height);
        sbyte[] expected = new sbyte[spec.Length];
        ImageToTensor.Plan(image.Width, image.Height, crop, Bilinear, TensorSpecs.Identity, spec).Run(image, expected);
        Assert.Equal(expected, Run(file, crop, spec));
    }

    /// <summary>The decoder's own planes, put together as documented: chroma repeated, the matrix of full range.</summary>
    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-420-progressive.jpg")]
    [InlineData("jpeg-422.jpg")]
    [InlineData("jpeg-sampling-1x2.jpg")]
    [InlineData("jpeg-sampling-4x1.jpg")]
    [InlineData("jpeg-sampling-3x1.jpg")]
    [InlineData("jpeg-sampling-2x2-2x1-1x2.jpg")]
    [InlineData("jpeg-restart-1-mcu.jpg")]
    [InlineData("jpeg-5x1.jpg")]
    public void Reduced_chroma_is_repeated(string name)
    {
        byte[] file = TestPictures.Read(name);
        JpegFrame frame = new JpegReader(DecoderLimits.Default, 8).Read(file);
        byte[] yuyv = new byte[frame.Width * 2 * frame.Height * 2];
        for (int y = 0; y < frame.Height; y++)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                // Every pixel becomes a pair of its own.
                int at = ((y * frame.Width) + x) * 4;
                yuyv[at] = yuyv[at + 2] = Value(frame, 0, x, y);
                yuyv[at + 1] = Value(frame, 1, x, y);
                yuyv[at + 3] = Value(frame, 2, x, y);
            }
        }

        RgbImage wide = FrameReference.ToRgb(new FrameFormat(PixelFormat.Yuyv, frame.Width * 2, frame.Height), yuyv);
        byte[] pixels = [.. wide.Pixels.Where((_, i) => i / 3 % 2 == 0)];
        sbyte[] tensor = Run(file, CropRegion.Full(frame.Width, frame.Height), TensorSpecs.Centred(frame.Width, frame.Height));
        Assert.Equal(pixels.Select(p => p - 128), tensor.Select(q => (int)q));
    }

    [Theory]
    [InlineData(512, 8)]
    [InlineData(257, 8)]
    [InlineData(256, 4)]
    [InlineData(129, 4)]
    [InlineData(128, 2)]
    [InlineData(65, 2)]
    [InlineData(64, 1)]
    [InlineData(9, 1)]
    public void A_much_smaller_tensor_is_decoded_from_fewer_samples(int side, int eighths)
    {
        byte[] file = File.ReadAllBytes(Photo);
        var crop = CropRegion.Full(512, 512);
        InputTensorSpec spec = TensorSpecs.Centred(side, side);
        sbyte[] actual = Run(file, crop, spec);
        JpegFrame frame = new JpegReader(DecoderLimits.Default, eighths).Read(file);
        Assert.Equal(64 * eighths, frame.Width);

        // What the same reduction gives of the picture as the file decoder sees it: means of squares, then the same resizing.
        RgbImage means = Means(ImageFile.Decode(file), 8 / eighths);
        sbyte[] expected = new sbyte[spec.Length];
        ImageToTensor.Plan(means.Width, means.Height, CropRegion.Full(means.Width, means.Height), Bilinear, TensorSpecs.Identity, spec)
            .Run(means, expected);
        double difference = actual.Zip(expected, (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(difference, 0, 2);
    }

    [Fact]
    public void The_crop_follows_the_reduction()
    {
        byte[] file = File.ReadAllBytes(Photo);
        var crop = new CropRegion(101, 54, 325, 333);
        InputTensorSpec spec = TensorSpecs.Centred(40, 40);
        sbyte[] actual = Run(file, crop, spec);
        RgbImage means = Means(ImageFile.Decode(file), 8);
        sbyte[] expected = new sbyte[spec.Length];

        // 101/8, 54/8, 426/8 and 387/8, rounded.
        ImageToTensor.Plan(64, 64, new CropRegion(13, 7, 40, 41), Bilinear, TensorSpecs.Identity, spec).Run(means, expected);
        Assert.InRange(actual.Zip(expected, (a, b) => Math.Abs(a - b)).Average(), 0, 1.5);
    }

    [Fact]
    public void Frames_may_leave_out_the_usual_Huffman_tables()
    {
        byte[] file = TestPictures.Read("jpeg-422.jpg");
        byte[] without = new JpegBytes(file).Without(0xC4).ToArray();
        Assert.NotEqual(file.Length, without.Length);
        var crop = CropRegion.Full(37, 29);
        InputTensorSpec spec = TensorSpecs.Centred(37, 29);
        FrameToTensor plan = Plan(37, 29, crop, spec);
        sbyte[] expected = Run(plan, file, spec);
        Assert.Equal(expected, Run(plan, without, spec));

        // Own tables of the frame before are forgotten.
        Run(plan, TestPictures.Read("jpeg-optimized.jpg"), spec);
        Assert.Equal(expected, Run(plan, without, spec));
    }

    [Fact]
    public void Tables_of_the_frame_before_are_not_used()
    {
        byte[] file = TestPictures.Read("jpeg-422.jpg");
        InputTensorSpec spec = TensorSpecs.Centred(37, 29);
        FrameToTensor plan = Plan(37, 29, CropRegion.Full(37, 29), spec);
        Run(plan, file, spec);
        Refused(plan, new JpegBytes(file).Without(0xDB).ToArray(), spec, "quantization table 0 is used but not defined");
    }

    /// <summary>The stream may change its mind: every frame stands for itself.</summary>
    [Fact]
    public void Each_frame_is_decoded_as_if_it_were_the_first()
    {
        string[] names =
        [
            "jpeg-420.jpg", "jpeg-422.jpg", "jpeg-420-progressive.jpg", "jpeg-422-progressive.jpg", "jpeg-grey.jpg", "jpeg-rgb.jpg",
            "jpeg-restart-1-mcu.jpg", "jpeg-restart-rows-progressive.jpg", "jpeg-optimized.jpg", "jpeg-quality-1.jpg", "jpeg-420.jpg",
            "jpeg-successive-approximation.jpg", "jpeg-not-interleaved.jpg", "jpeg-444.jpg", "jpeg-444.jpg",
        ];
        InputTensorSpec spec = TensorSpecs.Centred(37, 29);
        FrameToTensor plan = Plan(37, 29, CropRegion.Full(37, 29), spec);
        var prng = new Prng(8);
        for (int i = 0; i < 100; i++)
        {
            byte[] file = TestPictures.Read(names[prng.Next(0, names.Length - 1)]);
            Assert.Equal(Run(file, CropRegion.Full(37, 29), spec), Run(plan, file, spec));
        }
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-420-progressive.jpg")]
    public void A_frame_cut_off_anywhere_is_refused_and_does_not_spoil_the_next(string name)
    {
        byte[] file = TestPictures.Read(name);
        InputTensorSpec spec = TensorSpecs.Centred(16, 16);
        FrameToTensor plan = Plan(37, 29, CropRegion.Full(37, 29), spec);
        sbyte[] expected = Run(plan, file, spec);
        sbyte[] tensor = new sbyte[spec.Length];
        for (int length = 0; length < file.Length - 4; length++)
        {
            Assert.False(plan.TryRun(file.AsSpan(0, length), tensor));
            Assert.DoesNotContain('\n', plan.LastFault!);
            if (length % 20 == 0)
                Assert.Equal(expected, Run(plan, file, spec));
        }

        Assert.Equal(expected, Run(plan, file, spec));
    }

    [Fact]
    public void Damage_does_not_spoil_the_next_frame()
    {
        byte[] file = TestPictures.Read("jpeg-420.jpg");
        InputTensorSpec spec = TensorSpecs.Centred(16, 16);
        FrameToTensor plan = Plan(37, 29, CropRegion.Full(37, 29), spec);
        sbyte[] expected = Run(plan, file, spec);
        sbyte[] tensor = new sbyte[spec.Length];
        var prng = new Prng(4);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. file];
            for (int count = prng.Next(1, 4); count > 0; count--)
                damaged[prng.Next(2, damaged.Length - 1)] = prng.NextByte();
            refused += plan.TryRun(damaged, tensor) ? 0 : 1;
            Assert.Equal(expected, Run(plan, file, spec));
        }

        Assert.InRange(refused, 100, 2900);
    }

    [Fact]
    public void What_is_no_frame_is_refused()
    {
        InputTensorSpec spec = TensorSpecs.Centred(16, 16);
        FrameToTensor plan = Plan(37, 29, CropRegion.Full(37, 29), spec);
        Refused(plan, [], spec, "do not start with a start marker");
        Refused(plan, TestPictures.Read("png-rgb.png"), spec, "do not start with a start marker");
        Refused(plan, TestPictures.Read("jpeg-cmyk.jpg"), spec, "inks");
        Refused(plan, TestPictures.Read("jpeg-16x16.jpg"), spec, "the frame has 16x16 pixels, announced were 37x29");
        Refused(Plan(16, 16, CropRegion.Full(16, 16), spec), TestPictures.Read("jpeg-420.jpg"), spec, "more than the 256 pixels");
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-optimized.jpg")]
    [InlineData("jpeg-restart-1-mcu.jpg")]
    [InlineData("jpeg-not-interleaved.jpg")]
    [InlineData("jpeg-successive-approximation.jpg")]
    public void Frames_that_are_alike_allocate_nothing(string name)
    {
        byte[] file = TestPictures.Read(name);
        foreach (int side in new[] { 24, 12, 3 })
        {
            InputTensorSpec spec = TensorSpecs.Centred(side, side);
            FrameToTensor plan = Plan(37, 29, CropRegion.Full(37, 29), spec);
            sbyte[] tensor = new sbyte[spec.Length];
            Assert.Equal(0, Allocations.LeastOf(() => plan.TryRun(file, tensor)));
        }
    }

    private static byte Value(JpegFrame frame, int component, int x, int y)
    {
        JpegComponent plane = frame.Components[component];
        return plane.Row(y * plane.Vertical / frame.MaxVertical)[x * plane.Horizontal / frame.MaxHorizontal];
    }

    private static RgbImage Means(RgbImage image, int square)
    {
        int width = image.Width / square;
        int height = image.Height / square;
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < square * square; k++)
            {
                int x = (i / 3 % width * square) + (k % square);
                int y = (i / 3 / width * square) + (k / square);
                sum += image.Pixels[(((y * image.Width) + x) * 3) + (i % 3)];
            }

            pixels[i] = (byte)Math.Round(sum / square / square);
        }

        return new RgbImage(width, height, pixels);
    }

    private static FrameToTensor Plan(int width, int height, CropRegion crop, InputTensorSpec spec) =>
        FrameToTensor.Plan(new FrameFormat(PixelFormat.Mjpeg, width, height), crop, Bilinear, TensorSpecs.Identity, spec);

    private static sbyte[] Run(byte[] file, CropRegion crop, InputTensorSpec spec)
    {
        RgbImage image = ImageFile.Decode(file);
        return Run(Plan(image.Width, image.Height, crop, spec), file, spec);
    }

    private static sbyte[] Run(FrameToTensor plan, byte[] file, InputTensorSpec spec)
    {
        sbyte[] tensor = new sbyte[spec.Length];
        Assert.True(plan.TryRun(file, tensor), plan.LastFault);
        return tensor;
    }

    private static void Refused(FrameToTensor plan, byte[] file, InputTensorSpec spec, string reason)
    {
        Assert.False(plan.TryRun(file, new sbyte[spec.Length]));
        Assert.Contains(reason, plan.LastFault, StringComparison.Ordinal);
    }
}
