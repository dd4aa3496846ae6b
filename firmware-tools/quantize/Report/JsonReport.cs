using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeVision.Quantize.Report;

/// <summary>The report for programs: snake_case names, indented.</summary>
[JsonSerializable(typeof(QuantizeReport))]
internal sealed partial class JsonReport : JsonSerializerContext
{
    private static readonly JsonReport Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Format(QuantizeReport report) => JsonSerializer.Serialize(report, Readable.QuantizeReport) + "\n";
}
