using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>Refuses weights that no range can hold.</summary>
internal static class WeightCheck
{
    /// <exception cref="SourceException">A weight is NaN or infinite.</exception>
    public static void RequireFinite(FloatGraph graph)
    {
        foreach (FloatNode node in graph.Nodes)
        {
            foreach ((string what, float[] values) in ParametersOf(node))
            {
                int bad = Array.FindIndex(values, value => !float.IsFinite(value));
                if (bad >= 0)
                {
                    throw new SourceException(
                        $"{graph.Name}: layer '{node.Name}': {what}[{bad}] is {values[bad]}; the training diverged or the file is damaged, take an earlier checkpoint");
                }
            }
        }
    }

    private static IEnumerable<(string What, float[] Values)> ParametersOf(FloatNode node) => node switch
    {
        BatchNormNode n => [("gamma", n.Gamma), ("beta", n.Beta), ("mean", n.Mean), ("variance", n.Variance)],
        ScaleShiftNode n => [("scale", n.Scale), ("shift", n.Shift)],
        _ when LinearLayer.Of(node) is { } layer => [("weights", layer.Weights.Data), ("bias", layer.Bias)],
        _ => [],
    };
}
