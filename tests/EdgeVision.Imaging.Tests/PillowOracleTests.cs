using System.Globalization;
using EdgeVision.Imaging.Tests.Png;
using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests;

/// <summary>Compares with Pillow as it is installed, on more than is committed.</summary>
public sealed class PillowOracleTests : IDisposable
{
    private const string DecodeScript = """
        import hashlib, sys
        from PIL import Image, ImageOps
        for path in open(sys.argv[1]).read().splitlines():
            image = ImageOps.exif_transpose(Image.open(path)).convert('RGB')
            print(hashlib.sha256(image.tobytes()).hexdigest())
        """;

    private const string ResizeScript = """
        import hashlib, sys
        from PIL import Image
        for line in open(sys.argv[1]).read().splitlines():
            path, mode, x, y, w, h, tw, th, filter = line.split()
            x, y, w, h = int(x), int(y), int(w), int(h)
            image = Image.open(path).convert(mode).crop((x, y, x + w, y + h)).resize((int(tw), int(th)), int(filter))
            print(hashlib.sha256(image.tobytes()).hexdigest())
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgevision-imaging-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PillowFact]
    public void Random_resizes_agree_with_Pillow()
    {
        var prng = new Prng(2024);
        List<string> jobs = [];
        List<string> ours = [];
        for (int i = 0; i < 60; i++)
        {
            RgbImage image = TestPictures.Noise(prng.Next(1, 90), prng.Next(1, 90), prng.NextUInt32());
            string path = Path.Combine(_folder, $"{i}.png");
            PngWriter.Save(image, path);
            bool nearest = i % 5 == 0;
            int width = CropSide(image.Width, nearest);
            int height = CropSide(image.Height, nearest);
            var crop = new CropRegion(prng.Next(0, image.Width - width), prng.Next(0, image.Height - height), width, height);
            int toWidth = prng.Next(1, 100);
            int toHeight = prng.Next(1, 100);
            int channels = i % 3 == 0 ? 1 : 3;
            ResizeConvention convention = nearest ? ResizeConvention.Nearest : ResizeConvention.PillowBilinear;
            byte[] resized = TensorSpecs.Resize(image, crop, convention, toWidth, toHeight, channels);
            ours.Add(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(resized)));
            jobs.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} {(channels == 1 ? "L" : "RGB")} {crop.X} {crop.Y} {width} {height} {toWidth} {toHeight} {(nearest ? 0 : 2)}"));
        }

        Assert.Equal(Ask(ResizeScript, jobs), ours);

        // No centre falls on the border of two pixels when their number is odd; there Pillow's nearest is a matter of noise.
        int CropSide(int most, bool odd) => odd ? (prng.Next(0, (most - 1) / 2) * 2) + 1 : prng.Next(1, most);
    }

    [PillowFact]
    public void Png_files_of_other_writers_agree_with_Pillow()
    {
        var prng = new Prng(5);
        List<string> paths = [];
        foreach ((int colorType, int depth) in new[] { (0, 1), (0, 4), (0, 8), (2, 8), (2, 16), (3, 2), (3, 8), (4, 8), (6, 8), (6, 16) })
        {
            foreach (bool interlaced in new[] { false, true })
            {
                paths.Add(Path.Combine(_folder, $"{colorType}-{depth}-{interlaced}.png"));
                File.WriteAllBytes(paths[^1], PngDecoderTests.Create(23, 14, colorType, depth, interlaced, ref prng).File);
            }
        }

        AssertDecodeAlike(paths);
    }

    [PillowFact]
    public void What_we_write_is_read_by_Pillow()
    {
        string path = Path.Combine(_folder, "written.png");
        PngWriter.Save(TestPictures.Noise(40, 30), path);
        AssertDecodeAlike([path]);
    }

    [SharedPillowFact]
    public void Photos_agree_with_Pillow() =>
        AssertDecodeAlike([.. Directory.EnumerateFiles(SharedMaterial.PathOf("images"), "*.jpg", SearchOption.AllDirectories)]);

    private void AssertDecodeAlike(List<string> paths)
    {
        IEnumerable<string> ours = paths.Select(path => $"{path} {TestPictures.Hash(ImageFile.Load(path))}");
        IEnumerable<string> theirs = paths.Zip(Ask(DecodeScript, paths), (path, hash) => $"{path} {hash}");
        Assert.Equal(theirs, ours);
    }

    private string[] Ask(string script, List<string> lines)
    {
        string list = Path.Combine(_folder, "jobs.txt");
        File.WriteAllLines(list, lines);
        return Pillow.Run(script, list);
    }

    /// <summary>A fact that needs both Pillow and the optional photos.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SharedPillowFactAttribute : FactAttribute
    {
        public SharedPillowFactAttribute() => Skip = (SharedMaterial.SkipReason ?? Pillow.SkipReason)!;
    }
}
