using System.Security.Cryptography;
using EdgeVision.App.Download;
using EdgeVision.App.Models;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Download;

public sealed class ModelPullTests : IDisposable
{
    private const int Cut = 100_000;
    private static readonly byte[] ModelBytes = Noise(300_001, seed: 7);
    private static readonly byte[] LabelBytes = "cat\ndog\n"u8.ToArray();
    private static readonly PublishedModel Plain = new("small", "a test", "Apache-2.0", FileOf("models/a model.tflite", ModelBytes));

    private readonly TempFolder _folder = new();

    private string Target => Path.Combine(_folder.Root, "small", "model.tflite");

    private string Part => $"{Target}.part";

    public void Dispose() => _folder.Dispose();

    private static byte[] Noise(int length, uint seed)
    {
        var bytes = new byte[length];
        new Prng(seed).Fill(bytes);
        return bytes;
    }

    private static PublishedFile FileOf(string path, byte[] bytes) => new("owner/repo", new string('c', 40), path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private async Task<bool> PullAsync(LoopbackServer server, PublishedModel? model = null, int attempts = 3, double silence = 60, Action<long>? progress = null, CancellationToken cancel = default)
    {
        var patience = new DownloadPatience { Attempts = attempts, FirstPause = TimeSpan.FromMilliseconds(1), LongestSilence = TimeSpan.FromSeconds(silence) };
        using var downloader = new Downloader(patience);
        return await new ModelPull(downloader, server.Address, (_, bytes, _) => progress?.Invoke(bytes)).RunAsync(model ?? Plain, _folder.Root, cancel);
    }

    private void AssertComplete()
    {
        Assert.Equal(ModelBytes, File.ReadAllBytes(Target));
        Assert.False(File.Exists(Part));
        Assert.True(File.Exists(Path.Combine(_folder.Root, "small", "model.json")));
    }

    private void AssertNothingIsLeft() => Assert.Empty(Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories));

    private void WritePart(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Part)!);
        File.WriteAllBytes(Part, bytes);
    }

    /// <summary>Says the whole length and closes the connection after some of it.</summary>
    private static async Task CutAsync(LoopbackServer.Reply reply)
    {
        await reply.HeadAsync("200 OK", $"Content-Length: {ModelBytes.Length}");
        await reply.BodyAsync(ModelBytes.AsMemory(0, Cut));
    }

    [Fact]
    public async Task Model_labels_and_facts_arrive()
    {
        PublishedModel model = Plain with { Labels = FileOf("labels.txt", LabelBytes), Preprocess = "crop=1", Golden = new GoldenRun(5, "ab") };
        await using var server = new LoopbackServer((request, reply) => reply.FileAsync(request, request.Target.EndsWith(".txt", StringComparison.Ordinal) ? LabelBytes : ModelBytes));
        long last = 0;
        Assert.True(await PullAsync(server, model, progress: bytes => last = bytes));

        AssertComplete();
        Assert.Equal(ModelBytes.Length, last);
        Assert.Equal([$"/owner/repo/{new string('c', 40)}/labels.txt", $"/owner/repo/{new string('c', 40)}/models/a%20model.tflite"], server.Requests.Select(request => request.Target));
        Assert.Equal(LabelBytes, File.ReadAllBytes(Path.Combine(_folder.Root, "small", "labels.txt")));
        var facts = ModelFacts.Load(Path.Combine(_folder.Root, "small", "model.json"));
        Assert.Equal(("a test", "Apache-2.0", "crop=1", model.Model.Sha256, new GoldenRun(5, "ab")), (facts.Purpose, facts.Licence, facts.Preprocess, facts.Sha256, facts.Golden));
        Assert.Contains("owner/repo", facts.Origin, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_folder.Root, "small")).Length);
    }

    [Fact]
    public async Task What_is_there_and_right_is_not_fetched_again()
    {
        await using var server = new LoopbackServer((request, reply) => reply.FileAsync(request, ModelBytes));
        await PullAsync(server);
        Assert.False(await PullAsync(server));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("model.tflite")]
    [InlineData("labels.txt")]
    [InlineData("model.json")]
    public async Task A_damaged_or_missing_file_is_fetched_again(string name)
    {
        PublishedModel model = Plain with { Labels = FileOf("labels.txt", LabelBytes) };
        await using var server = new LoopbackServer((request, reply) => reply.FileAsync(request, request.Target.EndsWith(".txt", StringComparison.Ordinal) ? LabelBytes : ModelBytes));
        await PullAsync(server, model);
        string file = Path.Combine(_folder.Root, "small", name);
        byte[] whole = File.ReadAllBytes(file);
        if (name == "model.json")
            File.Delete(file);
        else
            File.WriteAllBytes(file, [.. whole[..^1], (byte)(whole[^1] ^ 1)]);

        Assert.True(await PullAsync(server, model));
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task A_cut_connection_is_resumed()
    {
        int answers = 0;
        await using var server = new LoopbackServer((request, reply) => ++answers == 1 ? CutAsync(reply) : reply.FileAsync(request, ModelBytes));
        await PullAsync(server);
        AssertComplete();
        Assert.Equal([0, Cut], server.Requests.Select(request => request.RangeStart));
    }

    [Fact]
    public async Task The_next_run_goes_on_where_this_one_stopped()
    {
        int answers = 0;
        await using var server = new LoopbackServer((request, reply) => ++answers == 1 ? CutAsync(reply) : reply.FileAsync(request, ModelBytes));
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => PullAsync(server, attempts: 1));
        Assert.Contains("goes on from there", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ModelBytes[..Cut], File.ReadAllBytes(Part));
        Assert.False(File.Exists(Target));

        await PullAsync(server, attempts: 1);
        AssertComplete();
        Assert.Equal(Cut, server.Requests[1].RangeStart);
    }

    [Fact]
    public async Task A_part_file_that_is_complete_needs_no_request()
    {
        WritePart(ModelBytes);
        await using var server = new LoopbackServer((_, reply) => reply.HeadAsync("404 Not Found"));
        Assert.True(await PullAsync(server));
        AssertComplete();
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_everything_again()
    {
        WritePart(ModelBytes[..Cut]);
        await using var server = new LoopbackServer((_, reply) => reply.FileAsync(new HttpRequest("", new Dictionary<string, string>()), ModelBytes));
        await PullAsync(server);
        AssertComplete();
        Assert.Equal(Cut, Assert.Single(server.Requests).RangeStart);
    }

    [Theory]
    [InlineData("416 Range Not Satisfiable", "Content-Range: bytes */5")]
    [InlineData("206 Partial Content", "Content-Range: bytes 5-9/300001")]
    [InlineData("206 Partial Content", "Content-Range: bytes 100000-300001/300002")]
    [InlineData("206 Partial Content", "X-Nothing: here")]
    public async Task Another_range_than_the_one_asked_for_starts_over(string status, string range)
    {
        WritePart(ModelBytes[..Cut]);
        await using var server = new LoopbackServer((request, reply) => request.RangeStart > 0 ? reply.HeadAsync(status, range, "Content-Length: 0") : reply.FileAsync(request, ModelBytes));
        await PullAsync(server);
        AssertComplete();
        Assert.Equal([Cut, 0], server.Requests.Select(request => request.RangeStart));
    }

    [Theory]
    [InlineData(Cut)]
    [InlineData(400_000)]
    public async Task The_beginning_of_another_file_is_dropped(int length)
    {
        WritePart(Noise(length, seed: 9));
        await using var server = new LoopbackServer((request, reply) => reply.FileAsync(request, ModelBytes));
        await PullAsync(server);
        AssertComplete();
        Assert.Equal(0, server.Requests[^1].RangeStart);
    }

    [Fact]
    public async Task Wrong_bytes_are_deleted()
    {
        await using var server = new LoopbackServer((request, reply) => reply.FileAsync(request, Noise(ModelBytes.Length, seed: 8)));
        BadInputException failure = await Assert.ThrowsAsync<BadInputException>(() => PullAsync(server));
        Assert.Contains(Plain.Model.Sha256, failure.Message, StringComparison.Ordinal);
        Assert.Contains("deleted", failure.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_file_of_another_length_is_refused_before_it_is_read(int difference)
    {
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await reply.HeadAsync("200 OK", $"Content-Length: {ModelBytes.Length + difference}");
            await reply.SilenceAsync();
        });
        BadInputException failure = await Assert.ThrowsAsync<BadInputException>(() => PullAsync(server));
        Assert.Contains("300,001", failure.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Nothing_is_read_beyond_the_published_length()
    {
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await reply.HeadAsync("200 OK"); // no length: the body ends with the connection, which never ends
            while (true)
                await reply.BodyAsync(ModelBytes);
        });
        await PullAsync(server);
        AssertComplete();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_asked_for_once()
    {
        await using var server = new LoopbackServer((_, reply) => reply.HeadAsync("404 Not Found", "Content-Length: 0"));
        BadInputException failure = await Assert.ThrowsAsync<BadInputException>(() => PullAsync(server));
        Assert.Contains("404", failure.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("503 Service Unavailable")]
    [InlineData("429 Too Many Requests")]
    [InlineData("408 Request Timeout")]
    public async Task A_busy_server_is_asked_again_but_not_for_ever(string status)
    {
        int answers = 0;
        await using var server = new LoopbackServer((request, reply) => ++answers < 3 ? reply.HeadAsync(status, "Content-Length: 0") : reply.FileAsync(request, ModelBytes));
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => PullAsync(server, attempts: 2));
        Assert.Contains(status, failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
        await PullAsync(server, attempts: 1);
        AssertComplete();
    }

    [Fact]
    public async Task Redirections_are_followed_but_not_for_ever()
    {
        await using var server = new LoopbackServer((request, reply) => request.Target switch
        {
            "/elsewhere" => reply.FileAsync(request, ModelBytes),
            _ when request.Target.Contains("loop", StringComparison.Ordinal) => reply.HeadAsync("302 Found", "Location: /loop", "Content-Length: 0"),
            _ => reply.HeadAsync("302 Found", "Location: /elsewhere", "Content-Length: 0"),
        });
        await PullAsync(server);
        AssertComplete();

        PublishedModel loop = Plain with { Name = "other", Model = Plain.Model with { Path = "loop" } };
        await Assert.ThrowsAsync<BadInputException>(() => PullAsync(server, loop));
        Assert.InRange(server.Requests.Count, 4, 12);
    }

    [Fact]
    public async Task A_silent_server_is_left_and_asked_again()
    {
        int answers = 0;
        await using var server = new LoopbackServer(async (request, reply) =>
        {
            if (++answers > 1)
            {
                await reply.FileAsync(request, ModelBytes);
                return;
            }

            await CutAsync(reply);
            await reply.SilenceAsync();
        });
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => PullAsync(server, attempts: 1, silence: 2));
        Assert.Contains("nothing arrived for 2 seconds", failure.Message, StringComparison.Ordinal);
        await PullAsync(server);
        AssertComplete();
        Assert.Equal(Cut, server.Requests[1].RangeStart);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_device_trouble()
    {
        var server = new LoopbackServer((_, _) => Task.CompletedTask);
        await server.DisposeAsync(); // its port is closed now
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => PullAsync(server));
        Assert.Contains("check the network", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Of_two_at_once_one_downloads_and_the_other_says_so()
    {
        var refused = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (request, reply) =>
        {
            begun.TrySetResult();
            await refused.Task;
            await reply.FileAsync(request, ModelBytes);
        });
        Task<bool> first = PullAsync(server);
        await begun.Task;
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => PullAsync(server));
        Assert.Contains("somebody else", failure.Message, StringComparison.Ordinal);
        refused.SetResult();
        Assert.True(await first);
        AssertComplete();
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_stopped_download_keeps_what_arrived()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new LoopbackServer(async (_, reply) =>
        {
            await CutAsync(reply);
            await reply.SilenceAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(server, progress: bytes =>
        {
            if (bytes == Cut)
                stop.Cancel();
        }, cancel: stop.Token));
        Assert.Equal(ModelBytes[..Cut], File.ReadAllBytes(Part));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_io_failure()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "small"), "a file where the folder should be");
        await using var server = new LoopbackServer((request, reply) => reply.FileAsync(request, ModelBytes));
        await Assert.ThrowsAnyAsync<IOException>(() => PullAsync(server));
        Assert.Empty(server.Requests);
    }
}
