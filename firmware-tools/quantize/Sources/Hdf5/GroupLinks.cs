using System.Text;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>A group's members: link messages (new groups) or a symbol table (old groups). Soft and external links are left out.</summary>
internal static class GroupLinks
{
    private const int SymbolicLink = 2;

    public static Dictionary<string, ulong> Read(SourceFile file, List<(MessageType Type, Hdf5Block Body)> messages)
    {
        var links = new Dictionary<string, ulong>();
        foreach ((MessageType type, Hdf5Block body) in messages)
        {
            switch (type)
            {
                case MessageType.Link:
                    ReadLink(body, links);
                    break;
                case MessageType.LinkInfo:
                    RequireCompact(body);
                    break;
                case MessageType.SymbolTable:
                    ReadSymbolTable(file, body, links);
                    break;
            }
        }

        return links;
    }

    private static void ReadLink(Hdf5Block body, Dictionary<string, ulong> links)
    {
        const int HasType = 8, HasOrder = 4, HasCharacterSet = 16;
        int version = body.Byte();
        int flags = body.Byte();
        if (version != 1)
            throw body.Error($"link version {version} is unknown; the file is damaged");
        int linkType = (flags & HasType) != 0 ? body.Byte() : 0;
        body.Skip(((flags & HasOrder) != 0 ? 8 : 0) + ((flags & HasCharacterSet) != 0 ? 1 : 0));
        ulong length = body.Number(1 << (flags & 3));
        string name = Encoding.UTF8.GetString(body.Bytes((int)Math.Min(length, int.MaxValue)).Span);
        if (linkType == 0)
            Add(body, links, name, body.UInt64());
    }

    private static void RequireCompact(Hdf5Block body)
    {
        body.Skip(1);
        int flags = body.Byte();
        body.Skip((flags & 1) != 0 ? 8 : 0);
        if (body.UInt64() != Hdf5Block.Undefined)
            throw body.Error("a group with densely stored links is not supported; save the file with h5py's default settings");
    }

    private static void ReadSymbolTable(SourceFile file, Hdf5Block body, Dictionary<string, ulong> links)
    {
        ulong tree = body.UInt64();
        Hdf5Block heap = Hdf5Block.At(file, body.UInt64());
        heap.Signature("HEAP"u8, "a local heap");
        heap.Skip(4);
        ulong size = heap.UInt64();
        heap.Skip(8);
        Hdf5Block names = Hdf5Block.At(file, heap.UInt64(), size);
        ReadOnlyMemory<byte> nameBytes = names.Bytes(names.Remaining);
        foreach (BTreeEntry entry in BTree.Leaves(file, tree, BTreeKind.Group, 8))
        {
            Hdf5Block node = Hdf5Block.At(file, entry.Child);
            node.Signature("SNOD"u8, "a symbol table node");
            node.Skip(2);
            int symbols = node.UInt16();
            for (int i = 0; i < symbols; i++)
            {
                ulong nameOffset = node.UInt64();
                ulong address = node.UInt64();
                uint cache = node.UInt32();
                node.Skip(4 + 16);
                if (cache != SymbolicLink)
                    Add(node, links, Name(node, nameBytes.Span, nameOffset), address);
            }
        }
    }

    private static string Name(Hdf5Block where, ReadOnlySpan<byte> heap, ulong offset)
    {
        if (offset >= (ulong)heap.Length)
            throw where.Error($"a name at {offset} lies outside its heap of {heap.Length} bytes; the file is damaged");
        ReadOnlySpan<byte> text = heap[(int)offset..];
        int end = text.IndexOf((byte)0);
        return end > 0 ? Encoding.UTF8.GetString(text[..end]) : throw where.Error("a name is empty or has no end; the file is damaged");
    }

    private static void Add(Hdf5Block where, Dictionary<string, ulong> links, string name, ulong address)
    {
        if (!links.TryAdd(name, address))
            throw where.Error($"two members of a group are called '{name}'; the file is damaged");
    }
}
