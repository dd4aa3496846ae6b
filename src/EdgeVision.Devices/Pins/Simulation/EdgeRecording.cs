using System.Text.Json;

namespace EdgeVision.Devices.Pins.Simulation;

/// <summary>Writes recorded edges for people and programs.</summary>
public static class EdgeRecording
{
    /// <summary>Writes a line <c>nanoseconds,pin,level</c>, then one line for each edge: <c>1200000,17,high</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="edges">The edges, in the order in which they are written.</param>
    public static void WriteCsv(TextWriter writer, IReadOnlyList<PinEdge> edges)
    {
        writer.Write("nanoseconds,pin,level\n");
        foreach (PinEdge edge in edges)
            writer.Write($"{edge.Nanoseconds},{edge.Number},{LevelName(edge.Level)}\n");
    }

    /// <summary>Writes an array of objects: <c>{"nanoseconds":1200000,"pin":17,"level":"high"}</c>.</summary>
    /// <param name="stream">Where to; UTF-8.</param>
    /// <param name="edges">The edges, in the order in which they are written.</param>
    public static void WriteJson(Stream stream, IReadOnlyList<PinEdge> edges)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartArray();
        foreach (PinEdge edge in edges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("nanoseconds", edge.Nanoseconds);
            writer.WriteNumber("pin", edge.Number);
            writer.WriteString("level", LevelName(edge.Level));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string LevelName(PinLevel level) => level == PinLevel.High ? "high" : "low";
}
