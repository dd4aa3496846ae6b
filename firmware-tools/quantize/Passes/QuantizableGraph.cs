using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>One operator of the int8 model: a node and the ReLU or ReLU6 that is applied before its result is stored.</summary>
/// <param name="Node">What is computed.</param>
/// <param name="Clip">The fused activation, or <see langword="null"/>.</param>
/// <param name="Output">The value stored: the activation's, or the node's own.</param>
internal sealed record Operation(FloatNode Node, ActivationKind? Clip, string Output)
{
    /// <summary>The values read.</summary>
    public IReadOnlyList<string> Inputs => Node.Inputs;

    /// <summary>The node as a linear layer, or <see langword="null"/>.</summary>
    public LinearLayer? Linear { get; } = LinearLayer.Of(Node);
}

/// <summary>A folded float graph, seen as the operators that the int8 model will have.</summary>
internal sealed class QuantizableGraph
{
    private QuantizableGraph(FloatGraph graph, IReadOnlyDictionary<string, ChannelMoments> moments, IReadOnlyList<Operation> operations)
    {
        Float = graph;
        Moments = moments;
        Operations = operations;
        Shapes = ValueShapes.Infer(graph);
    }

    /// <summary>The graph with batch normalization, padding and no-ops folded away; activations are still nodes of their own.</summary>
    public FloatGraph Float { get; }

    /// <summary>What batch normalization says about the values it produced, by name.</summary>
    public IReadOnlyDictionary<string, ChannelMoments> Moments { get; }

    /// <summary>The operators in order of execution.</summary>
    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Shapes of all values.</summary>
    public IReadOnlyDictionary<string, int[]> Shapes { get; }

    /// <summary>The value that softmax turns into probabilities; the output itself in a model without softmax.</summary>
    public string Logits
    {
        get
        {
            int last = Operations.Count - 1;
            while (last > 0 && Operations[last].Node is ReshapeNode)
                last--;
            return Operations[last].Node is SoftmaxNode softmax ? softmax.Input : Float.Output;
        }
    }

    /// <summary>Folds everything that can be folded.</summary>
    /// <exception cref="SourceException">The graph is damaged, or holds something that int8 cannot express.</exception>
    public static QuantizableGraph Create(FloatGraph graph)
    {
        WeightCheck.RequireFinite(graph);
        var moments = new Dictionary<string, ChannelMoments>();
        FloatGraph folded = IdentityRemoval.Apply(graph);
        folded = InputScaleFolding.Apply(folded);
        folded = BatchNormFolding.Apply(folded, moments);
        folded = PaddingFusion.Apply(folded);
        WeightCheck.RequireFinite(folded);
        return new QuantizableGraph(folded, moments, Group(folded));
    }

    /// <summary>The graph with other nodes in place of those with the same names.</summary>
    public QuantizableGraph With(IReadOnlyDictionary<string, FloatNode> replacements)
    {
        FloatGraph graph = Float.With([.. Float.Nodes.Select(node => replacements.GetValueOrDefault(node.Name, node))]);
        return new QuantizableGraph(graph, Moments, Group(graph));
    }

    /// <summary>The graph with another input convention.</summary>
    public QuantizableGraph With(InputConvention convention, string reason) => new(Float.With(convention, reason), Moments, Operations);

    /// <summary>The operators that read a value.</summary>
    public IEnumerable<Operation> ReadersOf(string value) => Operations.Where(operation => operation.Inputs.Contains(value));

    private static List<Operation> Group(FloatGraph graph)
    {
        Dictionary<string, int> readers = graph.CountReaders();
        var operations = new List<Operation>(graph.Nodes.Count);
        foreach (FloatNode node in graph.Nodes)
        {
            bool fuses = node is ActivationNode { Kind: ActivationKind.Relu or ActivationKind.Relu6 } activation
                && readers[activation.Input] == 1
                && operations.Count > 0
                && operations[^1] is { Clip: null, Node: ConvNode or DepthwiseConvNode or DenseNode or AddNode or MulNode }
                && operations[^1].Output == activation.Input;
            if (fuses)
                operations[^1] = operations[^1] with { Clip = ((ActivationNode)node).Kind, Output = node.Name };
            else
                operations.Add(new Operation(node, null, node.Name));
        }

        return operations;
    }
}
