using System.Buffers.Binary;
using System.Text;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Writes ONNX messages for tests: fields by number, nothing else.</summary>
internal sealed class OnnxBytes
{
    private readonly List<byte> _bytes = [];

    public static implicit operator byte[](OnnxBytes message) => [.. message._bytes];

    public OnnxBytes Integer(int field, long value)
    {
        Varint(((ulong)field << 3) | 0);
        Varint((ulong)value);
        return this;
    }

    public OnnxBytes Single(int field, float value)
    {
        Varint(((ulong)field << 3) | 5);
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public OnnxBytes Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public OnnxBytes Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A tensor of floats in float_data.</summary>
    public static OnnxBytes Floats(string name, long[] shape, params float[] values)
    {
        var tensor = new OnnxBytes();
        foreach (long size in shape)
            tensor.Integer(1, size);
        var packed = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(packed.AsSpan(i * 4), values[i]);
        return tensor.Integer(2, 1).Bytes(4, packed).Text(8, name);
    }

    /// <summary>A tensor of 64-bit integers in int64_data.</summary>
    public static OnnxBytes Integers(string name, params long[] values)
    {
        OnnxBytes tensor = new OnnxBytes().Integer(1, values.Length).Integer(2, 7);
        foreach (long value in values)
            tensor.Integer(7, value);
        return tensor.Text(8, name);
    }

    public static OnnxBytes Node(string type, string[] inputs, string output, params OnnxBytes[] attributes)
    {
        var node = new OnnxBytes();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(4, type);
        foreach (OnnxBytes attribute in attributes)
            node.Bytes(5, attribute);
        return node;
    }

    public static OnnxBytes Attribute(string name, long value) => new OnnxBytes().Text(1, name).Integer(3, value);

    public static OnnxBytes Attribute(string name, float value) => new OnnxBytes().Text(1, name).Single(2, value);

    public static OnnxBytes Attribute(string name, string value) => new OnnxBytes().Text(1, name).Text(4, value);

    public static OnnxBytes Attribute(string name, OnnxBytes tensor) => new OnnxBytes().Text(1, name).Bytes(5, tensor);

    public static OnnxBytes Attribute(string name, params long[] values)
    {
        OnnxBytes attribute = new OnnxBytes().Text(1, name);
        foreach (long value in values)
            attribute.Integer(8, value);
        return attribute;
    }

    /// <summary>A model whose input <c>x</c> has a shape and whose output is <c>y</c>.</summary>
    public static byte[] ModelOf(long opset, long[] inputShape, OnnxBytes[] initializers, params OnnxBytes[] nodes)
    {
        var graph = new OnnxBytes();
        foreach (OnnxBytes node in nodes)
            graph.Bytes(1, node);
        foreach (OnnxBytes initializer in initializers)
            graph.Bytes(5, initializer);
        var sizes = new OnnxBytes();
        foreach (long size in inputShape)
            sizes.Bytes(1, size > 0 ? new OnnxBytes().Integer(1, size) : new OnnxBytes().Text(2, "open"));
        OnnxBytes type = new OnnxBytes().Bytes(1, new OnnxBytes().Integer(1, 1).Bytes(2, sizes));
        graph.Bytes(11, new OnnxBytes().Text(1, "x").Bytes(2, type)).Bytes(12, new OnnxBytes().Text(1, "y"));
        return new OnnxBytes().Integer(1, 7).Text(2, "tests").Bytes(7, graph).Bytes(8, new OnnxBytes().Text(1, "").Integer(2, opset));
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
