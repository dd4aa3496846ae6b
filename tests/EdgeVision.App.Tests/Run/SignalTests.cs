using System.Diagnostics;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Run;

/// <summary>The program as the service manager sees it: a child process and signals.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("HUP")] // the terminal is closed, or the ssh connection breaks
    public async Task A_signal_makes_pins_safe_and_ends_with_success(string signal)
    {
        using Process process = Start();
        string line = await ReadUntil(process, "\"level\":\"high\"");
        Assert.Contains("\"pin\":17", line, StringComparison.Ordinal);
        await Kill(process, signal);
        await ReadUntil(process, "\"level\":\"low\"");
        await ReadUntil(process, "\"event\":\"stopped\"");
        using var limit = new CancellationTokenSource(TestRun.Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync(limit.Token));
    }

    [Fact]
    public async Task A_second_signal_does_not_wait()
    {
        // The end waits two seconds for the webhook, which nobody answers; the second signal comes while it does.
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        string url = $"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/";
        using Process process = Start(RulesText.BrightLamp.Replace(
            "{ \"output\": \"lamp\", \"do\": \"on\" }", $$"""{ "output": "lamp", "do": "on" }, { "do": "webhook", "url": "{{url}}", "timeout": "1m" }""", StringComparison.Ordinal));
        await ReadUntil(process, "\"level\":\"high\"");
        await Kill(process, "TERM");
        await ReadUntil(process, "\"event\":\"stopped\"");
        await Kill(process, "TERM");
        using var limit = new CancellationTokenSource(TestRun.Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode is 130 or 0, $"exit code {process.ExitCode}"); // 0 only if this machine was so slow that the two seconds were over
    }

    [Fact]
    public async Task Nobody_needs_to_read_what_is_printed()
    {
        string[] line = Line(RulesText.BrightLamp);
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >&-", "sh", .. line, "--frames", "5"])
        {
            RedirectStandardError = true,
            WorkingDirectory = _folder.Root,
        })!;
        using var limit = new CancellationTokenSource(TestRun.Patience);
        Assert.Equal("", await process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task Kill(Process process, string signal)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task<string> ReadUntil(Process process, string text)
    {
        using var limit = new CancellationTokenSource(TestRun.Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"the program ended before it said {text}: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    private Process Start(string brightRules = RulesText.BrightLamp)
    {
        // Where a shell started the tests in its background, signals are ignored, and so they would be here.
        return Process.Start(new ProcessStartInfo("env", ["--default-signal=INT,QUIT,HUP", .. Line(brightRules)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Root,
        })!;
    }

    private string[] Line(string brightRules) =>
    [
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", typeof(Program).Assembly.Location,
        "run", "--camera", "synthetic", "--board", "host", "--model", _folder.Write("brightness.tflite", BrightnessModel.ToTflite()),
        "--rules", _folder.Write("rules.json", brightRules.Replace("\"bright\"", "\"dark\"", StringComparison.Ordinal)),
    ];
}
