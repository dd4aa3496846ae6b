using System.Diagnostics;
using System.Text.Json;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

/// <summary>Runs command lines in this process and keeps what they print.</summary>
internal sealed record Cli(int ExitCode, string Output, string Error)
{
    public static string SynthModel { get; } = Repository.PathOf("weights-int8", "synth_mobilenet_v1_0.25_128_int8");

    public static string Photo(string name) => Repository.PathOf("boards", "host", "photos", name);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Cli Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = Program.Run(args, output, error);
        return new Cli(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line in a process of its own, for what is read from the environment.</summary>
    public static async Task<Cli> ProcessAsync(Dictionary<string, string> environment, params string[] args)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(Program).Assembly.Location, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Cli(process.ExitCode, await output, await error);
    }

    /// <summary>Checks that a command failed with this code and one line that contains all <paramref name="parts"/>.</summary>
    public void AssertFails(int code, params string[] parts)
    {
        Assert.Equal(code, ExitCode);
        string line = Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("edgevision: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }
}
