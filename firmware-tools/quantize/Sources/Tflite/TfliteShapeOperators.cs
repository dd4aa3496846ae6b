using EdgeVision.Model;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Tflite;

/// <summary>Operators without weights.</summary>
internal static class TfliteShapeOperators
{
    public static void AveragePool(TfliteGraphReader reader, Operator op)
    {
        Pool2DOptions o = reader.Options<Pool2DOptions>(op);
        reader.Add(op, o.Activation, name => new AveragePoolNode(name, reader.Value(op, 0), o.FilterHeight, o.FilterWidth, Geometry(o)));
    }

    public static void MaxPool(TfliteGraphReader reader, Operator op)
    {
        Pool2DOptions o = reader.Options<Pool2DOptions>(op);
        reader.Add(op, o.Activation, name => new MaxPoolNode(name, reader.Value(op, 0), o.FilterHeight, o.FilterWidth, Geometry(o)));
    }

    public static void Mean(TfliteGraphReader reader, Operator op)
    {
        int[] axes = reader.Integers(op, 1);
        for (int i = 0; i < axes.Length; i++)
            axes[i] = axes[i] < 0 ? axes[i] + 4 : axes[i];
        Array.Sort(axes);
        if (axes is not [1, 2])
            throw reader.Error(op, "only the mean over height and width is supported");
        reader.Add(op, name => new GlobalAveragePoolNode(name, reader.Value(op, 0), reader.Options<ReducerOptions>(op).KeepDims));
    }

    public static void Pad(TfliteGraphReader reader, Operator op)
    {
        if (reader.Integers(op, 1) is not [0, 0, var top, var bottom, var left, var right, 0, 0])
            throw reader.Error(op, "only the padding of height and width is supported");
        reader.Add(op, name => new PadNode(name, reader.Value(op, 0), top, bottom, left, right));
    }

    public static void Reshape(TfliteGraphReader reader, Operator op) =>
        reader.Add(op, name => new ReshapeNode(name, reader.Value(op, 0), reader.OutputShape(op)));

    public static void Concatenation(TfliteGraphReader reader, Operator op)
    {
        ConcatenationOptions o = reader.Options<ConcatenationOptions>(op);
        var values = new string[op.Inputs.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = reader.Value(op, i);
        int axis = o.Axis < 0 ? o.Axis + reader.ShapeOf(reader.Value(op, 0)).Count : o.Axis;
        reader.Add(op, o.Activation, name => new ConcatNode(name, values, axis));
    }

    public static void Softmax(TfliteGraphReader reader, Operator op)
    {
        if (reader.Options<SoftmaxOptions>(op).Beta != 1)
            throw reader.Error(op, "only beta 1 is supported");
        reader.Add(op, name => new SoftmaxNode(name, reader.Value(op, 0)));
    }

    public static void Identity(TfliteGraphReader reader, Operator op) =>
        reader.Add(op, name => new IdentityNode(name, reader.Value(op, 0)));

    /// <summary>Of a value it changes nothing; of a constant it is how float16 weights are stored.</summary>
    public static void Dequantize(TfliteGraphReader reader, Operator op)
    {
        if (reader.IsConstant(op, 0))
            reader.SetCopy(op);
        else
            Identity(reader, op);
    }

    private static ConvGeometry Geometry(Pool2DOptions o) =>
        new(o.StrideHeight, o.StrideWidth, 1, 1, TfliteLinearOperators.Kind(o.Padding));
}
