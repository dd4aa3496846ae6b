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
            Assert.Single(new RawMetadata { Mean = mean, Std = std, Channels = 3 }.Parse().Metadata.Inputs).Normalization!;
    }

    [Theory]
    [InlineData(new[] { 1f, 2f }, new[] { 1f, 2f, 3f }, "2 means and 3 standard deviations")]
    [InlineData(new[] { 1f, 2f }, new[] { 1f, 2f }, "2 means do not fit the channels")]
    [InlineData(new float[0], new float[0], "0 means do not fit the channels")]
    [InlineData(new[] { 1f }, new[] { 0f }, "mean 1 and deviation 0 are unusable")]
    [InlineData(new[] { float.NaN }, new[] { 1f }, "mean NaN and deviation 1 are unusable")]
    [InlineData(new[] { 1f }, new[] { float.PositiveInfinity }, "mean 1 and deviation Infinity")]
    public void Unusable_normalization_is_refused(float[] mean, float[] std, string message) =>
        Assert.Contains($"raw: metadata: input 0: {message}", new RawMetadata { Mean = mean, Std = std, Channels = 3 }.ParseError());

    [Fact]
    public void Other_process_units_and_contents_are_skipped()
    {
        InputMetadata input = Assert.Single(new RawMetadata { UnitType = 2, ContentType = 1 }.Parse().Metadata.Inputs);
        Assert.Null(input.Normalization);
        Assert.Equal(ColorSpace.Unknown, input.ColorSpace);
        input = Assert.Single(new RawMetadata { Color = 2 }.Parse().Metadata.Inputs);
        Assert.Equal(ColorSpace.Grayscale, input.ColorSpace);
        Assert.Equal("image", input.Name);
        Assert.Equal(ColorSpace.Unknown, Assert.Single(new RawMetadata { Color = 9 }.Parse().Metadata.Inputs).ColorSpace);
    }

    [Fact]
    public void The_number_of_inputs_must_agree() =>
        Assert.Contains("metadata: it describes 2 inputs, the model has 1;", new RawMetadata { InputCount = 2 }.ParseError());

    [Fact]
    public void Labels_of_an_axis_go_first_then_those_without_locale()
    {
        byte[] zip = TestZip.Of(("a", "axis"), ("v", "value"), ("de", "Achse"));
        Assert.Equal("axis", Label(zip, ("v", 3, null), ("de", 2, "de"), ("a", 2, null)));
        Assert.Equal("Achse", Label(zip, ("v", 3, null), ("de", 2, "de")));
        Assert.Equal("value", Label(zip, ("de", 4, null), ("v", 3, "")));
        Assert.Empty(new RawMetadata { Files = [("a", 5, null)] }.Parse(zip).Metadata.Labels);

        static string Label(byte[] zip, params (string, byte, string?)[] files) =>
            Assert.Single(new RawMetadata { Files = files }.Parse(zip).Metadata.Labels);
    }

    [Fact]
    public void Labels_that_are_not_packed_are_a_warning()
    {
        var metadata = new RawMetadata { Files = [("labels\n.txt", 2, null)] };
        const string Warning = "raw: the metadata names a labels file 'labels?.txt', but it is not packed into the model; ";
        foreach (byte[] behind in (byte[][])[[], TestZip.Of(("other.txt", "x")), new byte[70_000]])
        {
            TfliteModel model = metadata.Parse(behind);
            Assert.Empty(model.Metadata.Labels);
            Assert.Null(model.Metadata.LabelsSource);
            Assert.StartsWith(Warning, Assert.Single(model.Warnings));
        }
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

    [Fact]
    public void Only_labels_that_can_be_read_back_are_taken()
    {
        Refused("label 1 contains a line break", "x", "two\nlines");
        Refused("label 0 contains a line break", "two\rlines");
        Refused("label 1 contains a control character", "tabs\tare\tfine", "\u001b[31mred");
        Refused("label 0 contains a control character", "\u0085");
        Refused("the last label is empty", "x", "");
        Refused("65537 labels of 131074 bytes are more than", [.. Enumerable.Repeat("x", (1 << 16) + 1)]);
        Refused("1 labels of 1048577 bytes are more than", new string('x', 1 << 20));

        static void Refused(string message, params string[] labels)
        {
            ModelBuilder builder = SampleModels.Classifier();
            builder.Metadata = new ModelMetadata { Labels = labels };
            Assert.Contains(message, Assert.Throws<ModelFormatException>(() => builder.Build()).Message);
        }
    }
}
