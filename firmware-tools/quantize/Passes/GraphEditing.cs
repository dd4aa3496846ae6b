using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>Copies of graphs and nodes with something changed.</summary>
internal static class GraphEditing
{
    /// <summary>The graph with other nodes.</summary>
    public static FloatGraph With(this FloatGraph graph, IReadOnlyList<FloatNode> nodes) => graph.With(nodes, graph.Output);

    /// <summary>The graph with other nodes and another result.</summary>
    public static FloatGraph With(this FloatGraph graph, IReadOnlyList<FloatNode> nodes, string output) => new()
    {
        Name = graph.Name,
        Source = graph.Source,
        Input = graph.Input,
        Nodes = nodes,
        Output = output,
        Convention = graph.Convention,
        ConventionReason = graph.ConventionReason,
        Labels = graph.Labels,
    };

    /// <summary>The graph with another input convention.</summary>
    public static FloatGraph With(this FloatGraph graph, InputConvention convention, string reason) => new()
    {
        Name = graph.Name,
        Source = graph.Source,
        Input = graph.Input,
        Nodes = graph.Nodes,
        Output = graph.Output,
        Convention = convention,
        ConventionReason = reason,
        Labels = graph.Labels,
    };

    /// <summary>The node reading other values.</summary>
    public static FloatNode Reading(this FloatNode node, IReadOnlyList<string> inputs) => node switch
    {
        ConvNode n => n with { Input = inputs[0], Inputs = inputs },
        DepthwiseConvNode n => n with { Input = inputs[0], Inputs = inputs },
        DenseNode n => n with { Input = inputs[0], Inputs = inputs },
        BatchNormNode n => n with { Input = inputs[0], Inputs = inputs },
        ScaleShiftNode n => n with { Input = inputs[0], Inputs = inputs },
        ActivationNode n => n with { Input = inputs[0], Inputs = inputs },
        AddNode n => n with { A = inputs[0], B = inputs[1], Inputs = inputs },
        MulNode n => n with { A = inputs[0], B = inputs[1], Inputs = inputs },
        GlobalAveragePoolNode n => n with { Input = inputs[0], Inputs = inputs },
        AveragePoolNode n => n with { Input = inputs[0], Inputs = inputs },
        MaxPoolNode n => n with { Input = inputs[0], Inputs = inputs },
        PadNode n => n with { Input = inputs[0], Inputs = inputs },
        ReshapeNode n => n with { Input = inputs[0], Inputs = inputs },
        SoftmaxNode n => n with { Input = inputs[0], Inputs = inputs },
        IdentityNode n => n with { Input = inputs[0], Inputs = inputs },
        _ => node with { Inputs = inputs },
    };

    /// <summary>
    /// The graph without the nodes in <paramref name="merged"/>: whoever read such a node's value reads what it is mapped to instead.
    /// </summary>
    public static FloatGraph Bypassing(this FloatGraph graph, IReadOnlyList<FloatNode> nodes, IReadOnlyDictionary<string, string> merged)
    {
        var kept = new List<FloatNode>(nodes.Count);
        foreach (FloatNode node in nodes)
        {
            if (merged.ContainsKey(node.Name))
                continue;
            kept.Add(node.Inputs.Any(merged.ContainsKey) ? node.Reading([.. node.Inputs.Select(Resolve)]) : node);
        }

        return graph.With(kept, Resolve(graph.Output));

        string Resolve(string name)
        {
            while (merged.TryGetValue(name, out string? source))
                name = source;
            return name;
        }
    }

    /// <summary>How many nodes read each value; the result of the graph counts as read once more.</summary>
    public static Dictionary<string, int> CountReaders(this FloatGraph graph)
    {
        var readers = new Dictionary<string, int> { [graph.Output] = 1 };
        foreach (FloatNode node in graph.Nodes)
        {
            foreach (string input in node.Inputs)
                readers[input] = readers.GetValueOrDefault(input) + 1;
        }

        return readers;
    }
}
