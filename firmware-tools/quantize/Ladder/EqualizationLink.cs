using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Ladder;

/// <summary>
/// Two linear layers that a channel can be rescaled between without anyone noticing: nothing else reads what lies between, and all of it
/// treats channels alike.
/// </summary>
/// <param name="Producer">The layer that is multiplied.</param>
/// <param name="Consumer">The layer that is divided.</param>
/// <param name="Between">The values between, the producer's output first.</param>
/// <param name="IsPadded">Whether zeros are added on the way, which a shift would not survive.</param>
internal sealed record EqualizationLink(Operation Producer, Operation Consumer, IReadOnlyList<string> Between, bool IsPadded)
{
    /// <summary>All links of a graph, in order of execution.</summary>
    public static IReadOnlyList<EqualizationLink> Find(QuantizableGraph graph)
    {
        var links = new List<EqualizationLink>();
        foreach (Operation producer in graph.Operations)
        {
            if (producer.Linear is not null && producer.Output != graph.Float.Output && From(graph, producer) is { } link)
                links.Add(link);
        }

        return links;
    }

    private static EqualizationLink? From(QuantizableGraph graph, Operation producer)
    {
        var between = new List<string> { producer.Output };
        bool padded = false;
        while (true)
        {
            string value = between[^1];
            if (value == graph.Float.Output || graph.ReadersOf(value).Take(2).ToArray() is not [Operation reader])
                return null;
            if (reader.Linear is { } layer)
            {
                padded |= layer is { IsPointwise: false, Geometry.Padding: PaddingKind.Same };
                return new EqualizationLink(producer, reader, between, padded);
            }

            bool transparent = reader.Node is GlobalAveragePoolNode or AveragePoolNode or MaxPoolNode or PadNode
                || (reader.Node is ReshapeNode && graph.Shapes[reader.Output][^1] == graph.Shapes[value][^1]);
            if (!transparent)
                return null;
            padded |= reader.Node is PadNode;
            between.Add(reader.Output);
        }
    }
}
