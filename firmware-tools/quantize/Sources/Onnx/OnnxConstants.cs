using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Constants of a model by name: weights as floats, shapes and axes as integers.</summary>
internal sealed class OnnxConstants
{
    private const int Float = 1, Int64 = 7, Float16 = 10, Double = 11, BFloat16 = 16, Int32 = 6;

    private const int MostComputed = 64;

    private readonly SourceFile _file;
    private readonly WeightDecoder _decoder;
    private readonly Dictionary<string, OnnxTensor> _tensors;

    public OnnxConstants(SourceFile file, OnnxModel model)
    {
        _file = file;
        // Every element takes at least a byte, and weights that two layers share are decoded twice.
        _decoder = new WeightDecoder(file, file.Bytes.Length * 4L);
        _tensors = model.Initializers;
    }

    public bool Contains(string name) => _tensors.ContainsKey(name);

    public void Add(string name, OnnxTensor tensor)
    {
        if (!_tensors.TryAdd(name, tensor))
            throw _file.Error($"two constants are called '{name}'; the file is damaged");
    }

    /// <summary>Adds integers that were computed from shapes.</summary>
    /// <remarks>Shapes are short; without a limit a few operations that join a list with itself would fill the memory.</remarks>
    public void Add(string name, IReadOnlyList<long> values)
    {
        if (values.Count > MostComputed)
            throw _file.Error($"'{name}' computes {values.Count} integers; shapes have few, so the file is damaged");
        Add(name, new OnnxTensor(name, [values.Count], Int64, default, [], values, false));
    }

    public void AddScalar(string name, float value) =>
        Add(name, new OnnxTensor(name, [], Float, default, new List<float> { value }, [], false));

    public void AddCopy(string name, string of) => Add(name, Find(of));

    /// <summary>A constant's floats; a scalar has the shape [].</summary>
    public FloatTensor Floats(string name)
    {
        OnnxTensor tensor = Find(name);
        var shape = new int[tensor.Shape.Count];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = (int)Math.Clamp(tensor.Shape[i], -1, int.MaxValue);
        ReadOnlySpan<byte> bytes = tensor.Raw.Span;
        if (tensor.Singles.Count > 0 && bytes.IsEmpty)
            bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan((List<float>)tensor.Singles));
        ElementType type = tensor.DataType switch
        {
            Float => ElementType.Float32,
            Double => ElementType.Float64,
            Float16 => ElementType.Float16,
            BFloat16 => ElementType.BFloat16,
            int other => throw _file.Error($"tensor '{name}': data type {other} is not supported for weights; export a float model"),
        };
        return _decoder.Decode(name, shape, type, bytes);
    }

    /// <summary>A constant's integers.</summary>
    public IReadOnlyList<long> Integers(string name)
    {
        OnnxTensor tensor = Find(name);
        if (tensor.DataType is not (Int64 or Int32))
            throw _file.Error($"tensor '{name}' does not hold integers");
        if (tensor.Raw.IsEmpty)
            return tensor.Integers;
        int size = tensor.DataType == Int64 ? 8 : 4;
        var values = new long[tensor.Raw.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> bytes = tensor.Raw.Span[(i * size)..];
            values[i] = size == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        }

        return values;
    }

    private OnnxTensor Find(string name)
    {
        if (!_tensors.TryGetValue(name, out OnnxTensor? tensor))
            throw _file.Error($"tensor '{name}' is not a constant of the model");
        return tensor.IsExternal
            ? throw _file.Error($"tensor '{name}' lies in another file; save the model in one file (save_as_external_data=False)")
            : tensor;
    }
}
