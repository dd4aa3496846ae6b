using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>
/// Merges a zero padding into the window after it where TensorFlow's SAME adds exactly the same rows and columns, which depends on the
/// size of the image. Keras pads (0, 1) before stride 2: for even sizes that is SAME.
/// </summary>
internal static class PaddingFusion
{
    public static FloatGraph Apply(FloatGraph graph)
    {
        Dictionary<string, int[]> shapes = ValueShapes.Infer(graph);
        Dictionary<string, int> readers = graph.CountReaders();
        var pads = new Dictionary<string, PadNode>();
        var merged = new Dictionary<string, string>();
        var nodes = new List<FloatNode>(graph.Nodes.Count);
        foreach (FloatNode node in graph.Nodes)
        {
            if (node is PadNode padding)
                pads[padding.Name] = padding;
            bool fuses = LinearLayer.Of(node) is { Geometry.Padding: PaddingKind.Valid } layer
                && pads.TryGetValue(node.Inputs[0], out PadNode? pad)
                && readers[pad.Name] == 1
                && IsSame(layer, pad, shapes[pad.Input]);
            if (fuses)
                merged[node.Inputs[0]] = pads[node.Inputs[0]].Input;
            nodes.Add(fuses ? WithSamePadding(node) : node);
        }

        return graph.Bypassing(nodes, merged);
    }

    private static bool IsSame(LinearLayer layer, PadNode pad, int[] input)
    {
        ConvGeometry g = layer.Geometry!.Value;
        return ValueShapes.SamePadding(input[1], layer.KernelHeight, g.StrideHeight, g.DilationHeight) == (pad.Top, pad.Bottom)
            && ValueShapes.SamePadding(input[2], layer.KernelWidth, g.StrideWidth, g.DilationWidth) == (pad.Left, pad.Right)
            && SameSize(input[1], pad.Top + pad.Bottom, layer.KernelHeight, g.StrideHeight, g.DilationHeight)
            && SameSize(input[2], pad.Left + pad.Right, layer.KernelWidth, g.StrideWidth, g.DilationWidth);
    }

    private static bool SameSize(int input, int added, int kernel, int stride, int dilation) =>
        ValueShapes.OutputSize(input, kernel, stride, dilation, PaddingKind.Same)
        == ValueShapes.OutputSize(input + added, kernel, stride, dilation, PaddingKind.Valid);

    private static FloatNode WithSamePadding(FloatNode node) => node switch
    {
        ConvNode n => n with { Geometry = n.Geometry with { Padding = PaddingKind.Same } },
        DepthwiseConvNode n => n with { Geometry = n.Geometry with { Padding = PaddingKind.Same } },
        _ => node,
    };
}
