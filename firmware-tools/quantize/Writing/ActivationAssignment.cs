using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Writing;

/// <summary>
/// Turns ranges into scales and zero points. Operators that only move values (reshape, pooling, padding, concatenation) demand equal
/// quantization of what they read and write: such values form a group with one range.
/// </summary>
internal static class ActivationAssignment
{
    /// <summary>Quantization of every value of the int8 model.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ranges">The range of every value that has no prescribed one.</param>
    /// <exception cref="SourceException">A concatenation joins values with different prescribed ranges.</exception>
    public static Dictionary<string, ActivationQuantization> Assign(QuantizableGraph graph, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        Dictionary<string, string> groups = GroupsOf(graph);
        var prescribed = new Dictionary<string, ActivationQuantization>();
        var united = new Dictionary<string, ValueRange>();
        foreach ((string value, string group) in groups)
        {
            if (Prescribed(graph, value) is { } fixedChoice)
            {
                if (prescribed.TryGetValue(group, out ActivationQuantization other) && other != fixedChoice)
                    throw new SourceException($"{graph.Float.Name}: '{value}' is joined with a value of another prescribed range; int8 cannot express that");
                prescribed[group] = fixedChoice;
            }
            else if (ranges.TryGetValue(value, out ValueRange range))
            {
                united[group] = united.TryGetValue(group, out ValueRange before) ? before.Union(range) : range;
            }
        }

        return groups.ToDictionary(
            pair => pair.Key,
            pair => prescribed.TryGetValue(pair.Value, out ActivationQuantization choice)
                ? choice
                : ActivationQuantization.Covering(united[pair.Value]));
    }

    /// <summary>The values that own a range: one for each group that has no prescribed one.</summary>
    public static IReadOnlyList<string> Owners(QuantizableGraph graph)
    {
        Dictionary<string, string> groups = GroupsOf(graph);
        var settled = groups.Where(pair => Prescribed(graph, pair.Key) is not null).Select(pair => pair.Value).ToHashSet();
        return [.. groups.Where(pair => pair.Key == pair.Value && !settled.Contains(pair.Value)).Select(pair => pair.Key)];
    }

    // Each value's representative: the first of its group in order of computation.
    private static Dictionary<string, string> GroupsOf(QuantizableGraph graph)
    {
        var groups = new Dictionary<string, string> { [graph.Float.Input.Name] = graph.Float.Input.Name };
        foreach (Operation operation in graph.Operations)
        {
            bool moves = operation.Node is ReshapeNode or MaxPoolNode or AveragePoolNode or PadNode or ConcatNode;
            string group = groups[operation.Output] = moves ? groups[operation.Inputs[0]] : operation.Output;
            if (operation.Node is not ConcatNode)
                continue;
            foreach (string input in operation.Inputs)
            {
                string other = groups[input];
                foreach (string value in groups.Keys.ToArray())
                {
                    if (groups[value] == other)
                        groups[value] = group;
                }
            }
        }

        return groups;
    }

    private static ActivationQuantization? Prescribed(QuantizableGraph graph, string value)
    {
        foreach (Operation operation in graph.Operations)
        {
            if (operation.Output == value)
            {
                return operation.Node switch
                {
                    SoftmaxNode or ActivationNode { Kind: ActivationKind.Sigmoid } => ActivationQuantization.Probability,
                    ActivationNode { Kind: ActivationKind.Tanh } => ActivationQuantization.HyperbolicTangent,
                    _ => null,
                };
            }
        }

        return null;
    }
}
