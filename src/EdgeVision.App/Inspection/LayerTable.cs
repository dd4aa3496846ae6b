using EdgeVision.Model;

namespace EdgeVision.App.Inspection;

/// <summary>One row of the table in the MobileNet paper (Howard et al. 2017, table 1), with costs.</summary>
internal sealed record LayerRow(string Layer, string Stride, string Filter, string InputSize, long Macs, long Parameters);

/// <summary>
/// Counts a model's work from the file alone, so that it also works for models that cannot be run, and so that tests can hold the plan's
/// own count against it. Parameters are weights and biases.
/// </summary>
internal static class LayerTable
{
    public static IReadOnlyList<LayerRow> Create(TfliteModel model) => [.. model.Operators.Select(op => Row(model, op))];

    private static LayerRow Row(TfliteModel model, Operator op)
    {
        Tensor? input = TensorAt(model, op.Inputs, 0), weights = TensorAt(model, op.Inputs, 1), output = TensorAt(model, op.Outputs, 0);
        long parameters = op.Inputs.Skip(1)
            .Where(i => i >= 0 && model.Tensors[i].IsConstant && model.Tensors[i].Quantization is not null)
            .Sum(i => model.Tensors[i].ElementCount);
        (string layer, string stride, string filter, long macsPerOutput) = op.Options switch
        {
            Conv2DOptions o when weights is { Shape: [_, int h, int w, int c] } =>
                ("conv", Stride(o.StrideHeight, o.StrideWidth), $"{Join(weights.Shape, 1)}x{weights.Shape[0]}", (long)h * w * c),
            DepthwiseConv2DOptions o when weights is { Shape: [_, int h, int w, _] } =>
                ("conv dw", Stride(o.StrideHeight, o.StrideWidth), $"{Join(weights.Shape, 1)} dw", (long)h * w),
            FullyConnectedOptions when weights is { Shape: [_, int depth] } => ("fc", "", Join(weights.Shape, 0), depth),
            Pool2DOptions o =>
                (op.Code == BuiltinOperator.MaxPool2D ? "max pool" : "avg pool", Stride(o.StrideHeight, o.StrideWidth),
                $"pool {o.FilterHeight}x{o.FilterWidth}", 0),
            _ => (op.DisplayName.ToLowerInvariant().Replace('_', ' '), "", "", 0),
        };
        return new LayerRow(layer, stride, filter, input is null ? "" : Join(input.Shape, Math.Min(1, input.Shape.Count)),
            macsPerOutput * (output?.ElementCount ?? 0), parameters);
    }

    private static Tensor? TensorAt(TfliteModel model, IReadOnlyList<int> indices, int position) =>
        position < indices.Count && indices[position] >= 0 ? model.Tensors[indices[position]] : null;

    private static string Stride(int height, int width) => height == width ? $"s{height}" : $"s{height}x{width}";

    private static string Join(IReadOnlyList<int> shape, int from) => string.Join('x', shape.Skip(from));
}
