using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Operations on each element.</summary>
internal static class OnnxArithmeticOperations
{
    public static void Add(OnnxOperation operation)
    {
        if (TryConstant(operation, out string value, out float[] constant))
            AddScaleShift(operation, value, [1], constant);
        else
            operation.AddElementwise(new AddNode(operation.Output, InOrder(operation, 0), InOrder(operation, 1)), operation.Value(0));
    }

    public static void Sub(OnnxOperation operation)
    {
        if (!TryConstant(operation, out string value, out float[] constant))
            throw operation.Error("the difference of two values is not supported, only that of a value and a constant");
        if (operation.IsConstant(0))
            AddScaleShift(operation, value, [-1], constant);
        else
            AddScaleShift(operation, value, [1], Array.ConvertAll(constant, x => -x));
    }

    public static void Mul(OnnxOperation operation)
    {
        if (TryConstant(operation, out string value, out float[] constant))
            AddScaleShift(operation, value, constant, [0]);
        else
            operation.AddElementwise(new MulNode(operation.Output, InOrder(operation, 0), InOrder(operation, 1)), operation.Value(0));
    }

    public static void Div(OnnxOperation operation)
    {
        if (operation.IsConstant(0) || !TryConstant(operation, out string value, out float[] constant) || Array.IndexOf(constant, 0) >= 0)
            throw operation.Error("only the division of a value by constants other than 0 is supported");
        AddScaleShift(operation, value, Array.ConvertAll(constant, x => 1 / x), [0]);
    }

    public static void Clip(OnnxOperation operation)
    {
        float least = operation.Has(1) ? Scalar(operation, 1) : operation.Single("min", float.MinValue);
        float most = operation.Has(2) ? Scalar(operation, 2) : operation.Single("max", float.MaxValue);
        ActivationKind kind = (least, most) switch
        {
            (0, 6) => ActivationKind.Relu6,
            (0, >= float.MaxValue) => ActivationKind.Relu,
            _ => throw operation.Error($"the limits {least} … {most} are not supported, only 0 … 6 and 0 … infinity"),
        };
        // PyTorch writes ReLU6 as Relu and Clip; the Relu changes nothing then.
        string value = operation.Value(0);
        if (operation.Builder.NodeOf(value) is ActivationNode { Kind: ActivationKind.Relu } relu)
            value = relu.Inputs[0];
        operation.AddElementwise(new ActivationNode(operation.Output, value, kind), value);
    }

    public static void HardSigmoid(OnnxOperation operation)
    {
        const float Tolerance = 1e-4f;
        float alpha = operation.Single("alpha", 0.2f), beta = operation.Single("beta", 0.5f);
        if (!(MathF.Abs(alpha - (1f / 6)) < Tolerance) || beta != 0.5f)
            throw operation.Error($"alpha {alpha} and beta {beta} are not supported, only 1/6 and 1/2");
        operation.AddActivation(ActivationKind.HardSigmoid);
    }

    public static void Softmax(OnnxOperation operation)
    {
        const int LastAxisByDefault = 13;
        string value = operation.Value(0);
        IReadOnlyList<int> shape = operation.Builder.ShapeOf(value);
        long axis = operation.Integer("axis", operation.Graph.Opset >= LastAxisByDefault ? -1 : 1);
        axis = axis < 0 ? axis + shape.Count : axis;
        bool onePixel = shape.Count == 4 && shape[1] == 1 && shape[2] == 1;
        bool overChannels = shape.Count == 4 && !operation.Graph.Layout.IsChannelsLast(value)
            ? axis == 1 && (onePixel || operation.Graph.Opset >= LastAxisByDefault)
            : axis == shape.Count - 1;
        if (!overChannels)
            throw operation.Error($"axis {axis} is not supported; softmax runs over the channels");
        operation.AddElementwise(new SoftmaxNode(operation.Output, value), value);
    }

    private static float Scalar(OnnxOperation operation, int position) => operation.Floats(position) is { Data: [var value] }
        ? value
        : throw operation.Error($"input {position} is not one number");

    private static void AddScaleShift(OnnxOperation operation, string value, float[] scale, float[] shift) =>
        operation.AddElementwise(new ScaleShiftNode(operation.Output, value, scale, shift), value);

    // A vector in another order than ours must not meet a value in ours.
    private static string InOrder(OnnxOperation operation, int position)
    {
        string value = operation.Value(position);
        bool sameOrder = operation.Graph.Layout.FlattenedImage(value) is null
            && operation.Graph.Layout.IsChannelsLast(value) == operation.Graph.Layout.IsChannelsLast(operation.Value(1 - position));
        return sameOrder ? value : throw operation.Error($"'{value}' has another order of elements than the other operand");
    }

    /// <summary>Whether one operand is a constant with one value or one per channel.</summary>
    private static bool TryConstant(OnnxOperation operation, out string value, out float[] constant)
    {
        int position = operation.IsConstant(0) ? 0 : 1;
        (value, constant) = ("", []);
        if (!operation.IsConstant(position))
            return false;
        value = operation.Value(1 - position);
        FloatTensor tensor = operation.Floats(position);
        constant = tensor.Data;
        if (constant.Length == 1)
            return true;
        int channels = operation.Builder.ShapeOf(value)[^1];
        bool channelsFirst = operation.Builder.ShapeOf(value).Count == 4 && !operation.Graph.Layout.IsChannelsLast(value);
        bool perChannel = channelsFirst ? tensor.Shape is [_, 1, 1] or [1, _, 1, 1] : tensor.Shape[^1] == constant.Length;
        if (constant.Length != channels || !perChannel || operation.Graph.Layout.FlattenedImage(value) is not null)
            throw operation.Error($"a constant of {Shapes.Text(tensor.Shape)} has neither one value nor one per channel");
        return true;
    }
}
