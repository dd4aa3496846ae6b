using System.Text.Json;
using EdgeVision.App.Output;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>A report on disk.</summary>
internal static class MeasurementFile
{
    private const int MostBytes = 1 << 20;
    private static readonly JsonDocumentOptions Unique = new() { AllowDuplicateProperties = false };

    /// <summary>Makes sure, before minutes are spent, that a report can be written there and replaces nothing.</summary>
    /// <exception cref="BadInputException">There is a file already.</exception>
    public static void RequireNew(string path)
    {
        if (File.Exists(path))
            throw new BadInputException($"{path}: there is a file already; choose another name, so that no measurement is lost");
        if (Directory.Exists(path))
            throw new BadInputException($"{path} is a folder; give the name of a new file");
        File.WriteAllBytes(path, []);
        File.Delete(path);
    }

    public static void Write(string path, MeasurementReport report) =>
        OutputFile.Write(path, JsonSerializer.Serialize(report, MeasurementJson.Strict.MeasurementReport) + "\n");

    /// <summary>Reads a report that nobody has changed.</summary>
    /// <exception cref="BadInputException">It is no report of this version, its checksum is wrong, or its verdict does not follow from its
    /// figures.</exception>
    public static MeasurementReport Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(InputFile.Read(path, MostBytes, "a report"), Unique);
            JsonElement root = document.RootElement;
            RequireVersion(path, root);
            RequireNoGaps(root);
            MeasurementReport report = root.Deserialize(MeasurementJson.Strict.MeasurementReport)!;
            if (report.Measurement.Minutes.Count == 0)
                throw new JsonException("it has no minutes");
            if (report.Checksum != CanonicalJson.Sha256(root, MeasurementJson.ChecksumName))
                throw new BadInputException($"{path}: the checksum is wrong: it was changed after it was written; send the file as it was");
            if (!report.IsConsistent())
                throw new BadInputException($"{path}: its verdict does not follow from its figures; send the file as 'edgevision bench --report' wrote it");
            return report;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new BadInputException($"{path}: this is not a report of 'edgevision bench --report': {failure.Message}");
        }
    }

    /// <summary>Types say of members, but not of lists, that they hold no null.</summary>
    private static void RequireNoGaps(JsonElement root)
    {
        if (CanonicalJson.Nulls(root).FirstOrDefault(path => char.IsAsciiDigit(path[^1])) is { } gap)
            throw new JsonException($"{gap} is null");
    }

    private static void RequireVersion(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out JsonElement schema) || !schema.TryGetInt32(out int version))
            throw new JsonException("it has no schema version");
        if (version != MeasurementReport.CurrentSchema)
            throw new BadInputException($"{path}: schema {version}, but this program knows {MeasurementReport.CurrentSchema} only; use the program that wrote it");
    }
}
