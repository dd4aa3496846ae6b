namespace EdgeVision.Model.Tests;

public sealed class LoadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgevision-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_knows_its_path_and_keeps_its_own_labels()
    {
        string path = Write(SampleModels.Metadata);
        File.WriteAllText(Path.Combine(_folder, "net.labels.txt"), "other");
        TfliteModel model = TfliteModel.Load(path);
        Assert.Equal(path, model.Path);
        Assert.Equal("net.tflite", model.Name);
        Assert.Equal("metadata: labels.txt", model.Metadata.LabelsSource);
        ModelAssert.Same(SampleModels.Classifier().Build(), model);
    }

    [Fact]
    public void A_model_that_is_called_like_all_others_is_named_with_its_folder()
    {
        string path = Path.Combine(_folder, "model.tflite");
        File.Move(Write(SampleModels.Metadata), path);
        Assert.Equal(Path.Combine(Path.GetFileName(_folder), "model.tflite"), TfliteModel.Load(path).Name);
        File.WriteAllText(path, "damaged");
        Assert.StartsWith($"{Path.GetFileName(_folder)}/model.tflite: ", Assert.Throws<ModelFormatException>(() => TfliteModel.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_beside_the_model_are_found_in_order()
    {
        string path = Write(ModelMetadata.Empty with { Description = "kept" });
        Assert.Empty(TfliteModel.Load(path).Metadata.Labels);
        foreach (string name in (string[])["labels.txt", "net.txt", "net.labels.txt"])
        {
            string labelsPath = Path.Combine(_folder, name);
            File.WriteAllText(labelsPath, $"{name}\r\nsecond\r\n");
            ModelMetadata metadata = TfliteModel.Load(path).Metadata;
            Assert.Equal([name, "second"], metadata.Labels);
            Assert.Equal(labelsPath, metadata.LabelsSource);
            Assert.Equal("kept", metadata.Description);
        }
    }

    [Fact]
    public void Labels_beside_the_model_are_packed_when_it_is_written()
    {
        string path = Write(ModelMetadata.Empty);
        File.WriteAllText(Path.Combine(_folder, "labels.txt"), "a\nb\n");
        TfliteModel read = TfliteModel.Parse(TfliteWriter.Write(TfliteModel.Load(path)), "copy");
        Assert.Equal(["a", "b"], read.Metadata.Labels);
        Assert.Equal("metadata: labels.txt", read.Metadata.LabelsSource);
    }

    [Fact]
    public void A_labels_file_that_is_too_large_is_refused()
    {
        string path = Write(ModelMetadata.Empty);
        string labels = Path.Combine(_folder, "labels.txt");
        File.WriteAllBytes(labels, new byte[(1 << 20) + 1]);
        Assert.StartsWith($"{labels}: more than 1048576 bytes", Assert.Throws<ModelFormatException>(() => TfliteModel.Load(path)).Message);
        File.WriteAllBytes(labels, [0xFF, 0xFE]);
        Assert.StartsWith($"{labels}: the text is not UTF-8", Assert.Throws<ModelFormatException>(() => TfliteModel.Load(path)).Message);
    }

    [Fact]
    public void Labels_with_old_line_ends_are_refused_rather_than_taken_as_one()
    {
        string path = Write(ModelMetadata.Empty);
        File.WriteAllText(Path.Combine(_folder, "labels.txt"), "a\rb\r");
        Assert.Contains("label 0 contains a line break", Assert.Throws<ModelFormatException>(() => TfliteModel.Load(path)).Message);
    }

    [Fact]
    public void Files_that_cannot_be_models_are_refused()
    {
        Assert.Throws<FileNotFoundException>(() => TfliteModel.Load(Path.Combine(_folder, "none.tflite")));
        string path = Path.Combine(_folder, "huge.tflite");
        using (FileStream sparse = File.Create(path))
            sparse.SetLength(1L << 32);
        Assert.Contains("huge.tflite: 4294967296 bytes", Assert.Throws<ModelFormatException>(() => TfliteModel.Load(path)).Message);
        File.WriteAllText(path, "<html>not found</html>");
        Assert.Equal(
            "huge.tflite: this is not a TensorFlow Lite model; give the path of one",
            Assert.Throws<ModelFormatException>(() => TfliteModel.Load(path)).Message);
    }

    private string Write(ModelMetadata metadata)
    {
        ModelBuilder builder = SampleModels.Classifier();
        builder.Metadata = metadata;
        string path = Path.Combine(_folder, "net.tflite");
        File.WriteAllBytes(path, TfliteWriter.Write(builder.Build()));
        return path;
    }
}
