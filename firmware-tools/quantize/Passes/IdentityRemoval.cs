using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>Removes dropout, other no-ops, and reshapes that change nothing.</summary>
internal static class IdentityRemoval
{
    public static FloatGraph Apply(FloatGraph graph)
    {
        Dictionary<string, int[]> shapes = ValueShapes.Infer(graph);
        var merged = new Dictionary<string, string>();
        foreach (FloatNode node in graph.Nodes)
        {
            if (node is IdentityNode || (node is ReshapeNode && shapes[node.Name].SequenceEqual(shapes[node.Inputs[0]])))
                merged[node.Name] = node.Inputs[0];
        }

        return graph.Bypassing(graph.Nodes, merged);
    }
}
