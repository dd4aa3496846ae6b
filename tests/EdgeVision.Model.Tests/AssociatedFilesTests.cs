using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EdgeVision.Model.Tests;

public class AssociatedFilesTests
{
    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Archives_may_count_offsets_from_the_model_or_from_themselves(CompressionLevel level)
    {
        var metadata = new RawMetadata { Files = [("labels.txt", 2, null)] };
        string text = string.Concat(Enumerable.Repeat("one\ntwo\n", 100));
        byte[] alone = TestZip.Of(level, ("labels.txt", text));
        TfliteModel model = metadata.Parse(alone);
        Assert.Equal(200, model.Metadata.Labels.Count);
        Assert.Equal("metadata: labels.txt", model.Metadata.LabelsSource);

        using var appended = new MemoryStream();
        appended.Write(metadata.WriteModel());
        using (var archive = new ZipArchive(appended, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("labels.txt", level).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        Assert.Equal(model.Metadata.Labels, TfliteModel.Parse(appended.ToArray(), "raw").Metadata.Labels);
    }

    [Fact]
    public void Any_memory_will_do()
    {
        byte[] file = [1, 2, .. new RawMetadata { Files = [("l", 2, null)] }.WriteModel(), .. TestZip.Of(("l", "x"))];
        Assert.Equal(["x"], TfliteModel.Parse(file.AsMemory(2), "raw").Metadata.Labels);
        using var other = new NativeMemory(file.AsSpan(2));
        Assert.Equal(["x"], TfliteModel.Parse(other.Memory, "raw").Metadata.Labels);
    }

    [Fact]
    public void Comments_behind_the_archive_are_allowed()
    {
        byte[] zip = TestZip.Of(("l", "x"));
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 2), 3);
        Assert.Equal(["x"], new RawMetadata { Files = [("l", 2, null)] }.Parse([.. zip, 1, 2, 3]).Metadata.Labels);
    }

    [Fact]
    public void A_zip_bomb_is_refused_without_unpacking()
    {
        byte[] zip = TestZip.Of(CompressionLevel.SmallestSize, ("l", new string('\n', 64 << 20)));
        byte[] file = [.. new RawMetadata { Files = [("l", 2, null)] }.WriteModel(), .. zip];
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ModelFormatException>(() => TfliteModel.Parse(file, "raw")).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("labels file 'l': 67108864 bytes are more than the 1048576 allowed", message);
    }

    [Theory]
    [InlineData(22, 0u)] // Another uncompressed size.
    [InlineData(22, 500u)]
    [InlineData(22, 1_000_000u)]
    [InlineData(18, 1u << 30)] // Another compressed size.
    [InlineData(14, 12345u)] // Another checksum.
    public void Lying_archives_are_refused(int localField, uint value)
    {
        byte[] zip = TestZip.Of(CompressionLevel.SmallestSize, ("l", new string('x', 1000)));
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(localField), value);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + localField + 2), value);
        byte[] file = [.. new RawMetadata { Files = [("l", 2, null)] }.WriteModel(), .. zip];
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ModelFormatException>(() => TfliteModel.Parse(file, "raw")).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 18);
        Assert.Contains("the archive behind the model is damaged", message);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Any_wrong_byte_is_refused_or_does_not_matter(CompressionLevel level)
    {
        byte[] model = new RawMetadata { Files = [("l", 2, null)] }.WriteModel();
        byte[] zip = TestZip.Of(level, ("first", "1"), ("l", "a\nb"), ("last", "2"));
        int refused = 0;
        for (int at = 0; at < zip.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] wrong = (byte[])zip.Clone();
                wrong[at] ^= (byte)(1 << bit);
                try
                {
                    IReadOnlyList<string> labels = TfliteModel.Parse((byte[])[.. model, .. wrong], "raw").Metadata.Labels;
                    Assert.True(labels.Count == 0 || labels.SequenceEqual(["a", "b"]), $"byte {at}, bit {bit}: {string.Join('|', labels)}");
                }
                catch (ModelFormatException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 4 * 8 * 10, 8 * zip.Length); // at least the signatures, sizes, sums and offsets
    }

    [Theory]
    [InlineData(8, 9u)] // A compression method that is not supported.
    [InlineData(42 - 2, 1u)] // No local header there.
    public void Entries_that_cannot_be_read_are_refused(int directoryField, uint change)
    {
        byte[] zip = TestZip.Of(("l", "x"));
        int field = zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + directoryField + 2;
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(field), (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(field)) + change));
        Assert.Contains("the archive behind the model is damaged", new RawMetadata { Files = [("l", 2, null)] }.ParseError(zip));
    }

    [Theory]
    [InlineData("PK\u0001\u0002")]
    [InlineData("PK\u0003\u0004")]
    public void Records_without_their_signature_are_refused(string signature)
    {
        byte[] zip = TestZip.Of(("l", "x"));
        zip[zip.AsSpan().IndexOf(Encoding.ASCII.GetBytes(signature))] = (byte)'p';
        Assert.Contains("the archive behind the model is damaged", new RawMetadata { Files = [("l", 2, null)] }.ParseError(zip));
    }

    [Fact]
    public void An_end_record_that_leaves_entries_out_is_refused()
    {
        byte[] zip = TestZip.Of(("l", "x"), ("m", "y"));
        zip[zip.Length - 22 + 8] = zip[zip.Length - 22 + 10] = 1;
        Assert.Contains("the archive behind the model is damaged", new RawMetadata { Files = [("l", 2, null)] }.ParseError(zip));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void A_length_that_is_not_the_contents_is_refused_even_if_the_sum_fits(CompressionLevel level)
    {
        byte[] zip = TestZip.Of(level, ("l", "xxxxxxxxxx"));
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + 24), 9);
        if (level == CompressionLevel.SmallestSize)
            BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + 16), Crc32.Of("xxxxxxxxx"u8));
        Assert.Contains("the archive behind the model is damaged", new RawMetadata { Files = [("l", 2, null)] }.ParseError(zip));
    }

    [Fact]
    public void A_file_that_claims_to_be_all_packed_is_not_copied()
    {
        byte[] zip = TestZip.Of(CompressionLevel.SmallestSize, ("l", "xxxxxxxxxx")), padding = new byte[4 << 20];
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + 20), (uint)padding.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.Length - 22 + 16), (uint)(directory + padding.Length));
        byte[] file = [.. new RawMetadata { Files = [("l", 2, null)] }.WriteModel(), .. zip[..directory], .. padding, .. zip[directory..]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(["xxxxxxxxxx"], TfliteModel.Parse(file, "raw").Metadata.Labels); // the packed stream itself says where it ends
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Of_two_files_of_one_name_the_first_counts() =>
        Assert.Equal(["x"], new RawMetadata { Files = [("l", 2, null)] }.Parse(TestZip.Of(("l", "x"), ("l", "y"))).Metadata.Labels);

    [Fact]
    public void A_comment_may_look_like_an_end_record()
    {
        byte[] zip = TestZip.Of(("l", "x")), comment = new byte[22];
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 2), (ushort)comment.Length);
        "PK\u0005\u0006"u8.CopyTo(comment);
        comment[^2] = 1; // which it would have, but the file ends
        Assert.Equal(["x"], new RawMetadata { Files = [("l", 2, null)] }.Parse([.. zip, .. comment]).Metadata.Labels);
    }

    [Theory]
    [InlineData(26)] // Length of the name.
    [InlineData(28)] // Length of what follows it.
    public void Local_headers_may_be_longer_than_their_entries(int field)
    {
        byte[] zip = TestZip.Of(CompressionLevel.NoCompression, ("l", "x"));
        zip[field]++;
        byte[] longer = [.. zip[..31], (byte)'?', .. zip[31..]]; // behind the header of 30 bytes and the name
        longer[longer.Length - 22 + 16]++;
        Assert.Equal(["x"], new RawMetadata { Files = [("l", 2, null)] }.Parse(longer).Metadata.Labels);
    }

    [Fact]
    public void Archives_of_thousands_of_files_are_refused()
    {
        byte[] zip = TestZip.Of([.. Enumerable.Range(0, 2000).Select(i => ($"{i:d4}", "x"))]);
        Assert.Contains("the archive behind the model is damaged", new RawMetadata { Files = [("0001", 2, null)] }.ParseError(zip));
    }

    [Theory]
    [InlineData(12, uint.MaxValue)] // Size of the directory.
    [InlineData(12, 1u << 17)]
    [InlineData(16, uint.MaxValue)] // Its offset.
    [InlineData(16, 1u << 30)]
    [InlineData(8, 0x00050005u)] // Number of entries.
    public void Lying_end_records_are_refused(int field, uint value)
    {
        byte[] zip = TestZip.Of(("l", "x"));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.Length - 22 + field), value);
        Assert.Contains("the archive behind the model is damaged", new RawMetadata { Files = [("l", 2, null)] }.ParseError(zip));
    }

    [Theory]
    [InlineData("a\n\nb")]
    [InlineData("a")]
    public void Our_archive_is_what_others_write(string text)
    {
        byte[] ours = StoredZip.Append("before"u8, "labels.txt", Encoding.UTF8.GetBytes(text));
        Assert.Equal("before"u8, ours.AsSpan(0, 6));
        using var archive = new ZipArchive(new MemoryStream(ours));
        ZipArchiveEntry entry = Assert.Single(archive.Entries);
        Assert.Equal("labels.txt", entry.FullName);
        Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
        using var reader = new StreamReader(entry.Open());
        Assert.Equal(text, reader.ReadToEnd());
        using var reference = new ZipArchive(new MemoryStream(TestZip.Of(("labels.txt", text))));
        Assert.Equal(Assert.Single(reference.Entries).Crc32, entry.Crc32);
    }
}
