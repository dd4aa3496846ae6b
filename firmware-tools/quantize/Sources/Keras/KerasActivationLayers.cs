using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Layers that apply a function.</summary>
internal static class KerasActivationLayers
{
    /// <summary>The node kind of a Keras function, or <see langword="null"/> where there is none.</summary>
    /// <remarks>Keras 2's hard_sigmoid has the slope 0.2, Keras 3's and ours 1/6.</remarks>
    public static ActivationKind? Kind(string function, KerasVersion version) => function switch
    {
        "relu" => ActivationKind.Relu,
        "relu6" => ActivationKind.Relu6,
        "sigmoid" => ActivationKind.Sigmoid,
        "tanh" => ActivationKind.Tanh,
        "hard_swish" or "hard_silu" => ActivationKind.HardSwish,
        "hard_sigmoid" when version == KerasVersion.Keras3 => ActivationKind.HardSigmoid,
        _ => null,
    };

    public static void Activation(KerasLayerContext layer) =>
        layer.AddActivation(layer.Settings.Activation("activation"), layer.Name, layer.Input);

    public static void Softmax(KerasLayerContext layer)
    {
        int axis = layer.Settings.Integer("axis", -1);
        if (axis != -1 && axis != layer.InputShape.Count - 1)
            throw layer.Settings.Error($"axis {axis} is not supported; softmax runs over the last axis");
        layer.Add(new SoftmaxNode(layer.Name, layer.Input));
    }

    public static void Relu(KerasLayerContext layer)
    {
        LayerSettings settings = layer.Settings;
        float most = settings.Number("max_value", float.PositiveInfinity);
        if (settings.Number("negative_slope", 0) != 0 || settings.Number("threshold", 0) != 0 || (most != 6 && !float.IsInfinity(most)))
            throw settings.Error("only max_value 6 or none, negative_slope 0 and threshold 0 are supported");
        layer.Add(new ActivationNode(layer.Name, layer.Input, most == 6 ? ActivationKind.Relu6 : ActivationKind.Relu));
    }
}
