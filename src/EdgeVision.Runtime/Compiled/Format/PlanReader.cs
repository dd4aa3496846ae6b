using System.Diagnostics.CodeAnalysis;
using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// Reads a plan's numbers one after another and believes none of them. It runs on machines without most of .NET, too, so it is written with
/// arrays, spans and loops only.
/// </summary>
internal sealed unsafe class PlanReader(byte* start, int end, object owner)
{
    private PackedBlock[] _blocks = [];
    private CompiledTensor[] _tensors = [];
    private long _work;
    private long _tableBytes;
    private int _rowLinks;

    /// <summary>Where the next number is.</summary>
    public int Position { get; private set; }

    /// <summary>The step that is read, or −1.</summary>
    public int Step { get; set; } = -1;

    /// <summary>The instruction sets that kernels may use.</summary>
    public required IsaPolicy Isa { get; init; }

    public int Int()
    {
        if (Position > end - sizeof(int))
            throw Refuse("the description ends too early");
        int value = *(int*)(start + Position);
        Position += sizeof(int);
        return value;
    }

    /// <summary>A number in [0, <paramref name="limit"/>).</summary>
    public int Below(int limit, string what)
    {
        int value = Int();
        if ((uint)value >= (uint)limit)
            throw Refuse(what, value, limit);
        return value;
    }

    /// <summary>Leaves out bytes; there are as many.</summary>
    public void Skip(int bytes) => Position += bytes;

    /// <summary>Checks that all has been read.</summary>
    public void RequireEnd()
    {
        if (Position != end)
            throw Refuse("the description goes on after the metadata");
    }

    /// <summary>A number from the header of how many of something follow, each of which takes so many bytes at least.</summary>
    public int Limit(int count, int minBytes, string what)
    {
        int limit = (end - Position) / minBytes;
        return (uint)count <= (uint)limit ? count : throw Refuse(what, count, limit);
    }

    /// <summary>How many of something follow, each of which takes so many bytes at least.</summary>
    public int Count(int minBytes, string what) => Limit(Int(), minBytes, what);

    public float Float() => BitConverter.Int32BitsToSingle(Int());

    public TensorShape Shape() => new(Int(), Int(), Int(), Int());

    public Window Window() => new(Int(), Int(), Int(), Int(), Int(), Int(), Int(), Int());

    public Quantization Quantization() => new(Float(), Int());

    public OutputRange Range()
    {
        int min = Below(256, "output minimum + 128") - 128, max = Below(256, "output maximum + 128") - 128;
        return new OutputRange((sbyte)min, (sbyte)max);
    }

    /// <summary>Text in ASCII, filled up to whole words.</summary>
    public ReadOnlySpan<byte> Name()
    {
        int length = Count(1, "length of a name");
        var name = new ReadOnlySpan<byte>(start + Position, length);
        Position += (length + sizeof(int) - 1) / sizeof(int) * sizeof(int); // which are there: the description is whole words
        return name;
    }

    /// <summary>The memory of a block of the file.</summary>
    public PackedBlock Block() => _blocks[Below(_blocks.Length, "block")];

    public PackedBlock[] Blocks()
    {
        var blocks = new PackedBlock[Count(sizeof(int), "number of blocks")];
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = Block();
        return blocks;
    }

    /// <summary>The index of a tensor that a step reads.</summary>
    public int Source() => Below(_tensors.Length, "tensor");

    /// <summary>The index of a tensor that a step writes: one in the arena, since constants are the file's.</summary>
    public int Target()
    {
        int tensor = Source();
        return _tensors[tensor].ArenaOffset >= 0 ? tensor : throw Refuse("a step writes to a constant");
    }

    /// <summary>Checks that a tensor holds so many elements of a type; int8 stands for unsigned bytes, too.</summary>
    public void Require(int tensor, TensorType type, int elements)
    {
        CompiledTensor actual = _tensors[tensor];
        if (actual.Elements != elements)
            throw Refuse("elements of a tensor", actual.Elements, elements);
        if (actual.FileType != type && !(type == TensorType.Int8 && actual.IsByte))
            throw Refuse("a tensor has another type than the step");
    }

    /// <summary>Checks that a step writes no byte that it reads.</summary>
    public void RequireApart(int read, int written)
    {
        if (_tensors[read].ArenaOffset >= 0 && Overlap(_tensors[read], _tensors[written]))
            throw Refuse("a step writes over what it reads");
    }

    /// <summary>The same, but both may be the same bytes.</summary>
    public void RequireApartOrSame(int read, int written)
    {
        (CompiledTensor from, CompiledTensor to) = (_tensors[read], _tensors[written]);
        if (from.ArenaOffset != to.ArenaOffset || from.ByteCount != to.ByteCount)
            RequireApart(read, written);
    }

    /// <summary>The same, but both may share bytes where what is read starts so many bytes after what is written.</summary>
    public void RequireLead(int read, int written, int lead)
    {
        if (_tensors[read].ArenaOffset < _tensors[written].ArenaOffset + (long)lead)
            RequireApart(read, written);
    }

    /// <summary>Counts work beside that of reading and writing every tensor once.</summary>
    public void AddWork(long operations)
    {
        if (operations > PlanFormat.MaxWork - _work)
            throw Refuse("one run would take too long");
        _work += operations;
    }

    /// <summary>Counts the reading and writing of a step's tensors.</summary>
    public void AddStep(Step step)
    {
        AddWork(_tensors[step.Writes].ByteCount);
        foreach (int tensor in step.Reads)
            AddWork(_tensors[tensor].ByteCount);
    }

    /// <summary>Counts memory that a step takes beside the plan's and the arena.</summary>
    public void AddTable(long bytes)
    {
        _tableBytes += bytes;
        if (_tableBytes > PlanFormat.MaxTableBytes)
            throw Refuse("its tables take too much memory");
    }

    /// <summary>Counts what a streamed step needs memory for.</summary>
    public void AddRowLinks(long links)
    {
        if (links > PlanFormat.MaxRowLinks - _rowLinks)
            throw Refuse("too many blocks of rows");
        _rowLinks += (int)links;
    }

    public int Elements(int tensor) => _tensors[tensor].Elements;

    public int ByteCount(int tensor) => _tensors[tensor].ByteCount;

    /// <summary>The table of blocks, each between the description's end and the file's.</summary>
    public void ReadBlocks(int count, int fileLength)
    {
        _blocks = new PackedBlock[count];
        for (int i = 0; i < count; i++)
        {
            int offset = Int(), length = Int();
            if (offset < end || offset % PlanFormat.Alignment != 0 || length < 0 || length > fileLength - offset)
                throw Refuse("a block lies outside the file, or not at a multiple of 64");
            _blocks[i] = new PackedBlock((nint)(start + offset), length, owner);
        }
    }

    public CompiledTensor[] ReadTensors(int count, int arenaBytes)
    {
        var tensors = new CompiledTensor[count];
        for (int i = 0; i < count; i++)
            tensors[i] = ReadTensor(arenaBytes);
        return _tensors = tensors;
    }

    [DoesNotReturn]
    public void Fail(string reason) => throw Refuse(reason);

    /// <summary>An exception that says where.</summary>
    public PlanFormatException Refuse(string reason) => new($"{Where()}: {reason}");

    /// <summary>Where the reader is, for messages.</summary>
    public string Where() => Step < 0 ? $"byte {Position}" : $"step {Step}, byte {Position}";

    private static bool Overlap(CompiledTensor a, CompiledTensor b) =>
        a.ArenaOffset < (long)b.ArenaOffset + b.ByteCount && b.ArenaOffset < (long)a.ArenaOffset + a.ByteCount;

    private PlanFormatException Refuse(string what, int value, int expected) => Refuse($"{what} is {value}, which does not fit {expected}");

    private CompiledTensor ReadTensor(int arenaBytes)
    {
        int modelIndex = Int();
        var type = (TensorType)Below(byte.MaxValue, "element type");
        int size = type.SizeInBytes();
        if (size == 0)
            throw Refuse("elements of this type are not whole bytes");
        int place = Below(2, "place"), at = Int();
        Quantization? quantization = null;
        if (Below(2, "quantized") == 1)
        {
            Quantization values = Quantization();
            Kernels.Require.Quantization(values, "a tensor's");
            quantization = values;
        }

        var shape = new int[Below(PlanFormat.MaxRank + 1, "number of dimensions")];
        long elements = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = Int();
            if (shape[i] < 1 || (elements *= shape[i]) > int.MaxValue / size)
                throw Refuse("a dimension is out of range");
        }

        return place == 0
            ? new CompiledTensor(modelIndex, type, shape, (int)elements, quantization) { ArenaOffset = ArenaPlace(at, elements * size, arenaBytes) }
            : new CompiledTensor(modelIndex, type, shape, (int)elements, quantization) { Constant = ConstantPlace(at, elements * size) };
    }

    private int ArenaPlace(int offset, long bytes, int arenaBytes)
    {
        if (offset < 0 || offset % PlanFormat.Alignment != 0 || offset + bytes > arenaBytes)
            throw Refuse("a tensor lies outside the arena, or not at a multiple of 64");
        return offset;
    }

    private void* ConstantPlace(int block, long bytes)
    {
        if ((uint)block >= (uint)_blocks.Length || _blocks[block].Length != bytes)
            throw Refuse("a constant is not in a block of its size");
        return (void*)_blocks[block].Start;
    }
}
