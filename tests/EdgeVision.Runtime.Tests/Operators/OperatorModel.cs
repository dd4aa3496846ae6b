using System.Runtime.InteropServices;
using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>Scale and zero point in the file's own type.</summary>
internal readonly record struct Affine(double Scale, int ZeroPoint)
{
    public TensorQuantization Table => TensorQuantization.PerTensor((float)Scale, ZeroPoint);

    public double ToReal(double stored) => (float)Scale * (stored - ZeroPoint);

    /// <summary>The stored value, not rounded.</summary>
    public double ToStored(double real) => (real / (float)Scale) + ZeroPoint;

    /// <summary>The same real values in the other 8-bit type.</summary>
    public Affine As(TensorType type) => type == TensorType.UInt8 ? this with { ZeroPoint = ZeroPoint + 128 } : this;
}

/// <summary>What the models of the cases have in common.</summary>
internal static class OperatorModel
{
    /// <summary>Both 8-bit types; the cases' zero points are those of INT8, <see cref="Affine.As"/> moves them.</summary>
    public static readonly TensorType[] ByteTypes = [TensorType.Int8, TensorType.UInt8];

    /// <summary>One operator between one input and one output; <paramref name="constants"/> adds its other inputs.</summary>
    public static TfliteModel Build(
        BuiltinOperator code,
        (TensorType Type, int[] Shape, Affine? Quantization) input,
        (TensorType Type, int[] Shape, Affine? Quantization) output,
        OperatorOptions? options = null,
        Func<ModelBuilder, IEnumerable<int>>? constants = null)
    {
        var builder = new ModelBuilder("case.tflite");
        int x = builder.AddInput("x", input.Type, input.Shape, input.Quantization?.Table);
        int y = builder.AddTensor("y", output.Type, output.Shape, output.Quantization?.Table);
        builder.AddOperator(code, [x, .. constants?.Invoke(builder) ?? []], [y], options);
        builder.MarkOutput(y);
        return builder.Build();
    }

    public static int AddIntegers(ModelBuilder builder, params int[] values) => builder.AddConstant<int>("integers", [values.Length], values);

    /// <summary>All 256 bytes.</summary>
    public static byte[] AllBytes() => [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    public static byte[] RandomBytes(int count, uint seed)
    {
        var bytes = new byte[count];
        new Prng(seed).Fill(bytes.AsSpan());
        return bytes;
    }

    /// <summary>Stored values of an 8-bit type.</summary>
    public static double[] Stored(TensorType type, byte[] bytes) => [.. bytes.Select(b => type == TensorType.UInt8 ? b : (double)(sbyte)b)];

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    public static int Count(params int[] shape) => shape.Aggregate(1, (product, n) => product * n);
}
