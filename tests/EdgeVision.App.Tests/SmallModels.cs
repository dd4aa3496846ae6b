using EdgeVision.Model;

namespace EdgeVision.App.Tests;

/// <summary>Models of a few bytes for commands whose real models may not be in the repository.</summary>
internal static class SmallModels
{
    /// <summary>Input [1, side, side, 3], each value the pixel − 128; the classes of a pixel are its channels.</summary>
    public static byte[] ChannelArgMax(int side)
    {
        var builder = new ModelBuilder("argmax");
        int input = builder.AddInput("image", TensorType.Int8, [1, side, side, 3], TensorQuantization.PerTensor(1 / 127.5f, -1));
        int axis = builder.AddConstant<int>("axis", [], [3]);
        int classes = builder.AddTensor("classes", TensorType.Int64, [1, side, side]);
        builder.AddOperator(BuiltinOperator.ArgMax, [input, axis], [classes], new ArgMaxOptions(TensorType.Int64));
        builder.MarkOutput(classes);
        return TfliteWriter.Write(builder.Build());
    }

    /// <summary>Input [1, side, side, 3]; the output is the mean of each channel: a three-class "which colour" model.</summary>
    public static byte[] MeanColour(int side, float scale = 1 / 127.5f, long zeroPoint = -1, IReadOnlyList<string>? labels = null)
    {
        var builder = new ModelBuilder("colour");
        var quantization = TensorQuantization.PerTensor(scale, zeroPoint);
        int input = builder.AddInput("image", TensorType.Int8, [1, side, side, 3], quantization);
        int axes = builder.AddConstant<int>("axes", [2], [1, 2]);
        int mean = builder.AddTensor("mean", TensorType.Int8, [1, 3], quantization);
        builder.AddOperator(BuiltinOperator.Mean, [input, axes], [mean], new ReducerOptions(KeepDims: false));
        builder.MarkOutput(mean);
        if (labels is not null)
            builder.Metadata = ModelMetadata.Empty with { Labels = labels };
        return TfliteWriter.Write(builder.Build());
    }

    /// <summary>Two inputs [1, 4] that are also the outputs, each through a RELU.</summary>
    public static byte[] TwoInputs()
    {
        var builder = new ModelBuilder("two");
        var quantization = TensorQuantization.PerTensor(0.5f, 0);
        int a = builder.AddInput("a", TensorType.Int8, [1, 4], quantization), b = builder.AddInput("b", TensorType.Int8, [1, 4], quantization);
        int first = builder.AddTensor("first", TensorType.Int8, [1, 4], quantization), second = builder.AddTensor("second", TensorType.Int8, [1, 4], quantization);
        builder.AddOperator(BuiltinOperator.Relu, [a], [first]);
        builder.AddOperator(BuiltinOperator.Relu, [b], [second]);
        builder.MarkOutput(first);
        builder.MarkOutput(second);
        return TfliteWriter.Write(builder.Build());
    }

    /// <summary>A binary PPM file of one colour.</summary>
    public static byte[] Ppm(int width, int height, byte r, byte g, byte b)
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n");
        var file = new byte[header.Length + (3 * width * height)];
        header.CopyTo(file, 0);
        for (int i = header.Length; i < file.Length; i += 3)
            (file[i], file[i + 1], file[i + 2]) = (r, g, b);
        return file;
    }
}
