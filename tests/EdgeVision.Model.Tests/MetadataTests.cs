using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model.Tests;

public class MetadataTests
{
    [Fact]
    public void A_single_mean_or_deviation_stands_for_all_channels()
    {
        Assert.Equal([1f, 2f, 3f], Normalization([1, 2, 3], [9]).Mean);
        Assert.Equal([9f, 9f, 9f], Normalization([1, 2, 3], [9]).Std);
        Assert.Equal([5f, 5f, 5f], Normalization([5], [1, 2, 3]).Mean);
        Assert.Equal([5f], Normalization([5], [6]).Mean);

        static InputNormalization Normalization(float[] mean, float[] std) =>
            Assert.Single(Parse(new RawMetadata { Mean = mean, Std = std, Channels = 3 }).Metadata.Inputs).Normalization!;
    }

    [Theory]
    [InlineData(new[] { 1f, 2f }, new[] { 1f, 2f, 3f }, "2 means and 3 standard deviations")]
    [InlineData(new[] { 1f, 2f }, new[] { 1f, 2f }, "2 means do not fit the channels")]
    [InlineData(new float[0], new float[0], "0 means do not fit the channels")]
    [InlineData(new[] { 1f }, new[] { 0f }, "mean 1 and deviation 0 are unusable")]
    [InlineData(new[] { float.NaN }, new[] { 1f }, "mean NaN and deviation 1 are unusable")]
    [InlineData(new[] { 1f }, new[] { float.PositiveInfinity }, "mean 1 and deviation Infinity")]
    public void Unusable_normalization_is_refused(float[] mean, float[] std, string message) =>
        Assert.Contains($"raw: metadata: input 0: {message}", Error(new RawMetadata { Mean = mean, Std = std, Channels = 3 }));

    [Fact]
    public void Other_process_units_and_contents_are_skipped()
    {
        InputMetadata input = Assert.Single(Parse(new RawMetadata { UnitType = 2, ContentType = 1 }).Metadata.Inputs);
        Assert.Null(input.Normalization);
        Assert.Equal(ColorSpace.Unknown, input.ColorSpace);
        input = Assert.Single(Parse(new RawMetadata { Color = 2 }).Metadata.Inputs);
        Assert.Equal(ColorSpace.Grayscale, input.ColorSpace);
        Assert.Equal("image", input.Name);
        Assert.Equal(ColorSpace.Unknown, Assert.Single(Parse(new RawMetadata { Color = 9 }).Metadata.Inputs).ColorSpace);
    }

    [Fact]
    public void The_number_of_inputs_must_agree() =>
        Assert.Contains("metadata: it describes 2 inputs, the model has 1;", Error(new RawMetadata { InputCount = 2 }));

    [Fact]
    public void Labels_of_an_axis_go_first_then_those_without_locale()
    {
        byte[] zip = Zip(("a", "axis"), ("v", "value"), ("de", "Achse"));
        Assert.Equal("axis", Label(zip, ("v", 3, null), ("de", 2, "de"), ("a", 2, null)));
        Assert.Equal("Achse", Label(zip, ("v", 3, null), ("de", 2, "de")));
        Assert.Equal("value", Label(zip, ("de", 4, null), ("v", 3, "")));
        Assert.Empty(Parse(new RawMetadata { Files = [("a", 5, null)] }, zip).Metadata.Labels);

        static string Label(byte[] zip, params (string, byte, string?)[] files) =>
            Assert.Single(Parse(new RawMetadata { Files = files }, zip).Metadata.Labels);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Archives_may_count_offsets_from_the_model_or_from_themselves(CompressionLevel level)
    {
        var metadata = new RawMetadata { Files = [("labels.txt", 2, null)] };
        string text = string.Concat(Enumerable.Repeat("one\ntwo\n", 100));
        byte[] alone = Zip(level, ("labels.txt", text));
        TfliteModel model = Parse(metadata, alone);
        Assert.Equal(200, model.Metadata.Labels.Count);
        Assert.Equal("metadata: labels.txt", model.Metadata.LabelsSource);

        using var appended = new MemoryStream();
        appended.Write(WriteModel(metadata));
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
        byte[] file = [1, 2, .. WriteModel(new RawMetadata { Files = [("l", 2, null)] }), .. Zip(("l", "x"))];
        Assert.Equal(["x"], TfliteModel.Parse(file.AsMemory(2), "raw").Metadata.Labels);
        using var other = new NativeMemory(file.AsSpan(2));
        Assert.Equal(["x"], TfliteModel.Parse(other.Memory, "raw").Metadata.Labels);
    }

    [Fact]
    public void Labels_that_are_not_packed_are_a_warning()
    {
        var metadata = new RawMetadata { Files = [("labels\n.txt", 2, null)] };
        const string Warning = "raw: the metadata names a labels file 'labels?.txt', but it is not packed into the model; ";
        foreach (byte[] behind in (byte[][])[[], Zip(("other.txt", "x")), new byte[70_000]])
        {
            TfliteModel model = Parse(metadata, behind);
            Assert.Empty(model.Metadata.Labels);
            Assert.Null(model.Metadata.LabelsSource);
            Assert.StartsWith(Warning, Assert.Single(model.Warnings));
        }
    }

    [Fact]
    public void Comments_behind_the_archive_are_allowed()
    {
        byte[] zip = Zip(("l", "x"));
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 2), 3);
        Assert.Equal(["x"], Parse(new RawMetadata { Files = [("l", 2, null)] }, [.. zip, 1, 2, 3]).Metadata.Labels);
    }

    [Fact]
    public void A_zip_bomb_is_refused_without_unpacking()
    {
        byte[] zip = Zip(CompressionLevel.SmallestSize, ("l", new string('\n', 64 << 20)));
        byte[] file = [.. WriteModel(new RawMetadata { Files = [("l", 2, null)] }), .. zip];
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ModelFormatException>(() => TfliteModel.Parse(file, "raw")).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("labels file 'l': 67108864 bytes are more than the 1048576 allowed", message);
    }

    [Theory]
    [InlineData(22, 0u)] // Directory and local header state another uncompressed size, the first a small one.
    [InlineData(22, 500u)]
    [InlineData(14, 12345u)] // Another checksum.
    public void Lying_archives_are_refused(int localField, uint value)
    {
        byte[] zip = Zip(CompressionLevel.SmallestSize, ("l", new string('x', 1000)));
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(localField), value);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + localField + 2), value);
        Assert.Contains("the archive behind the model is damaged", Error(new RawMetadata { Files = [("l", 2, null)] }, zip));
    }

    [Theory]
    [InlineData(12, uint.MaxValue)] // Size of the directory.
    [InlineData(12, 1u << 17)]
    [InlineData(16, uint.MaxValue)] // Its offset.
    [InlineData(16, 1u << 30)]
    [InlineData(8, 0x00050005u)] // Number of entries.
    public void Lying_end_records_are_refused(int field, uint value)
    {
        byte[] zip = Zip(("l", "x"));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.Length - 22 + field), value);
        Assert.Contains("the archive behind the model is damaged", Error(new RawMetadata { Files = [("l", 2, null)] }, zip));
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
        using var reference = new ZipArchive(new MemoryStream(Zip(("labels.txt", text))));
        Assert.Equal(Assert.Single(reference.Entries).Crc32, entry.Crc32);
    }

    [Fact]
    public void Metadata_is_optional_piece_by_piece()
    {
        foreach (ModelMetadata metadata in (ModelMetadata[])
            [
                ModelMetadata.Empty,
                new() { Description = "only this" },
                new() { ModelName = "only this" },
                new() { Labels = ["x"] },
                new() { Inputs = [new() { ColorSpace = ColorSpace.Grayscale }] },
                new() { Inputs = [new() { Normalization = new([0f], [1f]) }] },
            ])
        {
            ModelBuilder builder = SampleModels.Classifier();
            builder.Metadata = metadata;
            builder.MinRuntimeVersion = null;
            TfliteModel model = builder.Build();
            byte[] file = TfliteWriter.Write(model);
            ModelAssert.Same(model, TfliteModel.Parse(file, "sample"));
            Assert.Equal(metadata != ModelMetadata.Empty, file.AsSpan().IndexOf("TFLITE_METADATA"u8) >= 0);
        }
    }

    [Fact]
    public void Metadata_in_memory_obeys_the_same_rules()
    {
        ModelBuilder builder = SampleModels.Classifier();
        builder.Metadata = new ModelMetadata { Inputs = [InputMetadata.Empty, InputMetadata.Empty] };
        Assert.Contains(
            "sample: metadata: it describes 2 inputs, the model has 1;",
            Assert.Throws<ModelFormatException>(() => builder.Build()).Message);
        builder.Metadata = new ModelMetadata { Inputs = [new() { Normalization = new([1f, 2f], [1f, 2f]) }] };
        Assert.Contains("2 means do not fit", Assert.Throws<ModelFormatException>(() => builder.Build()).Message);
    }

    [Theory]
    [InlineData("two\nlines", "label 0 contains a line break")]
    [InlineData("two\rlines", "label 0 contains a line break")]
    [InlineData("", "the last label is empty")]
    public void Labels_that_cannot_be_stored_are_refused(string label, string message)
    {
        ModelBuilder builder = SampleModels.Classifier();
        builder.Metadata = new ModelMetadata { Labels = [label] };
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => builder.Build()).Message);
    }

    private static TfliteModel Parse(RawMetadata metadata, byte[]? behind = null) =>
        TfliteModel.Parse((byte[])[.. WriteModel(metadata), .. behind ?? []], "raw");

    private static string Error(RawMetadata metadata, byte[]? behind = null) =>
        Assert.Throws<ModelFormatException>(() => Parse(metadata, behind)).Message;

    private static byte[] WriteModel(RawMetadata metadata)
    {
        var raw = new RawModel { Shape = [metadata.Channels], Data = new byte[4 * metadata.Channels] };
        raw.Metadata.Add(("TFLITE_METADATA", metadata.Write()));
        return raw.Write();
    }

    private static byte[] Zip(params (string Name, string Text)[] files) => Zip(CompressionLevel.NoCompression, files);

    private static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] files)
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

    /// <summary>Metadata written table by table.</summary>
    private sealed class RawMetadata
    {
        public int Channels { get; init; } = 1;

        public int InputCount { get; init; } = 1;

        public float[] Mean { get; init; } = [1];

        public float[] Std { get; init; } = [1];

        public byte UnitType { get; init; } = 1;

        public byte ContentType { get; init; } = 2;

        public byte Color { get; init; } = 1;

        public (string Name, byte Type, string? Locale)[] Files { get; init; } = [];

        public byte[] Write()
        {
            var b = new FlatBufferBuilder(16);
            int[] inputs = new int[InputCount];
            Array.Fill(inputs, WriteInput(b));
            int inputVector = b.Objects(inputs);
            int fileVector = b.Objects([.. Files.Select(f => WriteFile(b, f))]);
            b.StartTable(7);
            b.Object(6, fileVector);
            int outputVector = b.Objects([b.EndTable()]);
            b.StartTable(4);
            b.Object(2, inputVector);
            b.Object(3, outputVector);
            int subgraphs = b.Objects([b.EndTable()]);
            b.StartTable(4);
            b.Object(3, subgraphs);
            return b.Finish(b.EndTable(), "M001"u8);
        }

        private int WriteInput(FlatBufferBuilder b)
        {
            int mean = b.Scalars<float>(Mean);
            int std = b.Scalars<float>(Std);
            b.StartTable(2);
            b.Object(0, mean);
            b.Object(1, std);
            int normalization = b.EndTable();
            b.StartTable(2);
            b.Field(0, UnitType);
            b.Object(1, normalization);
            int units = b.Objects([b.EndTable()]);
            b.StartTable(1);
            b.Field(0, Color);
            int image = b.EndTable();
            b.StartTable(2);
            b.Field(0, ContentType);
            b.Object(1, image);
            int content = b.EndTable();
            int name = b.String("image");
            b.StartTable(5);
            b.Object(0, name);
            b.Object(3, content);
            b.Object(4, units);
            return b.EndTable();
        }

        private static int WriteFile(FlatBufferBuilder b, (string Name, byte Type, string? Locale) file)
        {
            int name = b.String(file.Name);
            int locale = file.Locale is null ? 0 : b.String(file.Locale);
            b.StartTable(4);
            b.Object(0, name);
            b.Field(2, file.Type);
            b.Object(3, locale);
            return b.EndTable();
        }
    }
}
