using System.Buffers.Binary;
using System.Text;
using EdgeVision.Imaging;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Tests.Passes;

namespace EdgeVision.Quantize.Tests.Calibration;

public sealed class SampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quantize").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static SampleLoader Loader(string? settings = "crop=1,resize=nearest", int channels = 3) =>
        new(new GraphInput("image", 2, 2, channels), SourcePreprocessing.Of(SmallNet.Graph([], "image", 2, channels), settings));

    [Fact]
    public void Picture_reaches_both_models()
    {
        byte[] pixels = [0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
        PngWriter.Save(new RgbImage(2, 2, pixels), PathOf("p.png"));
        Sample sample = Loader().Load(PathOf("p.png"));
        var input = new float[12];
        sample.CopyTo(input);

        Assert.Equal(Array.ConvertAll(pixels, p => (p - 127.5f) / 127.5f), input);
        Assert.Equal(Array.ConvertAll(pixels, p => (sbyte)(p - 128)), sample.Quantized);
        Assert.Equal("p.png", sample.Name);
    }

    /// <summary>The same part of a picture as <c>edgevision classify</c> takes.</summary>
    [Theory]
    [InlineData("crop=1,resize=nearest", 30, 60)]
    [InlineData("crop=1,resize=nearest,fit=stretch", 30, 90)]
    public void A_wide_picture_is_cut_to_its_middle_square_or_stretched(string settings, int left, int right)
    {
        byte[] row = [0, 0, 0, 30, 30, 30, 60, 60, 60, 90, 90, 90];
        PngWriter.Save(new RgbImage(4, 2, [.. row, .. row]), PathOf("p.png"));
        sbyte[] quantized = Loader(settings).Load(PathOf("p.png")).Quantized;
        Assert.Equal((left - 128, right - 128), (quantized[0], quantized[3]));
    }

    [Fact]
    public void Pixels_between_levels_are_kept_to_a_quarter()
    {
        PngWriter.Save(new RgbImage(3, 1, [0, 0, 0, 1, 100, 200, 3, 200, 100]), PathOf("p.png"));
        var input = new float[12];
        Loader("crop=1,fit=stretch,mean=0,std=1").Load(PathOf("p.png")).CopyTo(input);

        // Half-pixel centres put the two columns at a quarter between pixels: 0.25·1, and 1 + 0.75·2.
        Assert.Equal([0.25f, 25, 50, 2.5f, 175, 125], input[..6]);
    }

    [Fact]
    public void Tensors_of_floats_and_of_pixels()
    {
        var floats = new byte[48];
        for (int i = 0; i < 12; i++)
            BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(i * 4), (i - 6) / 6f);
        File.WriteAllBytes(PathOf("f.raw"), floats);
        File.WriteAllBytes(PathOf("f.npy"), [.. Npy("<f4"), .. floats]);
        File.WriteAllBytes(PathOf("u.npy"), [.. Npy("|u1"), .. new byte[12]]);
        var raw = new float[12];
        var npy = new float[12];
        Loader().Load(PathOf("f.raw")).CopyTo(raw);
        Loader().Load(PathOf("f.npy")).CopyTo(npy);

        Assert.Equal(-1, raw[0]);
        Assert.Equal(5 / 6f, raw[11]);
        Assert.Equal(raw, npy);
        Loader().Load(PathOf("u.npy")).CopyTo(raw);
        Assert.All(raw, x => Assert.Equal(-1, x));
    }

    private static byte[] Npy(string type)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': (1, 2, 2, 3), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header)];
    }

    [Theory]
    [InlineData("x.npy", "not a .npy file")]
    [InlineData("x.raw", "7 bytes of elements")]
    [InlineData("x.png", "replace or remove the file")]
    public void Unreadable_files_are_refused_by_name(string name, string reason)
    {
        File.WriteAllBytes(PathOf(name), [1, 2, 3, 4, 5, 6, 7]);
        SourceException failure = Assert.Throws<SourceException>(() => Loader().Load(PathOf(name)));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f8", "float32 or uint8")]
    [InlineData("", "float32 or uint8")]
    public void Other_element_types_are_refused(string type, string reason)
    {
        File.WriteAllBytes(PathOf("x.npy"), [.. Npy(type), .. new byte[96]]);
        Assert.Contains(reason, Assert.Throws<SourceException>(() => Loader().Load(PathOf("x.npy"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_are_not_finite_are_refused()
    {
        var floats = new byte[48];
        BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(8), float.NaN);
        File.WriteAllBytes(PathOf("n.raw"), floats);
        Assert.Contains("element 2 is NaN", Assert.Throws<SourceException>(() => Loader().Load(PathOf("n.raw"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_without_samples_are_refused()
    {
        File.WriteAllText(PathOf("notes.txt"), "none");
        Assert.Contains("holds no samples", Assert.Throws<SourceException>(() => SampleLoader.FilesIn(_folder)).Message, StringComparison.Ordinal);
        Assert.Contains("no such folder", Assert.Throws<SourceException>(() => SampleLoader.FilesIn(PathOf("none"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crop=0")]
    [InlineData("crop=2")]
    [InlineData("mean=a")]
    [InlineData("std=0")]
    [InlineData("mean=1/2")]
    [InlineData("resize=cubic")]
    [InlineData("flip")]
    public void Settings_that_make_no_sense_are_refused(string setting) =>
        Assert.Contains(setting, Assert.Throws<PreprocessingException>(() => Loader(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_replace_the_sources_convention()
    {
        Preprocessing preprocessing = SourcePreprocessing.Of(SmallNet.Graph([], "image"), "mean=1/2/3,std=4,resize=pillow,crop=0.5");
        Assert.Equal("crop=0.5,fit=square,resize=pillow,mean=1/2/3,std=4", preprocessing.ToString());
        Assert.Equal("crop=0.875,fit=square,resize=tensorflow,mean=127.5,std=127.5", SourcePreprocessing.Of(SmallNet.Graph([], "image"), null).ToString());
    }

    [Fact]
    public void Range_of_the_input_covers_all_channels()
    {
        var loader = new SampleLoader(new GraphInput("image", 2, 2, 3), SourcePreprocessing.Of(SmallNet.Graph([], "image"), "mean=0/100/255,std=1"));
        Assert.Equal((-255, 255), (loader.Range.Min, loader.Range.Max));
    }
}
