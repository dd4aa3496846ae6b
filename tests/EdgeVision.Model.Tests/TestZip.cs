using System.IO.Compression;
using System.Text;

namespace EdgeVision.Model.Tests;

/// <summary>Archives as other tools write them.</summary>
internal static class TestZip
{
    public static byte[] Of(params (string Name, string Text)[] files) => Of(CompressionLevel.NoCompression, files);

    public static byte[] Of(CompressionLevel level, params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }
}
