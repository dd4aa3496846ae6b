using System.Text;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>Texts that are attached to groups and datasets.</summary>
internal static class AttributeReader
{
    public static IReadOnlyList<string>? Texts(SourceFile file, List<(MessageType Type, Hdf5Block Body)> messages, string attribute)
    {
        foreach ((MessageType type, Hdf5Block body) in messages)
        {
            if (type == MessageType.AttributeInfo)
                RequireCompact(body);
            else if (type == MessageType.Attribute && TryRead(file, body, attribute) is { } texts)
                return texts;
        }

        return null;
    }

    private static void RequireCompact(Hdf5Block body)
    {
        body.Skip(1);
        int flags = body.Byte();
        body.Skip((flags & 1) != 0 ? 2 : 0);
        if (body.UInt64() != Hdf5Block.Undefined)
            throw body.Error("densely stored attributes are not supported; save the file with h5py's default settings");
    }

    /// <summary>The texts, or <see langword="null"/> where the attribute has another name.</summary>
    private static string[]? TryRead(SourceFile file, Hdf5Block body, string wanted)
    {
        int version = body.Byte();
        int flags = body.Byte();
        if (version is < 1 or > 3 || (version > 1 && flags != 0))
            throw body.Error($"an attribute of version {version} with flags {flags} is not supported; save the file again with h5py");
        int nameSize = body.UInt16();
        int typeSize = body.UInt16();
        int spaceSize = body.UInt16();
        body.Skip(version == 3 ? 1 : 0);
        string name = Encoding.UTF8.GetString(Trimmed(body.Bytes(Padded(nameSize)).Span));
        if (name != wanted)
            return null;
        Hdf5Block typeBlock = body.Take(Padded(typeSize));
        Hdf5Datatype type = Hdf5Datatype.Read(ref typeBlock);
        int[] shape = Dataspace.Read(body.Take(Padded(spaceSize)));
        if (type.Text == TextKind.None)
            throw file.Error($"attribute '{wanted}' is not a text; the file is damaged");
        // An empty list of names is a dimension of 0.
        long count = Array.IndexOf(shape, -1) >= 0 ? 0 : Shapes.ElementCount(shape);
        if (count < 0 || count * type.Size > body.Remaining)
            throw body.Error($"attribute '{wanted}' is larger than its message; the file is damaged");
        return ReadTexts(file, body, type, (int)count);

        int Padded(int size) => version == 1 ? (size + 7) & ~7 : size;
    }

    private static string[] ReadTexts(SourceFile file, Hdf5Block body, Hdf5Datatype type, int count)
    {
        var texts = new string[count];
        long left = file.Bytes.Length;
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> text = type.Text == TextKind.Fixed ? body.Bytes(type.Size) : GlobalHeap.Read(file, ref body);
            left -= text.Length;
            if (left < 0)
                throw body.Error("an attribute names the same texts again and again; the file is damaged");
            texts[i] = Encoding.UTF8.GetString(Trimmed(text.Span));
        }

        return texts;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return (end < 0 ? text : text[..end]).TrimEnd((byte)' ');
    }
}
