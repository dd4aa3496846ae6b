using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>The file that <c>bench --report</c> writes; its schema is <c>docs/measurements/measurement.schema.json</c>.</summary>
/// <param name="Schema">Version of this format.</param>
/// <param name="Measurement">What was measured.</param>
/// <param name="Full">Whether it took the full time.</param>
/// <param name="Verdict">Whether it counts; follows from the measurement.</param>
/// <param name="Unknown">Where the measurement has <see langword="null"/>, because the machine does not tell.</param>
/// <param name="Checksum">SHA-256 of everything else in its canonical form (<see cref="CanonicalJson"/>): a mark against accidental
/// changes, not a signature.</param>
internal sealed record MeasurementReport(
    int Schema, Measurement Measurement, bool Full, Verdict Verdict, IReadOnlyList<string> Unknown, string Checksum)
{
    /// <summary>The only version there is.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The report of a measurement, complete with verdict and checksum.</summary>
    public static MeasurementReport Of(Measurement measured)
    {
        JsonElement figures = JsonSerializer.SerializeToElement(measured, MeasurementJson.Strict.Measurement);
        var report = new MeasurementReport(CurrentSchema, measured, measured.TotalSeconds() >= Verdict.FullSeconds, Verdict.Of(measured),
            [.. CanonicalJson.Nulls(figures)], "");
        JsonElement document = JsonSerializer.SerializeToElement(report, MeasurementJson.Strict.MeasurementReport);
        return report with { Checksum = CanonicalJson.Sha256(document, MeasurementJson.ChecksumName) };
    }

    /// <summary>Whether full, verdict and list of unknown values are those that follow from the measurement.</summary>
    public bool IsConsistent()
    {
        MeasurementReport right = Of(Measurement);
        return Full == right.Full && Verdict.Valid == right.Verdict.Valid && Verdict.Reasons.SequenceEqual(right.Verdict.Reasons)
            && Unknown.SequenceEqual(right.Unknown);
    }
}

/// <summary>Reads and writes reports; nothing may be missing, nothing unknown may be there.</summary>
[JsonSerializable(typeof(MeasurementReport))]
internal sealed partial class MeasurementJson : JsonSerializerContext
{
    /// <summary>How <see cref="MeasurementReport.Checksum"/> is called in the file.</summary>
    public const string ChecksumName = "checksum";

    public static MeasurementJson Strict { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // people read it
    });
}
