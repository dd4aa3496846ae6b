using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.MobileNet;

/// <summary>Takes one layer's weights after the other, in TensorFlow Lite's layouts.</summary>
/// <remarks>Keras has convolutions' <c>kernel</c> (height, width, in, out), PyTorch their <c>weight</c> (out, in, height, width).</remarks>
internal sealed class WeightModuleCursor(SourceFile file, IReadOnlyList<WeightModule> modules)
{
    private int _next;

    public bool AtEnd => _next == modules.Count;

    public WeightModule Current => modules[_next];

    public FloatTensor TakeConv(string layer, out float[]? bias)
    {
        WeightModule module = Take(layer);
        bias = module.Find("bias")?.Data;
        return module.Find("kernel") is { Shape.Count: 4 } kernel ? WeightLayout.HwioToOhwi(kernel)
            : module.Find("weight") is { Shape.Count: 4 } weight ? WeightLayout.OihwToOhwi(weight)
            : throw Mismatch(module, $"convolution '{layer}'");
    }

    public FloatTensor TakeDepthwise(string layer, out float[]? bias)
    {
        WeightModule module = Take(layer);
        bias = module.Find("bias")?.Data;
        return module.Find("depthwise_kernel", "kernel") is { Shape: [_, _, _, 1] } kernel ? WeightLayout.HwcmToDepthwise(kernel)
            : module.Find("weight") is { Shape: [_, 1, _, _] } weight ? WeightLayout.OihwToDepthwise(weight)
            : throw Mismatch(module, $"depthwise convolution '{layer}'");
    }

    /// <summary>The normalization after a layer, or <see langword="null"/> where it was folded into the weights.</summary>
    public BatchNormNode? TakeNormalization(string layer, string input, float epsilon)
    {
        if (AtEnd || !Current.IsNormalization)
            return null;
        WeightModule module = Take(layer);
        float[] mean = Vector(module, "moving_mean", "running_mean");
        return new BatchNormNode(
            $"{layer}_bn",
            input,
            Vector(module, "gamma", "weight"),
            Vector(module, "beta", "bias"),
            mean,
            Vector(module, "moving_variance", "running_var"),
            epsilon);
    }

    /// <summary>[classes, 1, 1, features] of a convolution or [classes, features] of a dense layer.</summary>
    public FloatTensor TakeClassifier(out float[]? bias)
    {
        if (Current.Find("kernel", "weight") is { Shape.Count: 4 })
            return TakeConv("classifier", out bias);
        WeightModule module = Take("classifier");
        bias = module.Find("bias")?.Data;
        return module.Find("kernel") is { Shape.Count: 2 } kernel ? WeightLayout.Transpose(kernel)
            : module.Find("weight") is { Shape.Count: 2 } weight ? weight
            : throw Mismatch(module, "classifier");
    }

    private WeightModule Take(string layer) => AtEnd
        ? throw file.Error($"the weights end before layer '{layer}' of a MobileNetV1; use a file with its graph (full .h5, ONNX, .tflite)")
        : modules[_next++];

    private float[] Vector(WeightModule module, params ReadOnlySpan<string> names) =>
        module.Find(names) is { Shape.Count: 1 } tensor ? tensor.Data : throw Mismatch(module, $"normalization with '{names[0]}'");

    private SourceException Mismatch(WeightModule module, string expected) =>
        file.Error($"{module} stands where a MobileNetV1 has the {expected}; use a file with its graph (full .h5, ONNX, .tflite)");
}
