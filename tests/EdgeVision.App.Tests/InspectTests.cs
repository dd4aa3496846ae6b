using System.Text.Json;
using System.Xml.Linq;
using EdgeVision.App.Inspection;
using EdgeVision.Model;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public class InspectTests
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
}
