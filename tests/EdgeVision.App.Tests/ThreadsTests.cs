using System.Text.Json;
using EdgeVision.App.Machine;
using EdgeVision.Devices.Health;
using EdgeVision.Runtime;

namespace EdgeVision.App.Tests;

/// <summary>What <c>--threads</c> does.</summary>
public class ThreadsTests
{
    [Fact]
    public void Bench_measures_each_number_of_threads()
    {
        string text = Cli.Run("bench", Cli.SynthModel, "--threads", "1,3", "--runs", "2").Output;
        string[] reports = [.. text.Split('\n').Where(line => line.Contains("output equals", StringComparison.Ordinal))];
        Assert.Equal(2, reports.Length);
        Assert.Contains(", 1 thread, 2 runs; output equals the scalar reference (a94c126a119fdd76...)", reports[0], StringComparison.Ordinal);
        Assert.Contains(", 3 threads, 2 runs; output equals the scalar reference (a94c126a119fdd76...)", reports[1], StringComparison.Ordinal);
        Assert.Contains("arena 49,664 bytes", text, StringComparison.Ordinal);
        Assert.Contains("arena 81,920 bytes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_the_arena_for_the_number_of_threads()
    {
        JsonElement report = Cli.Run("inspect", Cli.SynthModel, "--threads", "3", "--json").Json;
        Assert.Equal(81_920, report.GetProperty("arena_bytes").GetInt32());
        Assert.Equal(3, report.GetProperty("threads").GetInt32());
        Assert.Contains("3 threads", Cli.Run("inspect", Cli.SynthModel, "--threads", "3").Output, StringComparison.Ordinal);
    }

    /// <summary>Whatever the machine has, every command takes it.</summary>
    [Fact]
    public void By_default_there_is_a_thread_for_each_core()
    {
        int cores = Math.Min(PhysicalCores.Count(SystemRoot.Current, Environment.ProcessorCount), PlanOptions.MaxThreads);
        Assert.Equal(cores, Cli.Run("inspect", Cli.SynthModel, "--json").Json.GetProperty("threads").GetInt32());
        Assert.Equal(cores, Cli.Run("bench", Cli.SynthModel, "--runs", "1", "--json").Json.GetProperty("threads").GetInt32());
        JsonElement classified = Cli.Run("classify", Cli.Photo("chelsea.png"), "--model", Cli.SynthModel, "--json").Json;
        Assert.Equal(cores, classified.GetProperty("threads").GetInt32());
    }

    [Fact]
    public void Classification_is_the_same_with_any_number_of_threads()
    {
        JsonElement one = Classify("1"), four = Classify("4");
        Assert.Equal(4, four.GetProperty("threads").GetInt32());
        Assert.Equal(81_920, four.GetProperty("arena_bytes").GetInt32());
        Assert.Equal(Top(one), Top(four));

        static JsonElement Classify(string threads) =>
            Cli.Run("classify", Cli.Photo("chelsea.png"), "--model", Cli.SynthModel, "--threads", threads, "--json").Json;

        static string Top(JsonElement report) => report.GetProperty("images")[0].GetProperty("top").GetRawText();
    }
}
