using System.Text.Json;
using EdgeVision.App.Download;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Download;

public class PublishedModelTests
{
    [Fact]
    public void Every_entry_names_its_files_licence_and_purpose()
    {
        Assert.NotEmpty(PublishedModel.All);
        Assert.Distinct(PublishedModel.All.Select(model => model.Name));
        Assert.All(PublishedModel.All, model =>
        {
            Assert.Matches("^[a-z0-9_.]+$", model.Name);
            Assert.DoesNotContain("..", model.Name, StringComparison.Ordinal);
            Assert.Equal("Apache-2.0", model.Licence);
            Assert.NotEmpty(model.Purpose);
            Assert.EndsWith(".tflite", model.Model.Path, StringComparison.Ordinal);
            if (model.Golden is { } golden)
                Assert.Matches("^[0-9a-f]{64}$", golden.OutputSha256);
            foreach (PublishedFile file in new[] { model.Model, model.Labels }.OfType<PublishedFile>())
            {
                Assert.Matches("^[^/]+/[^/]+$", file.Repository);
                Assert.Matches("^[0-9a-f]{40}$", file.Commit);
                Assert.Matches("^[0-9a-f]{64}$", file.Sha256);
                Assert.InRange(file.Bytes, 1, 20_000_000);
            }
        });
    }

    [Fact]
    public void Address_is_repository_commit_and_path_below_the_mirror()
    {
        var file = new PublishedFile("owner/repo", "c0ffee", "a/b c.tflite", 1, "");
        Assert.Equal("https://raw.githubusercontent.com/owner/repo/c0ffee/a/b%20c.tflite", file.AddressAt(PublishedFile.DefaultMirror).AbsoluteUri);
        Assert.Equal("http://m:81/x/owner/repo/c0ffee/a/b%20c.tflite", file.AddressAt("http://m:81/x/").AbsoluteUri);
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "mobilenet_v2_1.0_224_quant", "mobilenet_v2_1.0_224_quan")]
    [InlineData(ExitCodes.Usage, "--available", "something else altogether")]
    [InlineData(ExitCodes.Usage, "--mirror", "mobilenet_v2_1.0_224_quant", "--mirror", "ftp://host")]
    public void Wrong_names_and_mirrors_are_usage_errors(int code, string named, params string[] args) =>
        Cli.Run(["models", "pull", .. args]).AssertFails(code, named);

    [Fact]
    public async Task A_file_that_is_not_published_exits_with_3()
    {
        await using var server = new LoopbackServer((_, reply) => reply.HeadAsync("404 Not Found", "Content-Length: 0"));
        using var folder = new TempFolder();
        Cli.Run("models", "pull", "mobilenet_v1_0.25_128_quant", "--to", folder.Root, "--mirror", server.Address).AssertFails(ExitCodes.BadInput, "404", server.Address);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_exits_with_3()
    {
        using var folder = new TempFolder();
        string file = folder.Write("file", "not a folder");
        Cli.Run("models", "pull", "mobilenet_v1_0.25_128_quant", "--to", Path.Combine(file, "below")).AssertFails(ExitCodes.BadInput, "file");
    }

    /// <summary>In a process of its own, because proxies come from its environment.</summary>
    [Fact]
    public async Task The_proxy_of_the_environment_is_used()
    {
        await using var proxy = new LoopbackServer((_, reply) => reply.HeadAsync("404 Not Found", "Content-Length: 0"));
        using var folder = new TempFolder();
        PublishedModel model = PublishedModel.All[0];
        Cli run = await Cli.ProcessAsync(
            new() { ["http_proxy"] = proxy.Address, ["no_proxy"] = "", ["EDGEVISION_MIRROR"] = "http://models.invalid", ["XDG_DATA_HOME"] = folder.Root }, "models", "pull", model.Name);
        run.AssertFails(ExitCodes.BadInput, "404", "models.invalid");
        Assert.Equal($"http://models.invalid/{model.Model.Repository}/{model.Model.Commit}/{model.Model.Path}", Assert.Single(proxy.Requests).Target);
    }

    [SharedFact]
    public async Task Every_entry_is_pulled_listed_and_verified()
    {
        Dictionary<string, string> files = PublicFiles();
        await using var server = new LoopbackServer((request, reply) =>
            files.TryGetValue(request.Target, out string? file) ? reply.FileAsync(request, File.ReadAllBytes(SharedMaterial.PathOf("models", file))) : reply.HeadAsync("404 Not Found"));
        using var folder = new TempFolder();
        foreach (PublishedModel model in PublishedModel.All)
        {
            Cli pull = Cli.Run("models", "pull", model.Name, "--to", folder.Root, "--mirror", server.Address);
            Assert.Equal((0, ""), (pull.ExitCode, pull.Error));
            Assert.Contains("already there", Cli.Run("models", "pull", model.Name, "--to", folder.Root, "--mirror", server.Address).Output, StringComparison.Ordinal);
            if (model.Golden is not null)
                Assert.Equal(0, Cli.Run("verify", model.Name, "--models", folder.Root).ExitCode);
        }

        JsonElement[] listed = [.. Cli.Run("models", "--models", folder.Root, "--json").Json.GetProperty("models").EnumerateArray()];
        Assert.Equal(PublishedModel.All.Count, listed.Length);
        Assert.All(listed, model => Assert.NotNull(model.GetProperty("purpose").GetString()));
        Assert.Equal("person", File.ReadLines(folder[Path.Combine("ssd_mobilenet_v1_coco_quant", "labels.txt")]).First());
    }

    private static Dictionary<string, string> PublicFiles()
    {
        const string Host = "https://github.com";
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(SharedMaterial.PathOf("models", "manifest.json")));
        return manifest.RootElement.GetProperty("models").EnumerateArray()
            .Where(entry => entry.TryGetProperty("file", out _) && entry.TryGetProperty("path", out _))
            .ToDictionary(
                entry => $"{entry.GetProperty("repo").GetString()![Host.Length..]}/{entry.GetProperty("commit").GetString()}/{entry.GetProperty("path").GetString()}",
                entry => entry.GetProperty("file").GetString()!);
    }
}
