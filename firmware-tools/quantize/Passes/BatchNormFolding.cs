using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>
/// Merges batch normalization, and scaling per channel, into the layer before it, in double precision. Where there is no such layer it
/// becomes a 1×1 depthwise convolution, which computes the same. A folded layer takes the name of the normalization.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>Folds, and notes what normalization tells about the values it produced.</summary>
    public static FloatGraph Apply(FloatGraph graph, Dictionary<string, ChannelMoments> moments)
    {
        Dictionary<string, int> readers = graph.CountReaders();
        Dictionary<string, int[]> shapes = ValueShapes.Infer(graph);
        var nodes = new List<FloatNode>(graph.Nodes.Count);
        foreach (FloatNode node in graph.Nodes)
        {
            if (AffineOf(node, shapes[node.Name][^1]) is not var (scale, shift))
            {
                nodes.Add(node);
                continue;
            }

            if (node is BatchNormNode norm)
                moments[norm.Name] = new ChannelMoments(norm.Beta, Array.ConvertAll(norm.Gamma, Math.Abs));
            int before = nodes.FindIndex(n => n.Name == node.Inputs[0]);
            LinearLayer? layer = before >= 0 && readers[node.Inputs[0]] == 1 ? LinearLayer.Of(nodes[before]) : null;
            if (layer is null)
                nodes.Add(AsDepthwise(graph, node, shapes[node.Name], scale, shift));
            else
                nodes[before] = layer.Mapped(scale, shift) with { Name = node.Name };
        }

        return graph.With(nodes);
    }

    private static (double[] Scale, double[] Shift)? AffineOf(FloatNode node, int channels)
    {
        var scale = new double[channels];
        var shift = new double[channels];
        switch (node)
        {
            case BatchNormNode n:
                for (int c = 0; c < channels; c++)
                {
                    scale[c] = n.Gamma[c] / Math.Sqrt((double)n.Variance[c] + n.Epsilon);
                    shift[c] = n.Beta[c] - (n.Mean[c] * scale[c]);
                }

                return (scale, shift);
            case ScaleShiftNode n:
                for (int c = 0; c < channels; c++)
                {
                    scale[c] = n.Scale[n.Scale.Length == 1 ? 0 : c];
                    shift[c] = n.Shift[n.Shift.Length == 1 ? 0 : c];
                }

                return (scale, shift);
            default:
                return null;
        }
    }

    private static DepthwiseConvNode AsDepthwise(FloatGraph graph, FloatNode node, int[] shape, double[] scale, double[] shift)
    {
        if (shape.Length != 4)
        {
            throw new SourceException(
                $"{graph.Name}: layer '{node.Name}' normalizes [{string.Join(", ", shape)}], which no layer before it can absorb; only images are supported there");
        }

        var weights = new FloatTensor([1, 1, 1, scale.Length], Array.ConvertAll(scale, s => (float)s));
        return new DepthwiseConvNode(node.Name, node.Inputs[0], weights, Array.ConvertAll(shift, s => (float)s),
            new ConvGeometry(1, 1, 1, 1, PaddingKind.Valid));
    }
}
