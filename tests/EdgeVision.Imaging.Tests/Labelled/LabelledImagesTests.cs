namespace EdgeVision.Imaging.Tests.Labelled;

public sealed class LabelledImagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgevision-labelled-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Csv(string text)
    {
        string path = Path.Combine(_folder, "labels.csv");
        File.WriteAllText(path, text);
        return path;
    }

    [Theory]
    [InlineData("name,file,class_index_0_999\nx,a.png,7\n\ny,b.png,0\n")]
    [InlineData("class_index,file\r\n7,a.png\r\n0,b.png")]
    public void Columns_are_found_by_name_and_files_are_below_the_folder(string text) =>
        Assert.Equal(
            [new LabelledImage(Path.Combine("dir", "a.png"), 7), new LabelledImage(Path.Combine("dir", "b.png"), 0)],
            LabelledImages.Load(Csv(text), "dir"));

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("file,class\na,1", "line 1")]
    [InlineData("name,class_index\na,1", "line 1")]
    [InlineData("file,class_index\na,1\nb,x", "line 3")]
    [InlineData("file,class_index\na,-1", "line 2")]
    [InlineData("file,class_index\na,99999999999", "line 2")]
    [InlineData("file,class_index\n\na", "line 3")]
    [InlineData("file,class_index\n", "no pictures")]
    public void Damaged_lists_are_refused_by_line(string text, string reason)
    {
        string message = Assert.Throws<LabelledImagesException>(() => LabelledImages.Load(Csv(text), "dir")).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("labels.csv", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.csv", Assert.Throws<LabelledImagesException>(() => LabelledImages.Load("nowhere.csv", "dir")).Message, StringComparison.Ordinal);
}
