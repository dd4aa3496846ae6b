using EdgeVision.Quantize.Graph;
using static EdgeVision.Quantize.Tests.Sources.OnnxBytes;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>ONNX models of a few operations on one small image.</summary>
internal static class OnnxModels
{
    /// <summary>Shape of the input <c>x</c>.</summary>
    public static readonly long[] Image = [1, 3, 6, 4];

    public static OnnxBytes[] Norm(float variance) =>
        [Floats("g", [3], 1, 2, 3), Floats("b", [3], 1, 2, 3), Floats("m", [3], 1, 2, 3), Floats("v", [3], 1, variance, 1)];

    public static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 97) - 40f + (i / 97))];

    public static FloatGraph Parse(OnnxBytes[] initializers, params OnnxBytes[] nodes) =>
        Fixtures.Parse("m.onnx", ModelOf(11, Image, initializers, nodes));

    public static string Refusal(OnnxBytes[] initializers, params OnnxBytes[] nodes) => Message(ModelOf(11, Image, initializers, nodes));

    public static string Message(byte[] bytes) => Assert.Throws<SourceException>(() => Fixtures.Parse("m.onnx", bytes)).Message;

    public static T Last<T>(FloatGraph graph)
        where T : FloatNode => Assert.IsType<T>(graph.Nodes[^1]);
}
