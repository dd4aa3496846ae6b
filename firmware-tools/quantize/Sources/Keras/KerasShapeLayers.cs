using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Layers that move, join or pass on values.</summary>
internal static class KerasShapeLayers
{
    public static void Reshape(KerasLayerContext layer) =>
        layer.Add(new ReshapeNode(layer.Name, layer.Input, [1, .. layer.Settings.Integers("target_shape")]));

    public static void Flatten(KerasLayerContext layer)
    {
        layer.Settings.RequireChannelsLast();
        layer.Add(new ReshapeNode(layer.Name, layer.Input, [1, -1]));
    }

    public static void Identity(KerasLayerContext layer) => layer.Add(new IdentityNode(layer.Name, layer.Input));

    public static void Add(KerasLayerContext layer) => layer.AddChain(static (name, a, b) => new AddNode(name, a, b));

    public static void Multiply(KerasLayerContext layer) => layer.AddChain(static (name, a, b) => new MulNode(name, a, b));

    public static void Concatenate(KerasLayerContext layer)
    {
        int axis = layer.Settings.Integer("axis", -1);
        layer.Add(new ConcatNode(layer.Name, layer.Inputs, axis < 0 ? axis + layer.InputShape.Count : axis));
    }
}
