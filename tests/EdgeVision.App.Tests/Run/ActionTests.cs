using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EdgeVision.App.Run.Actions;
using EdgeVision.App.Run.Events;
using EdgeVision.Devices.Pins;
using EdgeVision.Imaging;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Tests.Run;

public sealed class ActionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EventLog _events = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_webhook_is_posted_with_the_cause()
    {
        using var server = new HookServer(_ => "HTTP/1.1 204 No Content\r\n\r\n");
        using TestRun run = TestRun.Start(RulesText.BrightDoes($$"""{ "do": "webhook", "url": "{{server.Url}}" }"""));
        run.Camera.Show(1, 1);
        run.WaitForEvent("action_done");
        string request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /hook ", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", request, StringComparison.Ordinal);
        JsonElement body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;
        Assert.Equal("bright", body.GetProperty("rule").GetString());
        Assert.Equal("bright", body.GetProperty("label").GetString());
        Assert.InRange(body.GetProperty("probability").GetDouble(), 0.9, 1);
        Assert.InRange(body.GetProperty("time").GetDateTimeOffset(), DateTimeOffset.Now.AddMinutes(-5), DateTimeOffset.Now);
    }

    [Fact]
    public void A_webhook_is_tried_again_as_often_as_wanted()
    {
        using var server = new HookServer(attempt => attempt switch
        {
            0 => "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
            1 => null, // hangs up
            _ => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        });
        Send(new WebhookSpec(server.Url, Retry: 2, TimeSpan.FromSeconds(20)));
        Assert.Equal(RunEventKind.ActionDone, Told().Kind);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "sent")]
    [InlineData("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "404")]
    public void Events_keep_the_secrets_of_an_address(string answer, string told)
    {
        using var server = new HookServer(_ => answer);
        Send(new WebhookSpec(new Uri($"http://user:word@127.0.0.1:{server.Url.Port}/api/token?key=value#end"), Retry: 0, TimeSpan.FromSeconds(20)));
        string message = Told().Message!;
        Assert.StartsWith($"webhook to http://127.0.0.1:{server.Url.Port}", message, StringComparison.Ordinal);
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.All(["user", "word", "token", "key", "value"], secret => Assert.DoesNotContain(secret, message, StringComparison.Ordinal));
        Assert.Contains("/api/token?key=value", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_that_keeps_failing_is_given_up_and_told()
    {
        using var server = new HookServer(_ => "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
        Send(new WebhookSpec(server.Url, Retry: 1, TimeSpan.FromSeconds(20)));
        RunEvent told = Told();
        Assert.Equal(RunEventKind.ActionFailed, told.Kind);
        Assert.Contains("500", told.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void A_server_that_never_answers_times_out()
    {
        using var server = new HookServer(_ => "");
        Send(new WebhookSpec(server.Url, Retry: 0, TimeSpan.FromMilliseconds(200)));
        Assert.Contains("no answer within 0.2 s", Told().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_at_the_address_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        listener.Stop();
        Send(new WebhookSpec(url, Retry: 0, TimeSpan.FromSeconds(20)));
        Assert.Equal(RunEventKind.ActionFailed, Told().Kind);
    }

    [Fact]
    public void A_hanging_server_holds_up_neither_frames_nor_the_end()
    {
        using var server = new HookServer(_ => "");
        using TestRun run = TestRun.Start(RulesText.BrightDoes($$"""{ "do": "webhook", "url": "{{server.Url}}", "timeout": "1m" }"""), settings => settings with { Statistics = true });
        for (int i = 0; i < 40; i++)
            run.Camera.Show(1, 1).Show(1, 0);
        run.Camera.End();
        run.WaitForEnd();
        Assert.Equal(80, run.Events[^1].GetProperty("frames").GetInt64());
        // 1 under way and 32 waiting are cancelled, 7 did not fit (8 if the worker was slow to take the first); none is forgotten.
        Assert.Equal(40, run.Events[^1].GetProperty("lost_actions").GetInt64());
        int refused = run.Events.Count(line => line.TryGetProperty("message", out JsonElement text) && text.GetString()!.StartsWith("too many", StringComparison.Ordinal));
        Assert.InRange(refused, 7, 8);
    }

    [Fact]
    public void A_program_runs_without_a_shell_and_knows_the_cause()
    {
        string file = _folder["said"];
        RunProgram("sh", "-c", $"printf '%s %s %s' \"$EDGEVISION_RULE\" \"$EDGEVISION_LABEL\" \"$EDGEVISION_PROBABILITY\" > {file}");
        Assert.Equal("the rule cat; rm -rf * 0.5000", File.ReadAllText(file));
        Assert.Equal(RunEventKind.ActionDone, Told().Kind);
    }

    [Fact]
    public void A_program_that_fails_is_told_with_its_error()
    {
        RunProgram("sh", "-c", "echo no disk >&2; exit 3");
        RunEvent told = Told();
        Assert.Equal(RunEventKind.ActionFailed, told.Kind);
        Assert.Contains("ended with 3", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_told()
    {
        RunProgram(_folder["nothing"]);
        Assert.Contains("cannot be started", Told().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_takes_too_long_is_killed_with_its_children()
    {
        string file = _folder["pid"];
        new ChildProgram(_events).Run(
            new ProgramCall(new CommandSpec(["sh", "-c", $"sleep 300 & echo $! > {file}; echo x >> {file}; wait"], TimeSpan.FromSeconds(2)), default), CancellationToken.None);
        Assert.Contains("longer than 2 s", Told().Message, StringComparison.Ordinal);
        int child = int.Parse(File.ReadAllLines(file)[0], CultureInfo.InvariantCulture);
        TestRun.WaitFor(() => IsGone(child), () => "the child lives");
    }

    [Fact]
    public void The_end_kills_a_program()
    {
        string file = _folder["pid"];
        using TestRun run = TestRun.Start(RulesText.BrightDoes($$"""{ "do": "command", "run": ["sh", "-c", "echo $$ > {{file}}.new; mv {{file}}.new {{file}}; sleep 300"], "timeout": "1h" }"""));
        run.Camera.Show(1, 1);
        run.WaitFor(() => File.Exists(file));
        run.Stop();
        int child = int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        TestRun.WaitFor(() => IsGone(child), () => "the program lives");
    }

    [Fact]
    public void A_rule_takes_a_snapshot_of_what_it_saw()
    {
        using TestRun run = TestRun.Start(RulesText.BrightDoes("""{ "do": "snapshot" }"""));
        run.Camera.Show(1, left: 1, right: 0.8);
        string file = run.WaitForEvent("picture").GetProperty("message").GetString()!;
        Assert.EndsWith("-bright-1.00.png", file, StringComparison.Ordinal);
        RgbImage image = ImageFile.Load(file);
        Assert.Equal((64, 32), (image.Width, image.Height));
        Assert.Equal((255, 204), (image.Pixels[0], image.Pixels[63 * 3]));
    }

    [Fact]
    public void Buttons_store_the_next_frame()
    {
        using TestRun run = TestRun.Start("""
            { "version": 1, "stale": { "after": "60s" },
              "rules": [ { "name": "x", "when": { "label": "bright", "at_least": 0.999 }, "then": [ { "do": "snapshot" } ] } ],
              "inputs": { "shot": { "pin": 23, "use": "snapshot", "debounce": "0ms" }, "learn": { "pin": 24, "use": "teach", "debounce": "0ms" } } }
            """);
        run.WaitForEvent("started");
        run.Pins.Drive(23, PinLevel.Low);
        run.Pins.Drive(24, PinLevel.Low);
        long before = run.Camera.Statistics.Received;
        run.WaitFor(() =>
        {
            run.Camera.Show(1, 0.5);
            return run.Events.Count(line => line.GetProperty("event").GetString() == "picture") == 2;
        });
        Assert.Single(Directory.GetFiles(run.Folder["snapshots"]));
        Assert.Single(Directory.GetFiles(run.Folder["teach"]));
        Assert.True(run.Camera.Statistics.Received > before);
    }

    private static bool IsGone(int process)
    {
        string status = $"/proc/{process}/stat";
        try
        {
            return !File.Exists(status) || File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true; // it went between the two
        }
    }

    private void Send(WebhookSpec spec)
    {
        using var webhook = new Webhook(_events, new WallClock(), TimeSpan.FromMilliseconds(1));
        webhook.Send(new WebhookCall(spec, new Cause(0, "rule", "label", 0.5f)), CancellationToken.None);
    }

    private void RunProgram(params string[] run) =>
        new ChildProgram(_events).Run(new ProgramCall(new CommandSpec(run, TimeSpan.FromSeconds(60)), new Cause(0, "the rule", "cat; rm -rf *", 0.5f)), CancellationToken.None);

    private RunEvent Told()
    {
        Assert.True(_events.TryTake(TimeSpan.Zero, out RunEvent told, out _));
        return told;
    }

    /// <summary>Answers each request with a text; an empty one waits for ever, none hangs up.</summary>
    private sealed class HookServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _open = [];
        private readonly List<string> _requests = [];
        private readonly Func<int, string?> _answer;

        public HookServer(Func<int, string?> answer)
        {
            _answer = answer;
            _listener.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook");
            new Thread(Serve) { IsBackground = true }.Start();
        }

        public Uri Url { get; }

        public IReadOnlyList<string> Requests
        {
            get
            {
                lock (_requests)
                    return [.. _requests];
            }
        }

        public void Dispose()
        {
            _listener.Stop();
            lock (_requests)
                _open.ForEach(client => client.Dispose());
        }

        private void Serve()
        {
            try
            {
                while (true)
                    Answer(_listener.AcceptTcpClient());
            }
            catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
            }
        }

        private void Answer(TcpClient client)
        {
            string request = ReadRequest(client.GetStream());
            int attempt;
            lock (_requests)
            {
                attempt = _requests.Count;
                _requests.Add(request);
                _open.Add(client);
            }

            string? answer = _answer(attempt);
            if (answer is "")
                return;
            if (answer is not null)
                client.GetStream().Write(Encoding.ASCII.GetBytes(answer));
            client.Close();
        }

        private static string ReadRequest(NetworkStream stream)
        {
            var bytes = new List<byte>();
            var buffer = new byte[4096];
            while (true)
            {
                int read = stream.Read(buffer);
                bytes.AddRange(buffer.AsSpan(0, read));
                string text = Encoding.UTF8.GetString([.. bytes]);
                int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                int length = end < 0 ? 0 : int.Parse(text.Split("Content-Length: ")[1].Split('\r')[0], CultureInfo.InvariantCulture);
                if (read == 0 || (end >= 0 && text.Length >= end + 4 + length))
                    return text;
            }
        }
    }
}
