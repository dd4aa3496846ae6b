using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model.Tests;

/// <summary>Metadata written table by table.</summary>
internal sealed class RawMetadata
{
    public int Channels { get; init; } = 1;

    public int InputCount { get; init; } = 1;

    public float[] Mean { get; init; } = [1];

    public float[] Std { get; init; } = [1];

    public byte UnitType { get; init; } = 1;

    public byte ContentType { get; init; } = 2;

    public byte Color { get; init; } = 1;

    public (string Name, byte Type, string? Locale)[] Files { get; init; } = [];

    /// <summary>A model with this metadata.</summary>
    public byte[] WriteModel()
    {
        var raw = new RawModel { Shape = [Channels], Data = new byte[4 * Channels] };
        raw.Metadata.Add(("TFLITE_METADATA", Write()));
        return raw.Write();
    }

    /// <summary>Parses a model with this metadata and other bytes behind it.</summary>
    public TfliteModel Parse(params byte[] behind) => TfliteModel.Parse((byte[])[.. WriteModel(), .. behind], "raw");

    public string ParseError(params byte[] behind) => Assert.Throws<ModelFormatException>(() => Parse(behind)).Message;

    private byte[] Write()
    {
        var b = new FlatBufferBuilder(16);
        int[] inputs = new int[InputCount];
        Array.Fill(inputs, WriteInput(b));
        int inputVector = b.Objects(inputs);
        int fileVector = b.Objects([.. Files.Select(f => WriteFile(b, f))]);
        b.StartTable(7);
        b.Object(6, fileVector);
        int outputVector = b.Objects([b.EndTable()]);
        b.StartTable(4);
        b.Object(2, inputVector);
        b.Object(3, outputVector);
        int subgraphs = b.Objects([b.EndTable()]);
        b.StartTable(4);
        b.Object(3, subgraphs);
        return b.Finish(b.EndTable(), "M001"u8);
    }

    private int WriteInput(FlatBufferBuilder b)
    {
        int mean = b.Scalars<float>(Mean);
        int std = b.Scalars<float>(Std);
        b.StartTable(2);
        b.Object(0, mean);
        b.Object(1, std);
        int normalization = b.EndTable();
        b.StartTable(2);
        b.Field(0, UnitType);
        b.Object(1, normalization);
        int units = b.Objects([b.EndTable()]);
        b.StartTable(1);
        b.Field(0, Color);
        int image = b.EndTable();
        b.StartTable(2);
        b.Field(0, ContentType);
        b.Object(1, image);
        int content = b.EndTable();
        int name = b.String("image");
        b.StartTable(5);
        b.Object(0, name);
        b.Object(3, content);
        b.Object(4, units);
        return b.EndTable();
    }

    private static int WriteFile(FlatBufferBuilder b, (string Name, byte Type, string? Locale) file)
    {
        int name = b.String(file.Name);
        int locale = file.Locale is null ? 0 : b.String(file.Locale);
        b.StartTable(4);
        b.Object(0, name);
        b.Field(2, file.Type);
        b.Object(3, locale);
        return b.EndTable();
    }
}
