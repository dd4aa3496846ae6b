using System.Text.Json;
using System.Xml.Linq;
using EdgeVision.App.Inspection;
using EdgeVision.App.Machine;
using EdgeVision.Devices.Health;
using EdgeVision.Model;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public class InspectAndBenchTests
{
    [Fact]
    public void Text_shows_operators_kernels_and_the_arena()
    {
        string text = Cli.Run("inspect", Cli.SynthModel, "--threads", "1").Output;
        Assert.Contains("13,570,304 MACs, 467,593 parameters", text, StringComparison.Ordinal);
        Assert.Contains("30 SOFTMAX", text, StringComparison.Ordinal);
        Assert.Contains("pointwise_s8", text, StringComparison.Ordinal);
        Assert.Contains("arena 49664 bytes (lower bound 49664), ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_is_that_of_the_paper()
    {
        string[] lines = Cli.Run("inspect", Cli.SynthModel, "--table").Output.Split('\n');
        Assert.Equal(["conv", "s2", "3x3x3x8", "128x128x3", "884,736", "224"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["conv", "dw", "s1", "3x3x8", "dw", "64x64x8", "294,912", "80"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["conv", "s1", "1x1x8x16", "64x64x8", "524,288", "144"], lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Svg_draws_every_block()
    {
        using var folder = new TempFolder();
        Cli.Run("inspect", Cli.SynthModel, "--svg", folder["arena.svg"]);
        XDocument svg = XDocument.Load(folder["arena.svg"]);
        Assert.Equal(31, svg.Descendants().Count(e => e.Name.LocalName == "title"));
    }

    [Fact]
    public void Json_agrees_with_the_plan()
    {
        JsonElement report = Cli.Run("inspect", Cli.SynthModel, "--threads", "1", "--json").Json;
        var plan = ExecutionPlan.Create(TfliteModel.Load(Path.Combine(Cli.SynthModel, "model.tflite")));
        Assert.Equal(plan.Arena.TotalBytes, report.GetProperty("arena_bytes").GetInt32());
        Assert.Equal(plan.Macs, report.GetProperty("macs").GetInt64());
        Assert.Equal(31, report.GetProperty("operators").GetArrayLength());
        Assert.Equal("renames", report.GetProperty("operators")[29].GetProperty("kernel").GetString());
    }

    [SharedFact]
    public void The_table_counts_the_work_that_the_plan_counts()
    {
        foreach (string file in Directory.GetFiles(SharedMaterial.PathOf("models", "tflite"), "mobilenet*.tflite"))
        {
            TfliteModel model = TfliteModel.Load(file);
            Assert.Equal(ExecutionPlan.Create(model).Macs, LayerTable.Create(model).Sum(row => row.Macs));
        }
    }

    [SharedTheory]
    [InlineData("ssd_mobilenet_v1_coco_quant.tflite", "TFLite_Detection_PostProcess")]
    [InlineData("posenet_mobilenet_v1_075_353_481_16_quant_decoder.tflite", "PosenetDecoderOp")]
    public void A_model_that_cannot_run_is_shown_with_the_reason(string file, string op)
    {
        Cli run = Cli.Run("inspect", SharedMaterial.PathOf("models", "tflite", file));
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        string reason = Assert.Single(run.Output.Split('\n'), line => line.StartsWith("not runnable", StringComparison.Ordinal));
        Assert.Contains(op, reason, StringComparison.Ordinal);
        Assert.Contains("CONV_2D", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_verifies_and_reports()
    {
        JsonElement report = Cli.Run("bench", Cli.SynthModel, "--threads", "1", "--runs", "3", "--json", "--per-op").Json;
        Assert.Equal("a94c126a119fdd769c1343cdef3d19c9997bfd6705161a4c4a525b8e54b82da8", report.GetProperty("output_sha256").GetString());
        Assert.Equal(49664, report.GetProperty("arena_bytes").GetInt32());
        Assert.InRange(report.GetProperty("min_ms").GetDouble(), double.Epsilon, report.GetProperty("median_ms").GetDouble());
        Assert.False(string.IsNullOrEmpty(report.GetProperty("isa").GetString()));
        Assert.Equal(28, report.GetProperty("per_op").GetArrayLength()); // 31 operators, one of which renames, and a chain of three
    }

    [Fact]
    public void Bench_prints_a_line_per_step()
    {
        string text = Cli.Run("bench", Cli.SynthModel, "--runs", "2", "--per-op").Output;
        Assert.Contains("output equals the scalar reference", text, StringComparison.Ordinal);
        Assert.Equal(13, text.Split('\n').Count(line => line.Contains("DEPTHWISE_CONV_2D", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bench_measures_each_number_of_threads()
    {
        string[] reports = Cli.Run("bench", Cli.SynthModel, "--threads", "1,3", "--runs", "2").Output.Split('\n');
        Assert.Contains(", 1 thread, 2 runs; output equals the scalar reference (a94c126a119fdd76...)", reports[0], StringComparison.Ordinal);
        Assert.StartsWith("arena 49,664 bytes", reports[2], StringComparison.Ordinal);
        Assert.Contains(", 3 threads, 2 runs; output equals the scalar reference (a94c126a119fdd76...)", reports[3], StringComparison.Ordinal);
        Assert.StartsWith("arena 81,920 bytes", reports[5], StringComparison.Ordinal);
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
