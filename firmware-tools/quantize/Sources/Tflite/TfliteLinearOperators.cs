using EdgeVision.Model;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Tflite;

/// <summary>Operators with weights.</summary>
internal static class TfliteLinearOperators
{
    public static void Conv(TfliteGraphReader reader, Operator op)
    {
        Conv2DOptions o = reader.Options<Conv2DOptions>(op);
        FloatTensor weights = reader.Constant(op, 1);
        float[]? bias = reader.Bias(op, 2);
        ConvGeometry geometry = new(o.StrideHeight, o.StrideWidth, o.DilationHeight, o.DilationWidth, Kind(o.Padding));
        string input = reader.Value(op, 0);
        reader.Add(op, o.Activation, name => new ConvNode(name, input, weights, bias, geometry));
    }

    public static void Depthwise(TfliteGraphReader reader, Operator op)
    {
        DepthwiseConv2DOptions o = reader.Options<DepthwiseConv2DOptions>(op);
        FloatTensor weights = reader.Constant(op, 1);
        float[]? bias = reader.Bias(op, 2);
        ConvGeometry geometry = new(o.StrideHeight, o.StrideWidth, o.DilationHeight, o.DilationWidth, Kind(o.Padding));
        string input = reader.Value(op, 0);
        reader.Add(op, o.Activation, name => new DepthwiseConvNode(name, input, weights, bias, geometry));
    }

    public static void FullyConnected(TfliteGraphReader reader, Operator op)
    {
        FullyConnectedOptions o = reader.Options<FullyConnectedOptions>(op);
        if (o.WeightsFormat != FullyConnectedWeightsFormat.Default)
            throw reader.Error(op, $"weights in the format {o.WeightsFormat} are not supported");
        FloatTensor weights = reader.Constant(op, 1);
        float[]? bias = reader.Bias(op, 2);
        string input = reader.Value(op, 0);
        if (reader.ShapeOf(input).Count != 2 && weights.Shape.Count == 2)
            input = reader.AddInner(new ReshapeNode(reader.Unused($"{input}/flat"), input, [-1, weights.Shape[1]]));
        reader.Add(op, o.Activation, name => new DenseNode(name, input, weights, bias));
    }

    internal static PaddingKind Kind(Padding padding) => padding == Padding.Same ? PaddingKind.Same : PaddingKind.Valid;
}
