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

    /// <summary>Checks that a command failed with this code and one line that contains all <paramref name="parts"/>.</summary>
    public void AssertFails(int code, params string[] parts)
    {
        Assert.Equal(code, ExitCode);
        string line = Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("edgevision: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }
}
