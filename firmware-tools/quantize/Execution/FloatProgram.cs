using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Execution;

/// <summary>A float graph made ready to run: the reference that every step of quantization is compared with.</summary>
internal sealed class FloatProgram
{
    private readonly IReadOnlyDictionary<string, int[]> _shapes;
    private readonly FloatOperator[] _operators;

    /// <summary>Packs the weights of a graph, folded or not.</summary>
    public FloatProgram(FloatGraph graph)
    {
        Graph = graph;
        _shapes = ValueShapes.Infer(graph);
        _operators = [.. graph.Nodes.Select(node => FloatOperator.For(node, _shapes))];
    }

    /// <summary>What is run.</summary>
    public FloatGraph Graph { get; }

    /// <summary>Memory for one run at a time; several sessions share the program.</summary>
    public FloatSession CreateSession() => new(this, _shapes, _operators);
}

/// <summary>Runs a float program one input at a time; all values stay readable until the next run.</summary>
internal sealed class FloatSession
{
    private readonly Dictionary<string, float[]> _values = [];
    private readonly (FloatOperator Operator, float[][] Inputs, float[] Output)[] _steps;

    internal FloatSession(FloatProgram program, IReadOnlyDictionary<string, int[]> shapes, FloatOperator[] operators)
    {
        Input = _values[program.Graph.Input.Name] = New(program.Graph.Input.Name);
        _steps = new (FloatOperator, float[][], float[])[operators.Length];
        for (int i = 0; i < operators.Length; i++)
        {
            FloatNode node = program.Graph.Nodes[i];
            float[][] inputs = [.. node.Inputs.Select(name => _values[name])];
            _steps[i] = (operators[i], inputs, _values[node.Name] = New(node.Name));
        }

        Output = _values[program.Graph.Output];

        float[] New(string name) => new float[ValueShapes.Count(shapes[name])];
    }

    /// <summary>To be filled before a run: NHWC, normalized.</summary>
    public float[] Input { get; }

    /// <summary>The model's result.</summary>
    public float[] Output { get; }

    /// <summary>Any value of the graph, by name.</summary>
    public float[] this[string value] => _values[value];

    /// <summary>Runs all nodes once.</summary>
    public void Run()
    {
        foreach ((FloatOperator op, float[][] inputs, float[] output) in _steps)
            op.Run(inputs, output);
    }
}
