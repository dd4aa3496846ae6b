using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Operations with weights.</summary>
internal static class OnnxLinearOperations
{
    public static void Conv(OnnxOperation operation)
    {
        string input = operation.Image(0);
        FloatTensor weights = operation.Floats(1);
        if (weights.Shape.Count != 4)
            throw operation.Error($"weights of {Shapes.Text(weights.Shape)} are not those of a 2-dimensional convolution");
        int channels = operation.Builder.ShapeOf(input)[3];
        long groups = operation.Integer("group", 1);
        if (groups != 1 && (groups != channels || weights.Shape[1] != 1))
            throw operation.Error($"{groups} groups of {channels} channels are neither an ordinary nor a depthwise convolution");

        OnnxWindow window = OnnxWindow.Read(operation);
        ConvGeometry geometry = window.Geometry;
        if (!window.IsSame)
        {
            (int, int) size = (weights.Shape[2], weights.Shape[3]);
            (input, geometry) = ExplicitPadding.Apply(operation.Builder, input, $"{operation.Output}/pad", window.Pads, size, geometry);
        }

        (float[]? bias, string name) = Bias(operation, 2, weights.Shape[0]);
        operation.Builder.Add(groups > 1
            ? new DepthwiseConvNode(name, input, WeightLayout.OihwToDepthwise(weights), bias, geometry)
            : new ConvNode(name, input, WeightLayout.OihwToOhwi(weights), bias, geometry));
    }

    public static void Gemm(OnnxOperation operation)
    {
        if (operation.Single("alpha", 1) != 1 || operation.Single("beta", 1) != 1 || operation.Integer("transA", 0) != 0)
            throw operation.Error("only alpha 1, beta 1 and transA 0 are supported");
        FloatTensor weights = Matrix(operation);
        AddDense(operation, operation.Integer("transB", 0) != 0 ? weights : WeightLayout.Transpose(weights));
    }

    public static void MatMul(OnnxOperation operation) => AddDense(operation, WeightLayout.Transpose(Matrix(operation)));

    public static void BatchNormalization(OnnxOperation operation)
    {
        if (operation.Integer("training_mode", 0) != 0)
            throw operation.Error("training_mode is on; export the model for inference (model.eval())");
        string input = operation.Value(0);
        operation.AddElementwise(
            new BatchNormNode(
                operation.Output,
                input,
                operation.Floats(1).Data,
                operation.Floats(2).Data,
                operation.Floats(3).Data,
                operation.Floats(4).Data,
                operation.Single("epsilon", 1e-5f)),
            input);
    }

    private static FloatTensor Matrix(OnnxOperation operation)
    {
        FloatTensor weights = operation.Floats(1);
        return weights.Shape.Count == 2
            ? weights
            : throw operation.Error($"weights of {Shapes.Text(weights.Shape)} are not a matrix");
    }

    /// <param name="operation">A matrix product.</param>
    /// <param name="weights">[out, in].</param>
    private static void AddDense(OnnxOperation operation, FloatTensor weights)
    {
        string input = operation.Value(0);
        if (operation.Graph.Layout.FlattenedImage(input) is { } image)
        {
            (int channels, int height, int width) = image;
            if ((long)channels * height * width != weights.Shape[1])
                throw operation.Error($"weights {Shapes.Text(weights.Shape)} do not fit a flattened image of {height}×{width}×{channels}");
            var byChannel = new FloatTensor([weights.Shape[0], channels, height, width], weights.Data);
            weights = new FloatTensor(weights.Shape, WeightLayout.OihwToOhwi(byChannel).Data);
        }

        (float[]? bias, string name) = Bias(operation, 2, weights.Shape[0]);
        operation.Builder.Add(new DenseNode(name, input, weights, bias));
    }

    /// <summary>The bias that is an input or that the next operation adds, and the name of the result.</summary>
    private static (float[]? Bias, string Name) Bias(OnnxOperation operation, int position, int channels) =>
        operation.Has(position) ? (operation.Floats(position).Data, operation.Output)
        : operation.Graph.TryAbsorbBias(operation.Output, channels) is { } absorbed ? (absorbed.Bias, absorbed.Sum)
        : (null, operation.Output);
}
