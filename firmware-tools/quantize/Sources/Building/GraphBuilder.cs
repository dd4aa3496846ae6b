using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>Collects nodes in topological order and checks each: names, inputs, and the shapes of values and weights.</summary>
internal sealed class GraphBuilder(SourceFile file)
{
    private const int MaxNodes = 2_000;

    private readonly Dictionary<string, int[]> _shapes = [];
    private readonly List<FloatNode> _nodes = [];
    private readonly Dictionary<string, FloatNode> _byName = [];
    private GraphInput? _input;

    /// <summary>Declares the model's one input.</summary>
    public void SetInput(string name, int height, int width, int channels)
    {
        if (_input is not null)
            throw file.Error($"a second input '{name}' beside '{_input.Name}'; only models of one image can be quantized");
        if (height is < 1 or > 4096 || width is < 1 or > 4096 || channels is not (1 or 3))
        {
            throw file.Error($"input '{name}' is {height}×{width}×{channels}; an image of 1 … 4096 by 1 … 4096 pixels with 1 or 3 " +
                "channels is expected (--input-size gives a size that the file leaves open)");
        }

        _input = new GraphInput(name, height, width, channels);
        _shapes.Add(name, [1, height, width, channels]);
    }

    public GraphInput Input => _input ?? throw file.Error("the model has no input; export the whole model again");

    public bool Knows(string value) => _shapes.ContainsKey(value);

    /// <summary>NHWC shape of a value, with the batch of 1.</summary>
    public IReadOnlyList<int> ShapeOf(string value) =>
        _shapes.TryGetValue(value, out int[]? shape) ? shape : throw file.Error($"'{value}' is read before it is computed");

    /// <summary>Appends a node and returns the name of its value.</summary>
    public string Add(FloatNode node)
    {
        var inputs = new List<IReadOnlyList<int>>(node.Inputs.Count);
        foreach (string input in node.Inputs)
            inputs.Add(ShapeOf(input));
        int[]? shape = ShapeInference.TryInfer(node, inputs, out string problem);
        if (shape is not null && Shapes.ElementCount(shape) < 0)
            problem = $"a result of {Shapes.Text(shape)} is empty or too large";
        if (problem.Length > 0)
            throw file.Error($"{ShapeInference.Describe(node)} '{node.Name}': {problem}");
        if (_nodes.Count == MaxNodes)
            throw file.Error($"more than {MaxNodes} operations");
        if (!_shapes.TryAdd(node.Name, shape!))
            throw file.Error($"two values are called '{node.Name}'; the file is damaged");
        _nodes.Add(node);
        _byName.Add(node.Name, node);
        return node.Name;
    }

    /// <summary>The node that computes a value, or <see langword="null"/> for the input.</summary>
    public FloatNode? NodeOf(string value) => _byName.GetValueOrDefault(value);

    /// <summary>A name that no value has yet.</summary>
    public string Unused(string wanted)
    {
        string name = wanted;
        for (int i = 1; _shapes.ContainsKey(name); i++)
            name = $"{wanted}_{i}";
        return name;
    }

    /// <summary>The graph of everything that <paramref name="output"/> needs.</summary>
    /// <param name="name">Of the graph.</param>
    /// <param name="source">Kind of source, for people.</param>
    /// <param name="output">The model's result.</param>
    /// <param name="convention">How pixels become the input.</param>
    /// <param name="options">May name a file of labels.</param>
    /// <param name="labels">The source's own, used if they fit the classes.</param>
    public FloatGraph Build(
        string name,
        string source,
        string output,
        ChosenConvention convention,
        SourceOptions options,
        IReadOnlyList<string>? labels = null)
    {
        int classes = ShapeOf(output) is [.., var last] ? last : 1;
        var needed = new HashSet<string> { output };
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(_nodes[i].Name))
                needed.UnionWith(_nodes[i].Inputs);
        }

        if (!needed.Contains(Input.Name))
            throw file.Error($"the output '{output}' does not depend on the input '{Input.Name}'");
        return new FloatGraph
        {
            Name = name,
            Source = source,
            Input = Input,
            Nodes = [.. _nodes.Where(node => needed.Contains(node.Name))],
            Output = output,
            Convention = convention.Normalization,
            ConventionReason = convention.Reason,
            Labels = options.LabelsFile is { } path ? SourceLabels.Read(path, classes) : labels?.Count == classes ? labels : [],
        };
    }
}
