using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Passes;

/// <summary>A MobileNet of three layers with random weights, and random inputs for it.</summary>
internal static class SmallNet
{
    public const int Classes = 6;
    public static readonly ValueRange InputRange = new(-1, 1);
    private static readonly ConvGeometry Unit = new(1, 1, 1, 1, PaddingKind.Same);

    public static FloatGraph Create(int size = 12, uint seed = 7)
    {
        var random = new Prng(seed);
        const int First = 8, Second = 12;
        FloatNode[] nodes =
        [
            new PadNode("pad", "image", 0, 1, 0, 1),
            new ConvNode("conv", "pad", Random(ref random, 0.4, First, 3, 3, 3), null, new ConvGeometry(2, 2, 1, 1, PaddingKind.Valid)),
            Norm(ref random, "conv_bn", "conv", First),
            new ActivationNode("conv_relu", "conv_bn", ActivationKind.Relu6),
            new DepthwiseConvNode("dw", "conv_relu", Random(ref random, 0.5, 1, 3, 3, First), null, Unit),
            Norm(ref random, "dw_bn", "dw", First),
            new ActivationNode("dw_relu", "dw_bn", ActivationKind.Relu6),
            new ConvNode("pw", "dw_relu", Random(ref random, 0.6, Second, 1, 1, First), null, Unit),
            Norm(ref random, "pw_bn", "pw", Second),
            new ActivationNode("pw_relu", "pw_bn", ActivationKind.Relu6),
            new GlobalAveragePoolNode("pool", "pw_relu", KeepDims: false),
            new ReshapeNode("flat", "pool", [1, 1, 1, Second]),
            new IdentityNode("dropout", "flat"),
            new ConvNode("logits", "dropout", Random(ref random, 2, Classes, 1, 1, Second), Random(ref random, 0.5, Classes).Data, Unit),
            new ReshapeNode("scores", "logits", [1, Classes]),
            new SoftmaxNode("probabilities", "scores"),
        ];
        return Graph(nodes, "probabilities", size);
    }

    public static FloatGraph Graph(IReadOnlyList<FloatNode> nodes, string output, int size = 12, int channels = 3) => new()
    {
        Name = "small",
        Source = "test",
        Input = new GraphInput("image", size, size, channels),
        Nodes = nodes,
        Output = output,
        Convention = new InputConvention([127.5f], [127.5f]),
    };

    public static FloatTensor Random(ref Prng random, double spread, params int[] shape)
    {
        var data = new float[ValueShapes.Count(shape)];
        for (int i = 0; i < data.Length; i++)
            data[i] = (float)(((random.NextDouble() * 2) - 1) * spread);
        return new FloatTensor(shape, data);
    }

    public static BatchNormNode Norm(ref Prng random, string name, string input, int channels)
    {
        float[] positive = Array.ConvertAll(Random(ref random, 0.9, channels).Data, x => x + 1.2f);
        return new BatchNormNode(name, input, positive, Random(ref random, 1, channels).Data, Random(ref random, 0.3, channels).Data, positive, 1e-3f);
    }

    public static Sample[] Samples(int count, int size = 12, uint seed = 99)
    {
        var random = new Prng(seed);
        var samples = new Sample[count];
        for (int i = 0; i < count; i++)
        {
            // A plane with a random slope and a little noise: neighbouring pixels are alike, as in pictures.
            float[] noise = Random(ref random, 0.2, size, size, 3).Data, slope = Random(ref random, 0.8, 9).Data;
            for (int p = 0; p < noise.Length; p++)
            {
                int c = p % 3, x = p / 3 % size, y = p / 3 / size;
                noise[p] = Math.Clamp(noise[p] + slope[c] + (slope[3 + c] * x / size) + (slope[6 + c] * y / size), -1, 1);
            }

            samples[i] = Sample.Tensor($"{i}", noise, ActivationQuantization.Covering(InputRange));
        }

        return samples;
    }

    public static float[] Run(FloatGraph graph, float[] input, string? value = null)
    {
        FloatSession session = new FloatProgram(graph).CreateSession();
        input.CopyTo(session.Input, 0);
        session.Run();
        return [.. session[value ?? graph.Output]];
    }

    public static float[] InputOf(Sample sample, int size = 12)
    {
        var input = new float[size * size * 3];
        sample.CopyTo(input);
        return input;
    }

    public static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"element {i}: expected {expected[i]}, got {actual[i]}");
    }
}
