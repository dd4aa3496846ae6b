using System.Globalization;
using System.Net;
using System.Text;

namespace EdgeVision.Quantize.Report;

/// <summary>Small charts as inline SVG.</summary>
internal static class SvgChart
{
    private const int Height = 260;
    private const int Top = 28;
    private const int Left = 46;
    private const int LongestLabel = 18;

    /// <summary>Ticks have two decimals; closer ones would have the same text, as when all values are equal.</summary>
    private const double SmallestStep = 0.1;

    /// <summary>One series of points joined by a line: a label and a value each.</summary>
    public sealed record Series(string Name, string Color, IReadOnlyList<double?> Values);

    /// <summary>Lines over named positions.</summary>
    public static string Lines(IReadOnlyList<string> labels, IReadOnlyList<Series> series, string unit, int width)
    {
        double[] values = [.. series.SelectMany(s => s.Values).OfType<double>()];
        if (values.Length == 0)
            return "";
        double step = NiceStep((values.Max() - values.Min()) / 4);
        double high = Math.Ceiling(values.Max() / step) * step, low = Math.Min(high - step, Math.Floor(values.Min() / step) * step);
        int bottom = Height - (labels.Max(label => label.Length) > 14 ? 96 : 44);
        var svg = Start(width, Height);
        for (double tick = low; tick <= high + (step / 2); tick += step)
        {
            double y = Y(tick);
            Append(svg,
                $"<line class='grid' x1='{Left}' x2='{width - 8}' y1='{y:F1}' y2='{y:F1}'/><text class='tick' x='{Left - 6}' y='{y + 4:F1}' text-anchor='end'>{tick:0.##}</text>");
        }

        Append(svg, $"<text class='tick' x='{Left - 6}' y='11' text-anchor='end'>{Encode(unit)}</text>");
        for (int i = 0; i < labels.Count; i++)
        {
            string rotated = bottom < Height - 44
                ? FormattableString.Invariant($" transform='rotate(-45 {X(i):F1} {bottom + 12})' text-anchor='end'")
                : " text-anchor='middle'";
            Append(svg,
                $"<text class='tick' x='{X(i):F1}' y='{bottom + 16}'{rotated}>{Encode(Shorten(labels[i]))}<title>{Encode(labels[i])}</title></text>");
        }

        foreach (Series one in series)
        {
            string points = string.Join(' ',
                one.Values.Select((v, i) => v is { } value
                    ? string.Create(CultureInfo.InvariantCulture, $"{X(i):F1},{Y(value):F1}")
                    : "").Where(p => p.Length > 0));
            Append(svg, $"<polyline fill='none' stroke='{one.Color}' stroke-width='2' points='{points}'/>");
            for (int i = 0; i < one.Values.Count; i++)
            {
                if (one.Values[i] is { } value)
                {
                    Append(svg,
                        $"<circle cx='{X(i):F1}' cy='{Y(value):F1}' r='3' fill='{one.Color}'><title>{Encode(labels[i])}: {value:F2} {Encode(one.Name)}</title></circle>");
                }
            }
        }

        return svg.Append("</svg>").ToString();

        double X(int i) => Left + 18 + (labels.Count == 1 ? 0 : i * (width - Left - 44.0) / (labels.Count - 1));
        double Y(double value) => bottom - ((value - low) / (high - low) * (bottom - Top));
    }

    /// <summary>A histogram with a logarithmic height, and marks at the ends of the range that int8 covers.</summary>
    public static string Histogram(Bars bars, (double Min, double Max)? range, int width)
    {
        const int BarHeight = 120, Decades = 6;
        var svg = Start(width, BarHeight + 22);
        double barWidth = (width - 4.0) / bars.Shares.Count;
        for (int i = 0; i < bars.Shares.Count; i++)
        {
            double height = bars.Shares[i] <= 0 ? 0 : Math.Max(0, (Math.Log10(bars.Shares[i]) + Decades) / Decades * BarHeight);
            Append(svg,
                $"<rect class='bar' x='{2 + (i * barWidth):F1}' y='{BarHeight - height:F1}' width='{Math.Max(0.5, barWidth - 1):F1}' height='{height:F1}'/>");
        }

        if (range is var (min, max) && bars.Max > bars.Min)
        {
            foreach (double end in (ReadOnlySpan<double>)[min, max])
            {
                double x = Math.Clamp(2 + ((end - bars.Min) / (bars.Max - bars.Min) * (width - 4)), 2, width - 2);
                Append(svg, $"<line class='mark' x1='{x:F1}' x2='{x:F1}' y1='0' y2='{BarHeight}'/>");
            }
        }

        Append(svg,
            $"<text class='tick' x='2' y='{BarHeight + 16}'>{bars.Min:0.##}</text><text class='tick' x='{width - 2}' y='{BarHeight + 16}' text-anchor='end'>{bars.Max:0.##}</text>");
        return svg.Append("</svg>").ToString();
    }

    private static StringBuilder Start(int width, int height) =>
        new($"<svg viewBox='0 0 {width} {height}' width='{width}' height='{height}' role='img' xmlns='http://www.w3.org/2000/svg'>");

    private static void Append(StringBuilder svg, FormattableString text) =>
        svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Shorten(string label) => label.Length <= LongestLabel
        ? label
        : string.Concat("…", label.AsSpan(label.Length - LongestLabel));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static double NiceStep(double rough)
    {
        rough = Math.Max(rough, SmallestStep);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough))), share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }
}
