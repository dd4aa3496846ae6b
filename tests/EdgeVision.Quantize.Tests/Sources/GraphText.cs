using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>A graph as text, one line per node, arrays as hashes of their bytes: equal texts mean equal models.</summary>
internal static class GraphText
{
    public static string Of(FloatGraph graph) => string.Join('\n', [graph.Input.ToString(), .. graph.Nodes.Select(Of), "→ " + graph.Output]);

    public static string Of(FloatNode node) => $"{node.GetType().Name} {node.Name} ({string.Join(", ", node.Inputs)}) " + node switch
    {
        ConvNode n => $"{Of(n.Weights)} {Of(n.Bias)} {n.Geometry}",
        DepthwiseConvNode n => $"{Of(n.Weights)} {Of(n.Bias)} {n.Geometry}",
        DenseNode n => $"{Of(n.Weights)} {Of(n.Bias)}",
        BatchNormNode n => $"{Of(n.Gamma)} {Of(n.Beta)} {Of(n.Mean)} {Of(n.Variance)} {n.Epsilon}",
        ScaleShiftNode n => $"{Of(n.Scale)} {Of(n.Shift)}",
        ActivationNode n => n.Kind.ToString(),
        ConcatNode n => n.Axis.ToString(System.Globalization.CultureInfo.InvariantCulture),
        GlobalAveragePoolNode n => n.KeepDims.ToString(),
        AveragePoolNode n => $"{n.WindowHeight}×{n.WindowWidth} {n.Geometry}",
        MaxPoolNode n => $"{n.WindowHeight}×{n.WindowWidth} {n.Geometry}",
        PadNode n => $"{n.Top} {n.Bottom} {n.Left} {n.Right}",
        ReshapeNode n => string.Join(',', n.Shape),
        _ => "",
    };

    private static string Of(FloatTensor tensor) => $"[{string.Join(',', tensor.Shape)}] {Of(tensor.Data)}";

    private static string Of(float[]? data) =>
        data is null ? "none" : $"{data.Length}#{Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(data.AsSpan())).AsSpan(0, 8))}";
}
