using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Pooling and padding.</summary>
internal static class OnnxImageOperations
{
    public static void GlobalAveragePool(OnnxOperation operation) =>
        operation.Builder.Add(new GlobalAveragePoolNode(operation.Output, operation.Image(0), true));

    public static void ReduceMean(OnnxOperation operation)
    {
        string value = operation.Value(0);
        bool channelsLast = operation.Graph.Layout.IsChannelsLast(value);
        long[] axes = [.. operation.Integers("axes", 1) ?? []];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = axes[i] < 0 ? axes[i] + 4 : axes[i];
        Array.Sort(axes);
        if (channelsLast ? axes is not [1, 2] : axes is not [2, 3])
            throw operation.Error("only the mean over height and width is supported");
        bool keep = operation.Integer("keepdims", 1) != 0;
        operation.Builder.Add(new GlobalAveragePoolNode(operation.Output, value, keep));
        if (keep && channelsLast)
            operation.Graph.Layout.SetChannelsLast(operation.Output);
    }

    public static void AveragePool(OnnxOperation operation)
    {
        bool zerosCount = operation.Integer("count_include_pad", 0) != 0;
        (string input, (int Height, int Width) window, ConvGeometry geometry) = Pool(operation, zerosCount);
        operation.Builder.Add(new AveragePoolNode(operation.Output, input, window.Height, window.Width, geometry));
    }

    public static void MaxPool(OnnxOperation operation)
    {
        (string input, (int Height, int Width) window, ConvGeometry geometry) = Pool(operation, false);
        operation.Builder.Add(new MaxPoolNode(operation.Output, input, window.Height, window.Width, geometry));
    }

    public static void Pad(OnnxOperation operation)
    {
        string input = operation.Image(0);
        float fill = operation.Has(2) ? operation.Floats(2).Data[0] : operation.Single("value", 0);
        if ((operation.Text("mode") ?? "constant") != "constant" || fill != 0)
            throw operation.Error("only padding with zeros is supported");
        if (operation.Integers("pads", 1) is not [0, 0, var top, var left, 0, 0, var bottom, var right])
            throw operation.Error("only the padding of height and width is supported");
        operation.Builder.Add(new PadNode(operation.Output, input, Small(top), Small(bottom), Small(left), Small(right)));

        static int Small(long value) => (int)Math.Clamp(value, -1, int.MaxValue);
    }

    /// <param name="operation">A pooling.</param>
    /// <param name="zerosCount">Whether added zeros take part, which only an average can want.</param>
    private static (string Input, (int Height, int Width) Window, ConvGeometry Geometry) Pool(OnnxOperation operation, bool zerosCount)
    {
        string input = operation.Image(0);
        if (operation.Find("kernel_shape")?.Integers is not [var h and > 0 and <= 4096, var w and > 0 and <= 4096])
            throw operation.Error("kernel_shape is missing or not 2 sizes");
        if (operation.Integer("ceil_mode", 0) != 0)
            throw operation.Error("ceil_mode 1 is not supported");
        (int, int) window = ((int)h, (int)w);
        OnnxWindow read = OnnxWindow.Read(operation);
        if (read.Geometry.DilationHeight != 1 || read.Geometry.DilationWidth != 1)
            throw operation.Error("dilations are not supported");
        if (read.IsSame || read.Pads.IsNone)
            return (input, window, read.Geometry);
        if (zerosCount)
        {
            ImagePads pads = read.Pads;
            string padded = operation.Builder.Unused($"{operation.Output}/pad");
            return (operation.Builder.Add(new PadNode(padded, input, pads.Top, pads.Bottom, pads.Left, pads.Right)), window, read.Geometry);
        }

        return ExplicitPadding.IsSame(operation.Builder.ShapeOf(input), window, read.Geometry, read.Pads)
            ? (input, window, read.Geometry with { Padding = PaddingKind.Same })
            : throw operation.Error($"pads {read.Pads} differ from TensorFlow's SAME, which pooling here needs");
    }
}
