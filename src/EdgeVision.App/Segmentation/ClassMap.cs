using System.Buffers.Binary;
using EdgeVision.App.Images;
using EdgeVision.Model;

namespace EdgeVision.App.Segmentation;

/// <summary>The class of every pixel, from a model that ends in ARG_MAX or in scores per class.</summary>
internal sealed class ClassMap
{
    private readonly int[] _classes; // [height, width]

    private ClassMap(int width, int height, int classCount, int[] classes)
    {
        Width = width;
        Height = height;
        ClassCount = classCount;
        _classes = classes;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Number of classes; for a map of indices, one more than the highest that occurs.</summary>
    public int ClassCount { get; }

    public int this[int x, int y] => _classes[(y * Width) + x];

    /// <summary>Share of the picture per class.</summary>
    public double[] Shares()
    {
        var shares = new double[ClassCount];
        foreach (int c in _classes)
            shares[c] += 1.0 / _classes.Length;
        return shares;
    }

    public static ClassMap Read(LoadedModel model)
    {
        LoadedTensor output = model.Outputs[0];
        return (output.FileType, output.Shape) switch
        {
            (TensorType.Int64 or TensorType.Int32, [1, int height, int width]) => FromIndices(model, output, width, height),
            (TensorType.Int64 or TensorType.Int32, [1, int height, int width, 1]) => FromIndices(model, output, width, height),
            (TensorType.Int8 or TensorType.UInt8, [1, int height, int width, > 1 and int classes]) =>
                FromScores(model.Output, width, height, classes),
            _ => throw new BadInputException($"{model.Name}: its output {output.FileType} [{string.Join(", ", output.Shape)}] is not a class map; 'edgevision classify' takes models that give scores"),
        };
    }

    private static ClassMap FromIndices(LoadedModel model, LoadedTensor output, int width, int height)
    {
        var bytes = new byte[output.ByteCount];
        model.CopyOutput(bytes);
        var classes = new int[width * height];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = output.FileType == TensorType.Int64
                ? (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8 * i))
                : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i));
        }

        return new ClassMap(width, height, classes.Max() + 1, classes);
    }

    private static ClassMap FromScores(ReadOnlySpan<sbyte> scores, int width, int height, int classCount)
    {
        var classes = new int[width * height];
        for (int i = 0; i < classes.Length; i++)
        {
            ReadOnlySpan<sbyte> pixel = scores.Slice(i * classCount, classCount);
            for (int c = 1; c < classCount; c++)
            {
                if (pixel[c] > pixel[classes[i]])
                    classes[i] = c;
            }
        }

        return new ClassMap(width, height, classCount, classes);
    }
}
