using System.IO.Compression;
using System.Text;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Tests.Sources;

public class LoaderTests
{
    [Fact]
    public void Files_that_are_no_models_are_refused()
    {
        using var folder = new TemporaryFolder();

        Expect.Text("cannot be read", Load(folder.PathOf("missing.h5")));
        Expect.Text("this is a folder; name a file", Load(folder.PathOf(".")));
        Expect.Text("0 bytes", Load(folder.Write("empty.onnx", "")));
        Expect.Text("format is not known", Load(folder.Write("model.pb", "something else")));
        Assert.Contains("only .tflite models can be given in parts", Assert.Throws<SourceException>(() =>
            SourceLoader.Load([Fixtures.PathOf("small.onnx"), Fixtures.PathOf("timm.onnx")], SourceOptions.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_are_one_line_whatever_the_file_says()
    {
        var file = new SourceFile("/somewhere/a.onnx", new byte[1]);

        Assert.Equal("a.onnx: one?two?three", file.Error("one\ntwo\u2028three").Message);
        Assert.Equal(501, file.Error(new string('x', 2000)).Message.Length);
    }

    [Fact]
    public void An_archive_must_hold_a_Keras_model()
    {
        Expect.Text("'config.json' is not in the archive", Archive(("other.txt", "x")));
        Expect.Text("config.json is not valid JSON", Archive(("config.json", "{"), ("model.weights.h5", "x")));
        Expect.Text("'model.weights.h5' is not in the archive", Archive(("config.json", "{}")));
    }

    [Fact]
    public void An_archive_cannot_claim_more_than_it_can_hold()
    {
        byte[] bytes = Zip(("config.json", new string(' ', 100)));
        // The uncompressed size in the central directory, which is what readers believe.
        int directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 0x7FFFFFFF);

        string message = Assert.Throws<SourceException>(() => Fixtures.Parse("m.keras", bytes)).Message;

        Expect.Text("'config.json' in the archive claims 2147483647 bytes", message);
    }

    private static string Archive(params (string Name, string Text)[] entries) =>
        Assert.Throws<SourceException>(() => Fixtures.Parse("m.keras", Zip(entries))).Message;

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }

    private static string Load(string path) => Assert.Throws<SourceException>(() => SourceLoader.Load(path, SourceOptions.None)).Message;
}
