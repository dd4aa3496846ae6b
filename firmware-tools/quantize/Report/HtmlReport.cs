using System.Globalization;
using System.Net;
using System.Text;

namespace EdgeVision.Quantize.Report;

/// <summary>The report for people: one page without anything from elsewhere.</summary>
internal static class HtmlReport
{
    private const string Blue = "#2563eb";
    private const string Orange = "#ea580c";
    private const string Grey = "#94a3b8";
    private const int Wide = 1040;
    private const int Half = 510;

    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;color:#0f172a;background:#f8fafc;margin:0}
        main{max-width:1080px;margin:0 auto;padding:28px 20px}
        h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:34px 0 10px}h3{font-size:14px;margin:0 0 6px;font-weight:600;overflow-wrap:anywhere}
        p{margin:4px 0}.quiet{color:#64748b}
        .cards{display:flex;flex-wrap:wrap;gap:12px;margin:18px 0}
        .card{background:#fff;border:1px solid #e2e8f0;border-radius:10px;padding:12px 18px;flex:1 1 150px}
        .card b{display:block;font-size:24px}.good b{color:#15803d}.bad b{color:#b91c1c}
        .panel{background:#fff;border:1px solid #e2e8f0;border-radius:10px;padding:14px}
        .grid2{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
        table{margin-top:12px;border-collapse:collapse;width:100%;background:#fff;font-variant-numeric:tabular-nums}
        th,td{padding:5px 10px;border-bottom:1px solid #e2e8f0;text-align:right}th:first-child,td:first-child{text-align:left}
        th{font-weight:600;color:#475569}tr.chosen{background:#eff6ff;font-weight:600}
        svg{max-width:100%;height:auto}.tick{font-size:11px;fill:#64748b}.grid{stroke:#e2e8f0}.bar{fill:#60a5fa}.mark{stroke:#ea580c;stroke-width:2}
        .key span{display:inline-block;width:12px;height:12px;border-radius:3px;margin:0 5px 0 14px;vertical-align:-1px}
        """;

    public static string Format(QuantizeReport report)
    {
        var page = new StringBuilder();
        Append(page,
            $"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{report.Model} int8</title><style>{new Raw(Style)}</style></head><body><main>");
        Append(page,
            $"<h1>{report.Model}, quantized to int8</h1><p class='quiet'>from {report.Source}; preprocessing {report.Preprocess}</p>");
        Cards(page, report);
        Append(page, $"<p><b>Recipe:</b> {report.Recipe} — {report.Reason}.</p>");
        Append(page,
            $"<p class='quiet'>{report.CalibrationSamples} calibration samples, {report.ValidationSamples} validation samples. {report.ValidationRemark}</p>");
        Rungs(page, report);
        Layers(page, report);
        Worst(page, report);
        Changes(page, report);
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Cards(StringBuilder page, QuantizeReport report)
    {
        RungReport chosen = report.Rungs.First(rung => rung.Chosen);
        page.Append("<div class='cards'>");
        if (report.FloatAccuracy is { } accuracy)
        {
            Append(page,
                $"<div class='card'>float top-1<b>{accuracy:F2} %</b></div><div class='card'>int8 top-1<b>{chosen.Accuracy:F2} %</b></div>");
        }

        if (chosen.Loss is { } loss)
            Append(page, $"<div class='card {Judge(report.BudgetMet)}'>points lost<b>{loss:F2}</b></div>");
        if (chosen.Agreement is { } agreement)
        {
            Append(page,
                $"<div class='card'>same answer as float<b>{agreement:F2} %</b></div><div class='card'>logits<b>{chosen.LogitsSqnr:F1} dB</b></div>");
        }

        Append(page,
            $"<div class='card'>size<b>{report.Int8Bytes / 1024.0:F0} KiB</b><span class='quiet'>float {report.FloatBytes / 1024.0:F0} KiB</span></div>");
        Append(page, $"<div class='card'>arena<b>{report.ArenaBytes / 1024.0:F0} KiB</b></div></div>");
    }

    private static string Judge(bool? met) => met switch { true => "good", false => "bad", null => "" };

    private static void Rungs(StringBuilder page, QuantizeReport report)
    {
        page.Append("<h2>The ladder, as deployed</h2>");
        string[] names = [.. report.Rungs.Select(rung => rung.Name)];
        var series = new List<SvgChart.Series>();
        if (report.FloatAccuracy is { } accuracy)
        {
            series.Add(new("% float top-1", Grey, [.. report.Rungs.Select(_ => (double?)accuracy)]));
            series.Add(new("% int8 top-1", Blue, [.. report.Rungs.Select(rung => rung.Accuracy)]));
        }

        series.Add(new("% same answer as float", Orange, [.. report.Rungs.Select(rung => rung.Agreement)]));
        if (report.Rungs.Any(rung => rung.Agreement is not null))
        {
            page.Append("<div class='panel'><p class='key quiet'>");
            foreach (SvgChart.Series one in series)
                Append(page, $"<span style='background:{one.Color}'></span>{one.Name}");
            page.Append("</p>").Append(SvgChart.Lines(names, series, "%", Wide)).Append("</div>");
        }

        page.Append("<table><tr><th>rung</th><th>top-1 %</th><th>points lost</th><th>agreement %</th><th>logits dB</th><th>seconds</th></tr>");
        foreach (RungReport rung in report.Rungs)
        {
            Append(page,
                $"<tr class='{(rung.Chosen ? "chosen" : "")}'><td>{rung.Name}</td><td>{rung.Accuracy:F2}</td><td>{rung.Loss:F2}</td><td>{rung.Agreement:F2}</td><td>{rung.LogitsSqnr:F1}</td><td>{rung.Seconds:F1}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void Layers(StringBuilder page, QuantizeReport report)
    {
        if (report.Layers.Count == 0)
            return;
        page.Append("<h2>Signal to quantization noise, layer by layer</h2><div class='panel'><p class='key quiet'>");
        Append(page,
            $"<span style='background:{Grey}'></span>first rung<span style='background:{Blue}'></span>chosen (decibels, higher is better)</p>");
        SvgChart.Series[] series =
        [
            new("dB, first rung", Grey, [.. report.Rungs[0].LayerSqnr.Select(value => (double?)value)]),
            new("dB, chosen", Blue, [.. report.Layers.Select(layer => (double?)layer.Sqnr)]),
        ];
        page.Append(SvgChart.Lines([.. report.Layers.Select(layer => layer.Name)], series, "dB", Wide)).Append("</div>");
    }

    private static void Worst(StringBuilder page, QuantizeReport report)
    {
        if (report.Worst.Count == 0)
            return;
        page.Append("<h2>The layers that lose most</h2><p class='quiet'>Logarithmic heights, six decades. Orange: the ends of the int8 range (of the equalized value).</p><div class='grid2'>");
        foreach (WorstLayer layer in report.Worst)
        {
            Append(page,
                $"<div class='panel'><h3>{layer.Name}, {layer.Sqnr:F1} dB: activations of the float model</h3>{new Raw(SvgChart.Histogram(layer.Activations, (layer.RangeMin, layer.RangeMax), Half))}</div>");
            if (layer.Weights is { } weights)
            {
                Append(page,
                    $"<div class='panel'><h3>{layer.Name}: int8 weights</h3>{new Raw(SvgChart.Histogram(weights, null, Half))}</div>");
            }
        }

        page.Append("</div>");
    }

    private static void Changes(StringBuilder page, QuantizeReport report)
    {
        if (report.ValidationSamples == 0)
            return;
        page.Append("<h2>Answers that changed</h2>");
        if (report.Changes.Count == 0)
        {
            page.Append("<p>None.</p>");
            return;
        }

        page.Append("<table><tr><th>float said</th><th style='text-align:left'>int8 says</th><th>samples</th><th>now right</th><th>now wrong</th></tr>");
        foreach (ConfusionChange change in report.Changes)
        {
            Append(page,
                $"<tr><td>{change.From}</td><td style='text-align:left'>{change.To}</td><td>{change.Count}</td><td>{change.Fixed}</td><td>{change.Broken}</td></tr>");
        }

        page.Append("</table>");
    }

    // Everything that is not marked as markup is encoded: names come from files.
    private static void Append(StringBuilder page, FormattableString text)
    {
        object?[] arguments = text.GetArguments();
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = arguments[i] is string s ? WebUtility.HtmlEncode(s) : arguments[i];
        page.AppendFormat(CultureInfo.InvariantCulture, text.Format, arguments).Append('\n');
    }

    private sealed record Raw(string Markup)
    {
        public override string ToString() => Markup;
    }
}
