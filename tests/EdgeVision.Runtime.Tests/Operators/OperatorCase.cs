using System.Buffers.Binary;
using EdgeVision.Model;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>A model of one operator with an input, and what its definition in real numbers gives.</summary>
internal sealed record OperatorCase
{
    /// <summary>Two roundings: half a step for the last, up to a quarter for the one before it (numerics.md, "R").</summary>
    public const double TwoRoundings = 0.7501;

    public const double OneRounding = 0.5001;

    /// <summary>No arithmetic, or integers that are reproduced exactly.</summary>
    public const double Exact = 0;

    public required string Name { get; init; }

    public required TfliteModel Model { get; init; }

    /// <summary>Input 0 in the file's type.</summary>
    public required byte[] Input { get; init; }

    /// <summary>The exact output in steps of the file's type, before rounding and before the limits of the type.</summary>
    public required double[] Expected { get; init; }

    /// <summary>How far, in steps, the result may be from it.</summary>
    public required double Within { get; init; }

    /// <summary>How far, in steps, TensorFlow Lite's own kernels may be from ours; each case that needs more than 0 says why.</summary>
    public int PeerWithin { get; init; }

    /// <summary>Whether TensorFlow Lite 2.9 defines the case as we do at all.</summary>
    public bool ComparesWithPeer { get; init; } = true;

    public override string ToString() => Name;

    /// <summary>The elements of an output as numbers.</summary>
    public static double[] Decode(Tensor tensor, ReadOnlySpan<byte> bytes)
    {
        var values = new double[tensor.ElementCount];
        int size = tensor.Type.SizeInBytes();
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = tensor.Type switch
            {
                TensorType.Int8 => (sbyte)element[0],
                TensorType.UInt8 => element[0],
                TensorType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                TensorType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                TensorType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(element),
                _ => throw new NotSupportedException(tensor.Type.ToString()),
            };
        }

        return values;
    }

    /// <summary><see cref="Expected"/> within the limits of the output's type.</summary>
    public double[] Limited(Tensor output) => output.Type switch
    {
        TensorType.Int8 => [.. Expected.Select(v => Math.Clamp(v, -128, 127))],
        TensorType.UInt8 => [.. Expected.Select(v => Math.Clamp(v, 0, 255))],
        _ => Expected,
    };
}
