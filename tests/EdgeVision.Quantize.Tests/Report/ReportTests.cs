using System.Text.Json;
using EdgeVision.Quantize.Report;

namespace EdgeVision.Quantize.Tests.Report;

public class ReportTests
{
    private static readonly QuantizeReport Sample = new(
        "net <b>", "test", "crop=1", 80, 20, "a remark", 83.5, "per-channel + equalize", "the first within 0.5 points", true, 40960, 10240, 5120, 12.5,
        [
            new RungReport("per-channel", 80, 91, 3.5, 15.25, 0.1, Chosen: false, [20, 15.25]),
            new RungReport("equalize", 83, 97, 0.5, 22, 1.5, Chosen: true, [30, 22]),
        ],
        [new LayerReport("conv & relu", "Conv", 30, 0, 6), new LayerReport("logits", "Dense", 22, -8, 20)],
        [new WorstLayer("logits", 22, new Bars(-128, 127, [0.5, 0, 0.5]), new Bars(-8, 22, [0.25, 0.75]), -8, 20)],
        [new ConfusionChange("cat", "dog's", 2, 0, 1)]);

    [Fact]
    public void Json_has_the_figures_under_snake_case_names()
    {
        using JsonDocument json = JsonDocument.Parse(JsonReport.Format(Sample));
        JsonElement rung = json.RootElement.GetProperty("rungs")[1];
        Assert.Equal(83, rung.GetProperty("accuracy").GetDouble());
        Assert.True(rung.GetProperty("chosen").GetBoolean());
        Assert.Equal(10240, json.RootElement.GetProperty("int8_bytes").GetInt64());
        Assert.Equal(-8, json.RootElement.GetProperty("layers")[1].GetProperty("range_min").GetDouble());
        Assert.Equal("dog's", json.RootElement.GetProperty("changes")[0].GetProperty("to").GetString());
    }

    [Fact]
    public void Page_shows_everything_and_needs_nothing_from_elsewhere()
    {
        string page = HtmlReport.Format(Sample);
        Assert.Contains("net &lt;b&gt;, quantized to int8", page, StringComparison.Ordinal);
        Assert.DoesNotContain("net <b>", page, StringComparison.Ordinal);
        Assert.Contains("<b>83.00 %</b>", page, StringComparison.Ordinal);
        Assert.Contains("class='card good'>points lost<b>0.50</b>", page, StringComparison.Ordinal);
        Assert.Contains("<tr class='chosen'><td>equalize</td><td>83.00</td><td>0.50</td><td>97.00</td><td>22.0</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>cat</td><td style='text-align:left'>dog&#39;s</td><td>2</td><td>0</td><td>1</td>", page, StringComparison.Ordinal);
        Assert.Equal(4, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_without_validation_has_no_accuracy()
    {
        QuantizeReport bare = Sample with
        {
            ValidationSamples = 0,
            FloatAccuracy = null,
            BudgetMet = null,
            Rungs = [new RungReport("per-channel", null, null, null, null, 0.1, Chosen: true, [])],
            Layers = [],
            Worst = [],
            Changes = [],
        };
        string page = HtmlReport.Format(bare);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("top-1<b>", page, StringComparison.Ordinal);
        Assert.Contains("<td>per-channel</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Ticks_differ_although_all_values_are_equal()
    {
        string svg = SvgChart.Lines(["a", "b"], [new SvgChart.Series("%", "red", [100, 100])], "%", 500);
        string[] ticks = [.. System.Text.RegularExpressions.Regex.Matches(svg, @"text-anchor='end'>([\d.]+)</text>").Select(match => match.Groups[1].Value)];
        Assert.Equal(["99.9", "100"], ticks);
    }

    [Fact]
    public void Points_of_a_line_are_where_their_values_are()
    {
        string svg = SvgChart.Lines(["a", "b", "c"], [new SvgChart.Series("%", "red", [0, null, 10])], "%", 500);
        Assert.Contains("points='64.0,216.0 474.0,28.0'", svg, StringComparison.Ordinal);
        Assert.Equal(2, svg.Split("<circle").Length - 1);
    }
}
