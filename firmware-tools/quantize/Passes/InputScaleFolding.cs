using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>
/// Turns a rescaling of the model's input (Keras <c>Rescaling</c>, <c>Normalization</c>) into a part of the input convention: it then
/// costs nothing, because the int8 input is normalized while a picture is loaded.
/// </summary>
internal static class InputScaleFolding
{
    private static readonly InputConvention RawPixels = new([0], [1]);

    public static FloatGraph Apply(FloatGraph graph)
    {
        while (graph.Nodes is [ScaleShiftNode first, ..] && first.Input == graph.Input.Name && graph.CountReaders()[graph.Input.Name] == 1
            && Array.TrueForAll(first.Scale, s => s > 0))
        {
            InputConvention folded = Fold(graph.Convention ?? RawPixels, first);
            graph = graph.Bypassing(graph.Nodes, new Dictionary<string, string> { [first.Name] = first.Input })
                .With(folded, $"from the model's layer '{first.Name}'");
        }

        return graph;
    }

    // scale · (p − m)/s + shift = (p − (m − shift · s/scale)) / (s/scale)
    private static InputConvention Fold(InputConvention convention, ScaleShiftNode node)
    {
        int count = Math.Max(convention.Mean.Count, Math.Max(node.Scale.Length, node.Shift.Length));
        var mean = new float[count];
        var std = new float[count];
        for (int c = 0; c < count; c++)
        {
            double scale = node.Scale[node.Scale.Length == 1 ? 0 : c], shift = node.Shift[node.Shift.Length == 1 ? 0 : c];
            double m = convention.Mean[convention.Mean.Count == 1 ? 0 : c], s = convention.Std[convention.Std.Count == 1 ? 0 : c];
            mean[c] = (float)(m - (shift * s / scale));
            std[c] = (float)(s / scale);
        }

        return new InputConvention(mean, std);
    }
}
