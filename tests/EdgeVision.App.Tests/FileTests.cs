using EdgeVision.App.Output;

namespace EdgeVision.App.Tests;

/// <summary>Files of every kind where one of a certain kind belongs, and files that cannot be written.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Readers =>
    [
        "classify FILE --model MODEL",
        "classify PHOTO --model MODEL --labels FILE",
        "classify PHOTO --model FILE",
        "pins --board host --safe --rules FILE",
        "pins --board FILE",
        "invoke MODEL --input FILE --output never",
        "bench --check-report FILE",
        "run --replay FILE",
        "verify MODEL --plan FILE",
    ];

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_device_without_end_is_refused(string line) => Run(line, "/dev/zero").AssertFails(ExitCodes.BadInput, "zero");

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_folder_is_refused_and_called_one(string line)
    {
        Cli run = Run(line, _folder.Root);
        run.AssertFails(ExitCodes.BadInput, _folder.Root);
        Assert.DoesNotContain("denied", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain($"file '{_folder.Root}'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_may_come_through_a_pipe()
    {
        // What a shell makes of <(cat coffee.jpg): a file that does not know its length.
        using var server = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        byte[] photo = File.ReadAllBytes(Cli.Photo("coffee.jpg"));
        var writer = new Thread(() =>
        {
            server.Write(photo);
            server.Dispose();
        });
        string pipe = $"/dev/fd/{server.GetClientHandleAsString()}";
        writer.Start();
        Cli run = Cli.Run("classify", pipe, "--model", Cli.SynthModel, "--json");
        writer.Join();
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void What_is_written_replaces_a_file_in_one_step()
    {
        string path = _folder.Write("a", "old");
        using FileStream reader = File.OpenRead(path);
        OutputFile.Write(path, "new");
        Assert.Equal("old", new StreamReader(reader).ReadToEnd());
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Root));
    }

    [Theory]
    [InlineData("")] // as a device or a pipe has no content
    [InlineData("old")]
    public void A_link_is_followed_and_not_replaced(string before)
    {
        string target = _folder.Write("target", before), link = _folder["link"];
        File.CreateSymbolicLink(link, target);
        OutputFile.Write(link, "content");
        Assert.Equal("content", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal([link, target], Directory.GetFiles(_folder.Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_has_no_content_is_not_replaced()
    {
        string path = _folder.Write("device", "");
        using FileStream reader = File.OpenRead(path); // keeps what is there now
        OutputFile.Write(path, "content");
        Assert.Equal("content", new StreamReader(reader).ReadToEnd());
    }

    [Fact]
    public async Task Standard_output_can_be_the_file()
    {
        Cli run = await Cli.ProcessAsync([], "inspect", Cli.SynthModel, "--svg", "/dev/stdout");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("<svg", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_not_written_to() =>
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => OutputFile.Write(_folder.Root, "content")).Message, StringComparison.Ordinal);

    private static Cli Run(string line, string file) => Cli.Run([.. line.Split(' ').Select(word => word switch
    {
        "FILE" => file,
        "MODEL" => Cli.SynthModel,
        "PHOTO" => Cli.Photo("coffee.jpg"),
        _ => word,
    })]);
}
