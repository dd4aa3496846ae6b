using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>Writes what <see cref="PlanReader"/> reads: numbers one after another, and blocks, of which equal ones are stored once.</summary>
internal sealed class PlanWriter(ExecutionPlan plan)
{
    private readonly List<int> _steps = [];
    private readonly List<int> _tensors = [];
    private readonly Dictionary<int, int> _numbers = []; // of tensors, by their index in the model
    private readonly List<byte[]> _blocks = [];
    private readonly Dictionary<string, int> _blockNumbers = []; // by their hash
    private int _tensorCount;

    public void Int(int value) => _steps.Add(value);

    public void Float(float value) => Int(BitConverter.SingleToInt32Bits(value));

    public void Shape(TensorShape shape) => Ints(shape.Batch, shape.Height, shape.Width, shape.Channels);

    public void Window(Window window) => Ints(
        window.KernelHeight, window.KernelWidth, window.StrideHeight, window.StrideWidth, window.DilationHeight, window.DilationWidth,
        window.PadTop, window.PadLeft);

    public void Quantization(Quantization quantization)
    {
        Float(quantization.Scale);
        Int(quantization.ZeroPoint);
    }

    public void Range(OutputRange range) => Ints(range.Min + 128, range.Max + 128);

    public void Name(string name)
    {
        var bytes = new byte[(name.Length + sizeof(int) - 1) / sizeof(int) * sizeof(int)];
        Encoding.ASCII.GetBytes(name, bytes);
        Int(name.Length);
        Ints(MemoryMarshal.Cast<byte, int>(bytes));
    }

    public void Block(ReadOnlySpan<byte> bytes) => Int(BlockNumber(bytes));

    public void Blocks(PackedBlock[] blocks)
    {
        Int(blocks.Length);
        foreach (PackedBlock block in blocks)
        {
            Block(block.Bytes);
            GC.KeepAlive(block.Owner);
        }
    }

    public void Metadata(PlanMetadata? metadata)
    {
        Int(metadata is null ? 0 : 1);
        if (metadata is not null)
            Block(MetadataFormat.Write(metadata));
    }

    public void Tensor(int index) => Int(NumberOf(index));

    /// <summary>The strips that stand for these tensors, as a tensor.</summary>
    public void Strips(int[] tensors, int bytes)
    {
        ArenaBlock block = plan.Arena.Blocks.First(block => block.StripsOf.Count > 0 && block.StripsOf[0].Index == tensors[0]);
        Int(_tensorCount++);
        _tensors.AddRange([-1, (int)Model.TensorType.Int8, 0, block.Offset, 0, 1, bytes]);
    }

    /// <summary>The whole file.</summary>
    /// <param name="modelHash">16 bytes.</param>
    public unsafe byte[] ToFile(byte[] modelHash)
    {
        int[] inputs = [.. plan.Inputs.Select(tensor => NumberOf(tensor.Index))], outputs = [.. plan.Outputs.Select(tensor => NumberOf(tensor.Index))];
        int words = (2 * _blocks.Count) + _tensors.Count + inputs.Length + outputs.Length + _steps.Count;
        long end = PlanFormat.HeaderBytes + ((long)sizeof(int) * words), length = AlignUp(end);
        var table = new List<int>();
        foreach (byte[] block in _blocks)
        {
            table.AddRange([checked((int)length), block.Length]);
            length = AlignUp(length + block.Length);
        }

        int[] header =
        [
            PlanFormat.Magic, PlanFormat.Version, checked((int)length), 0, (int)plan.Options.Isa.Best, plan.Arena.TotalBytes, (int)end,
            _blocks.Count, _tensorCount, inputs.Length, outputs.Length, plan.Steps.Count, .. MemoryMarshal.Cast<byte, int>(modelHash),
        ];
        var file = new byte[length];
        int[] description = [.. header, .. table, .. _tensors, .. inputs, .. outputs, .. _steps];
        MemoryMarshal.AsBytes(description.AsSpan()).CopyTo(file);
        for (int i = 0; i < _blocks.Count; i++)
            _blocks[i].CopyTo(file, table[2 * i]);
        fixed (byte* start = file)
            *(uint*)(start + PlanFormat.ChecksumOffset) = Checksum.Of(start, file.Length);
        return file;
    }

    private static long AlignUp(long offset) => (offset + PlanFormat.Alignment - 1) / PlanFormat.Alignment * PlanFormat.Alignment;

    private void Ints(params ReadOnlySpan<int> values) => _steps.AddRange(values);

    private int NumberOf(int index)
    {
        if (_numbers.TryGetValue(index, out int number))
            return number;
        PlannedTensor tensor = plan.Tensors[index];
        bool constant = plan.Placement.ArenaOffset(index) < 0;
        int at = constant
            ? BlockNumber(plan.Placement.Constants.AsSpan(plan.Placement.ConstantOffset(index), tensor.ByteCount))
            : plan.Placement.ArenaOffset(index);
        _tensors.AddRange([index, (int)tensor.FileType, constant ? 1 : 0, at]);
        if (tensor.Quantization is { } quantization)
            _tensors.AddRange([1, BitConverter.SingleToInt32Bits(quantization.Scale), quantization.ZeroPoint]);
        else
            _tensors.Add(0);
        _tensors.Add(tensor.Shape.Count);
        _tensors.AddRange(tensor.Shape);
        _numbers.Add(index, _tensorCount);
        return _tensorCount++;
    }

    private int BlockNumber(ReadOnlySpan<byte> bytes)
    {
        string hash = Convert.ToHexString(SHA256.HashData(bytes));
        if (!_blockNumbers.TryGetValue(hash, out int number))
        {
            _blockNumbers.Add(hash, number = _blocks.Count);
            _blocks.Add(bytes.ToArray());
        }

        return number;
    }
}
