using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeVision.App.Doctor;
using EdgeVision.App.Run.Statistics;

namespace EdgeVision.App.Output;

/// <summary>Everything the program prints as JSON: snake_case names, one document a line or indented, no reflection.</summary>
[JsonSerializable(typeof(ClassifyReport))]
[JsonSerializable(typeof(EmbedReport))]
[JsonSerializable(typeof(SegmentReport))]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(EvalReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ModelsReport))]
[JsonSerializable(typeof(AvailableReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    private static readonly JsonOutput Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // photos have umlauts in their names; this is a terminal, not a page
    });

    private static readonly JsonOutput OneLine = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });

    /// <summary>Writes one document on a single line.</summary>
    public static void WriteLine<T>(TextWriter output, T report, Func<JsonOutput, JsonTypeInfo<T>> type) =>
        output.WriteLine(JsonSerializer.Serialize(report, type(OneLine)));

    /// <summary>Writes one document and a line end.</summary>
    public static void Write<T>(TextWriter output, T report, Func<JsonOutput, JsonTypeInfo<T>> type) =>
        output.WriteLine(JsonSerializer.Serialize(report, type(Readable)));
}
