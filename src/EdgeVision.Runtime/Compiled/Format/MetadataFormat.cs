using System.Buffers.Binary;
using System.Text;
using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// A plan's metadata as bytes: numbers of 32 bits and texts, which are their length in bytes (−1 for an absent one) and as much UTF-8.
/// </summary>
internal static class MetadataFormat
{
    /// <summary>Twice what a labels file may have.</summary>
    public const int MaxBytes = 2 << 20;

    private const int MaxChannels = 4; // of a picture

    /// <exception cref="UnsupportedModelException">It is too large.</exception>
    public static byte[] Write(PlanMetadata metadata)
    {
        var to = new MemoryStream();
        WriteText(to, metadata.ModelName);
        WriteInt(to, (int)metadata.Macs);
        WriteInt(to, (int)(metadata.Macs >> 32));
        WriteInt(to, (int)metadata.Isa);
        WriteText(to, metadata.Preprocess);
        WriteText(to, metadata.Notice);
        WriteText(to, metadata.GoldenHash);
        WriteInt(to, (int)metadata.GoldenSeed);
        InputNormalization? normalization = metadata.Model.Inputs is [{ Normalization: { Mean.Count: <= MaxChannels } own }, ..] ? own : null;
        WriteFloats(to, normalization?.Mean ?? []);
        WriteFloats(to, normalization?.Std ?? []);
        WriteText(to, metadata.Model.LabelsSource);
        WriteInt(to, metadata.Model.Labels.Count);
        foreach (string label in metadata.Model.Labels)
            WriteText(to, label);
        return to.Length <= MaxBytes
            ? to.ToArray()
            : throw new UnsupportedModelException($"{metadata.ModelName}: {to.Length} bytes of labels and other texts are too many for a plan");
    }

    /// <exception cref="PlanFormatException">It is not metadata.</exception>
    public static PlanMetadata Read(ReadOnlySpan<byte> from)
    {
        var metadata = new PlanMetadata
        {
            ModelName = ReadText(ref from) ?? throw Bad("no name of a model"),
            Macs = (uint)ReadInt(ref from) | ((long)ReadInt(ref from) << 32),
            Isa = ReadIsa(ref from),
            Preprocess = ReadText(ref from),
            Notice = ReadText(ref from),
            GoldenHash = ReadText(ref from),
            GoldenSeed = (uint)ReadInt(ref from),
        };
        float[] mean = ReadFloats(ref from), std = ReadFloats(ref from);
        if (mean.Length != std.Length)
            throw Bad("means and standard deviations of another number");
        if (std.Contains(0f))
            throw Bad("a standard deviation of 0");
        string? source = ReadText(ref from);
        string[] labels = ReadLabels(ref from);
        if (!from.IsEmpty)
            throw Bad("more bytes than texts");
        InputMetadata input = mean.Length == 0 ? InputMetadata.Empty : new InputMetadata { Normalization = new InputNormalization(mean, std) };
        return metadata with { Model = new ModelMetadata { Inputs = [input], Labels = labels, LabelsSource = source } };
    }

    private static void WriteInt(MemoryStream to, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        to.Write(bytes);
    }

    private static void WriteFloats(MemoryStream to, IReadOnlyList<float> values)
    {
        WriteInt(to, values.Count);
        foreach (float value in values)
            WriteInt(to, BitConverter.SingleToInt32Bits(value));
    }

    private static void WriteText(MemoryStream to, string? text)
    {
        WriteInt(to, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
            to.Write(Encoding.UTF8.GetBytes(text));
    }

    private static int ReadInt(ref ReadOnlySpan<byte> from)
    {
        if (from.Length < sizeof(int))
            throw Bad("it ends too early");
        int value = BinaryPrimitives.ReadInt32LittleEndian(from);
        from = from[sizeof(int)..];
        return value;
    }

    private static Isa ReadIsa(ref ReadOnlySpan<byte> from)
    {
        int isa = ReadInt(ref from);
        return (uint)isa <= (uint)Isa.NeonDot ? (Isa)isa : throw Bad("an unknown instruction set");
    }

    private static float[] ReadFloats(ref ReadOnlySpan<byte> from)
    {
        int count = ReadInt(ref from);
        if ((uint)count > MaxChannels)
            throw Bad("too many channels");
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BitConverter.Int32BitsToSingle(ReadInt(ref from));
            if (!float.IsFinite(values[i]))
                throw Bad("a mean or standard deviation that is no number");
        }

        return values;
    }

    private static string[] ReadLabels(ref ReadOnlySpan<byte> from)
    {
        int count = ReadInt(ref from);
        if ((uint)count > (uint)(from.Length / sizeof(int)))
            throw Bad("too many labels");
        var labels = new string[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = ReadText(ref from) ?? throw Bad("no label");
            if (labels[i].AsSpan().ContainsAny('\r', '\n'))
                throw Bad("a label of two lines");
        }

        return labels;
    }

    private static string? ReadText(ref ReadOnlySpan<byte> from)
    {
        int length = ReadInt(ref from);
        if (length == -1)
            return null;
        if ((uint)length > (uint)from.Length)
            throw Bad("a text that is too long");
        string text = Encoding.UTF8.GetString(from[..length]);
        from = from[length..];
        return text;
    }

    private static PlanFormatException Bad(string what) => new($"its metadata is damaged: {what}");
}
