using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Layers with weights.</summary>
internal static class KerasLinearLayers
{
    public static void Conv(KerasLayerContext layer)
    {
        layer.Settings.RequireChannelsLast();
        if (layer.Settings.Integer("groups", 1) != 1)
            throw layer.Settings.Error("grouped convolutions are not supported; a depthwise one is a DepthwiseConv2D");
        FloatTensor weights = WeightLayout.HwioToOhwi(layer.Weight(4, 0, "kernel"));
        float[]? bias = layer.Bias(1);
        ConvGeometry geometry = Geometry(layer);
        layer.AddWithActivation(name => new ConvNode(name, layer.Input, weights, bias, geometry));
    }

    public static void Depthwise(KerasLayerContext layer)
    {
        layer.Settings.RequireChannelsLast();
        FloatTensor weights = WeightLayout.HwcmToDepthwise(layer.Weight(4, 0, "depthwise_kernel", "kernel"));
        float[]? bias = layer.Bias(1);
        ConvGeometry geometry = Geometry(layer);
        layer.AddWithActivation(name => new DepthwiseConvNode(name, layer.Input, weights, bias, geometry));
    }

    public static void Separable(KerasLayerContext layer)
    {
        layer.Settings.RequireChannelsLast();
        string depthwise = $"{layer.Name}/depthwise";
        FloatTensor spatial = WeightLayout.HwcmToDepthwise(layer.Weight(4, 0, "depthwise_kernel"));
        FloatTensor pointwise = WeightLayout.HwioToOhwi(layer.Weight(4, 1, "pointwise_kernel"));
        float[]? bias = layer.Bias(2);
        layer.Add(new DepthwiseConvNode(depthwise, layer.Input, spatial, null, Geometry(layer)));
        var unit = new ConvGeometry(1, 1, 1, 1, PaddingKind.Valid);
        layer.AddWithActivation(name => new ConvNode(name, depthwise, pointwise, bias, unit));
    }

    public static void Dense(KerasLayerContext layer)
    {
        FloatTensor weights = WeightLayout.Transpose(layer.Weight(2, 0, "kernel"));
        float[]? bias = layer.Bias(1);
        layer.AddWithActivation(name => new DenseNode(name, layer.Input, weights, bias));
    }

    public static void BatchNormalization(KerasLayerContext layer)
    {
        LayerSettings settings = layer.Settings;
        int last = layer.InputShape.Count - 1;
        int axis = settings.Find("axis").Integers() is [int only] ? only : settings.Find("axis")?.Integer() ?? -1;
        if (axis != -1 && axis != last)
            throw settings.Error($"axis {axis} is not the last one, the channels");

        int position = 0;
        float[]? gamma = settings.Flag("scale", true) ? layer.Weight(1, position++, "gamma").Data : null;
        float[]? beta = settings.Flag("center", true) ? layer.Weight(1, position++, "beta").Data : null;
        float[] mean = layer.Weight(1, position, "moving_mean").Data;
        float[] variance = layer.Weight(1, position + 1, "moving_variance").Data;
        layer.Add(new BatchNormNode(
            layer.Name,
            layer.Input,
            gamma ?? Filled(mean.Length, 1),
            beta ?? Filled(mean.Length, 0),
            mean,
            variance,
            settings.Number("epsilon", 0.001f)));
    }

    public static void Rescaling(KerasLayerContext layer)
    {
        float[] scale = layer.Settings.Numbers("scale") ?? [1];
        float[] offset = layer.Settings.Numbers("offset") ?? [0];
        layer.Add(new ScaleShiftNode(layer.Name, layer.Input, scale, offset));
    }

    public static void Normalization(KerasLayerContext layer)
    {
        const float SmallestDeviation = 1e-7f;
        if (layer.Settings.Flag("invert", false))
            throw layer.Settings.Error("invert is not supported");
        float[] mean = layer.Settings.Numbers("mean") ?? layer.Weight(1, 0, "mean").Data;
        float[] variance = layer.Settings.Numbers("variance") ?? layer.Weight(1, 1, "variance").Data;
        if (mean.Length != variance.Length)
            throw layer.Settings.Error($"{mean.Length} means and {variance.Length} variances");
        var scale = new float[mean.Length];
        var shift = new float[mean.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            scale[i] = 1 / MathF.Max(MathF.Sqrt(variance[i]), SmallestDeviation);
            shift[i] = -mean[i] * scale[i];
        }

        layer.Add(new ScaleShiftNode(layer.Name, layer.Input, scale, shift));
    }

    private static ConvGeometry Geometry(KerasLayerContext layer)
    {
        (int strideHeight, int strideWidth) = layer.Settings.Pair("strides", (1, 1));
        (int dilationHeight, int dilationWidth) = layer.Settings.Pair("dilation_rate", (1, 1));
        return new ConvGeometry(strideHeight, strideWidth, dilationHeight, dilationWidth, layer.Settings.Padding());
    }

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
