using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>Kinds of header messages, with the format's numbers.</summary>
internal enum MessageType
{
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    Link = 0x06,
    Layout = 0x08,
    FilterPipeline = 0x0B,
    Attribute = 0x0C,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
}

/// <summary>The messages that describe one object, from all blocks of its header.</summary>
internal static class ObjectHeader
{
    private const int MaxMessages = 100_000;
    private const int SharedFlag = 2;

    public static List<(MessageType Type, Hdf5Block Body)> Read(SourceFile file, ulong address)
    {
        Hdf5Block block = Hdf5Block.At(file, address);
        return block.Remaining > 0 && file.Bytes.Span[(int)address] == (byte)'O' ? ReadNew(file, block) : ReadOld(file, block);
    }

    private static List<(MessageType Type, Hdf5Block Body)> ReadOld(SourceFile file, Hdf5Block block)
    {
        int version = block.Byte();
        if (version != 1)
            throw block.Error($"object header version {version} is unknown; the file is damaged");
        block.Skip(7);
        uint size = block.UInt32();
        block.Skip(4);
        var blocks = new Queue<Hdf5Block>([block.Take((int)Math.Min(size, int.MaxValue))]);
        var messages = new List<(MessageType Type, Hdf5Block Body)>();
        var continued = new HashSet<ulong>();
        while (blocks.TryDequeue(out Hdf5Block current))
        {
            while (current.Remaining >= 8)
            {
                var type = (MessageType)current.UInt16();
                int length = current.UInt16();
                int flags = current.Byte();
                current.Skip(3);
                Hdf5Block body = current.Take(length);
                if (type == MessageType.Continuation)
                    blocks.Enqueue(Continue(file, body, continued));
                else
                    Add(messages, type, flags, body);
            }
        }

        return messages;
    }

    private static List<(MessageType Type, Hdf5Block Body)> ReadNew(SourceFile file, Hdf5Block block)
    {
        const int HasTimes = 0x20, HasLimits = 0x10, HasOrder = 4;
        block.Signature("OHDR"u8, "an object header");
        int version = block.Byte();
        if (version != 2)
            throw block.Error($"object header version {version} is unknown; the file is damaged");
        int headerFlags = block.Byte();
        block.Skip(((headerFlags & HasTimes) != 0 ? 16 : 0) + ((headerFlags & HasLimits) != 0 ? 4 : 0));
        ulong size = block.Number(1 << (headerFlags & 3));
        var blocks = new Queue<Hdf5Block>([block.Take((int)Math.Min(size, int.MaxValue))]);
        var messages = new List<(MessageType Type, Hdf5Block Body)>();
        var continued = new HashSet<ulong>();
        int prefix = (headerFlags & HasOrder) != 0 ? 6 : 4;
        while (blocks.TryDequeue(out Hdf5Block current))
        {
            while (current.Remaining >= prefix)
            {
                var type = (MessageType)current.Byte();
                int length = current.UInt16();
                int flags = current.Byte();
                current.Skip(prefix - 4);
                Hdf5Block body = current.Take(length);
                if (type == MessageType.Continuation)
                    blocks.Enqueue(ContinueNew(file, body, continued));
                else
                    Add(messages, type, flags, body);
            }
        }

        return messages;
    }

    private static Hdf5Block Continue(SourceFile file, Hdf5Block message, HashSet<ulong> continued)
    {
        ulong address = message.UInt64();
        ulong length = message.UInt64();
        if (!continued.Add(address))
            throw message.Error("an object header continues in a circle; the file is damaged");
        return Hdf5Block.At(file, address, length);
    }

    private static Hdf5Block ContinueNew(SourceFile file, Hdf5Block message, HashSet<ulong> continued)
    {
        const int Checksum = 4;
        Hdf5Block block = Continue(file, message, continued);
        block.Signature("OCHK"u8, "a continued object header");
        return block.Take(block.Remaining - Checksum);
    }

    private static void Add(List<(MessageType Type, Hdf5Block Body)> messages, MessageType type, int flags, Hdf5Block body)
    {
        if (!Enum.IsDefined(type))
            return;
        if ((flags & SharedFlag) != 0)
            throw body.Error("shared header messages are not supported; save the file again with h5py");
        if (messages.Count == MaxMessages)
            throw body.Error($"more than {MaxMessages} header messages");
        messages.Add((type, body));
    }
}
