using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Tests.Passes;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Execution;

/// <summary>Every float operator against loops that follow its definition.</summary>
public class FloatOperatorTests
{
    private static float[] Run(FloatNode node, int size, int channels, out float[] input)
    {
        var random = new Prng(11);
        FloatGraph graph = SmallNet.Graph([node], node.Name, size, channels);
        input = SmallNet.Random(ref random, 2, size, size, channels).Data;
        return SmallNet.Run(graph, input);
    }

    [Theory]
    [InlineData(9, 5, 19, 3, 1, 1, PaddingKind.Same)]
    [InlineData(9, 4, 16, 3, 2, 1, PaddingKind.Same)]
    [InlineData(8, 3, 33, 3, 2, 1, PaddingKind.Valid)]
    [InlineData(9, 3, 5, 3, 1, 2, PaddingKind.Same)]
    [InlineData(7, 20, 40, 1, 1, 1, PaddingKind.Same)]
    [InlineData(7, 6, 8, 1, 2, 1, PaddingKind.Valid)]
    public void Convolution(int size, int inputs, int outputs, int kernel, int stride, int dilation, PaddingKind padding)
    {
        var random = new Prng(21);
        var geometry = new ConvGeometry(stride, stride, dilation, dilation, padding);
        FloatTensor weights = SmallNet.Random(ref random, 1, outputs, kernel, kernel, inputs);
        float[] bias = SmallNet.Random(ref random, 1, outputs).Data;
        float[] actual = Run(new ConvNode("y", "image", weights, bias, geometry), size, inputs, out float[] input);

        float[] expected = Slide(size, inputs, outputs, kernel, geometry, input, (o, ky, kx, pixel) =>
        {
            double sum = 0;
            for (int i = 0; i < inputs; i++)
                sum += weights.Data[(((((o * kernel) + ky) * kernel) + kx) * inputs) + i] * input[pixel + i];
            return sum;
        }, bias);
        SmallNet.AssertClose(expected, actual, 1e-4);
    }

    [Theory]
    [InlineData(9, 11, 1, 1, PaddingKind.Same)]
    [InlineData(8, 8, 1, 2, PaddingKind.Same)]
    [InlineData(8, 3, 2, 2, PaddingKind.Valid)]
    public void Depthwise(int size, int inputs, int multiplier, int stride, PaddingKind padding)
    {
        const int Kernel = 3;
        int outputs = inputs * multiplier;
        var random = new Prng(22);
        var geometry = new ConvGeometry(stride, stride, 1, 1, padding);
        FloatTensor weights = SmallNet.Random(ref random, 1, 1, Kernel, Kernel, outputs);
        float[] bias = SmallNet.Random(ref random, 1, outputs).Data;
        float[] actual = Run(new DepthwiseConvNode("y", "image", weights, bias, geometry), size, inputs, out float[] input);

        float[] expected = Slide(size, inputs, outputs, Kernel, geometry, input, (o, ky, kx, pixel) =>
            weights.Data[(((ky * Kernel) + kx) * outputs) + o] * input[pixel + (o / multiplier)], bias);
        SmallNet.AssertClose(expected, actual, 1e-4);
    }

    private delegate double Tap(int output, int ky, int kx, int pixel);

    private static float[] Slide(int size, int inputs, int outputs, int kernel, ConvGeometry g, float[] input, Tap tap, float[] bias)
    {
        int reach = ((kernel - 1) * g.DilationHeight) + 1;
        int side = g.Padding == PaddingKind.Same ? (size + g.StrideHeight - 1) / g.StrideHeight : ((size - reach) / g.StrideHeight) + 1;
        int before = g.Padding == PaddingKind.Same ? Math.Max(((side - 1) * g.StrideHeight) + reach - size, 0) / 2 : 0;
        var result = new float[side * side * outputs];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    double sum = bias[o];
                    for (int k = 0; k < kernel * kernel; k++)
                    {
                        int row = (y * g.StrideHeight) + (k / kernel * g.DilationHeight) - before, column = (x * g.StrideWidth) + (k % kernel * g.DilationWidth) - before;
                        if (row >= 0 && row < size && column >= 0 && column < size)
                            sum += tap(o, k / kernel, k % kernel, ((row * size) + column) * inputs);
                    }

                    result[(((y * side) + x) * outputs) + o] = (float)sum;
                }
            }
        }

        return result;
    }

    [Fact]
    public void Pools_leave_out_what_lies_outside_the_image()
    {
        var geometry = new ConvGeometry(2, 2, 1, 1, PaddingKind.Same);
        float[] max = Run(new MaxPoolNode("y", "image", 3, 3, geometry), 4, 1, out float[] x);
        float[] mean = Run(new AveragePoolNode("y", "image", 3, 3, geometry), 4, 1, out _);

        // SAME for 4 → 2 with stride 2 adds a row and a column at the end only.
        Assert.Equal(((float[])[x[10], x[11], x[14], x[15]]).Max(), max[3]);
        Assert.Equal((x[10] + x[11] + x[14] + x[15]) / 4, mean[3], 5);
    }

    [Fact]
    public void Elementwise_functions()
    {
        float[] Of(ActivationKind kind, out float[] x) => Run(new ActivationNode("y", "image", kind), 3, 3, out x);
        float[] relu = Of(ActivationKind.Relu, out float[] input), relu6 = Of(ActivationKind.Relu6, out _);
        float[] sigmoid = Of(ActivationKind.Sigmoid, out _), tanh = Of(ActivationKind.Tanh, out _);
        float[] hard = Of(ActivationKind.HardSigmoid, out _), swish = Of(ActivationKind.HardSwish, out _);
        for (int i = 0; i < input.Length; i++)
        {
            Assert.Equal(Math.Max(input[i], 0), relu[i]);
            Assert.Equal(Math.Clamp(input[i], 0, 6), relu6[i]);
            Assert.Equal(1 / (1 + Math.Exp(-input[i])), sigmoid[i], 5);
            Assert.Equal(Math.Tanh(input[i]), tanh[i], 5);
            Assert.Equal(Math.Clamp((input[i] / 6) + 0.5, 0, 1), hard[i], 5);
            Assert.Equal(input[i] * Math.Clamp((input[i] / 6) + 0.5, 0, 1), swish[i], 5);
        }

        Assert.Contains(input, x => x < 0);
    }

    [Fact]
    public void Relu6_cuts_at_six()
    {
        float[] y = SmallNet.Run(SmallNet.Graph([new ActivationNode("y", "image", ActivationKind.Relu6)], "y", 2), [7, 5, -1, 6.5f, 0, 6, 8, 9, 1, 2, 3, 4]);
        Assert.Equal((float[])[6, 5, 0, 6, 0, 6, 6, 6, 1, 2, 3, 4], y);
    }

    [Fact]
    public void Joining_broadcasting_padding_and_softmax()
    {
        float[] image = [1, 2, 3, 4, 5, 6, 7, 8];
        FloatGraph graph = SmallNet.Graph(
            [
                new GlobalAveragePoolNode("mean", "image", KeepDims: true),
                new MulNode("product", "image", "mean"),
                new AddNode("sum", "mean", "image"),
                new ConcatNode("joined", ["product", "sum"], 3),
                new PadNode("padded", "joined", 1, 0, 0, 1),
                new SoftmaxNode("soft", "image"),
            ],
            "padded",
            2,
            2);

        Assert.Equal((float[])[4, 5], SmallNet.Run(graph, image, "mean"));
        Assert.Equal((float[])[4, 10, 12, 20, 20, 30, 28, 40], SmallNet.Run(graph, image, "product"));
        Assert.Equal((float[])[4, 10, 5, 7, 12, 20, 7, 9, 20, 30, 9, 11, 28, 40, 11, 13], SmallNet.Run(graph, image, "joined"));
        float[] padded = SmallNet.Run(graph, image);
        Assert.Equal(3 * 3 * 4, padded.Length);
        Assert.All(padded[..12], x => Assert.Equal(0, x));
        Assert.Equal((float[])[4, 10, 5, 7, 12, 20, 7, 9, 0, 0, 0, 0], padded[12..24]);
        Assert.Equal(1 / (1 + Math.Exp(-1)), SmallNet.Run(graph, image, "soft")[1], 5);
    }

    [Fact]
    public void Dense_and_per_channel_scaling()
    {
        FloatGraph graph = SmallNet.Graph(
            [
                new ScaleShiftNode("scaled", "image", [2], [1]),
                new BatchNormNode("norm", "scaled", [2, 1], [1, 0], [3, 0], [4, 1], 0),
                new ReshapeNode("flat", "norm", [1, -1]),
                new DenseNode("dense", "flat", new FloatTensor([1, 8], [1, 0, 0, 0, 0, 0, 0, 10]), [5]),
            ],
            "dense",
            2,
            2);
        // (2·1 + 1 − 3)/2·2 + 1 = 1 and 2·8 + 1 = 17
        Assert.Equal(1 + 170 + 5, SmallNet.Run(graph, [1, 2, 3, 4, 5, 6, 7, 8])[0], 4);
    }

    [Fact]
    public void Products_of_all_sizes_equal_plain_sums()
    {
        var random = new Prng(31);
        foreach ((int rows, int depth, int columns) in (ReadOnlySpan<(int, int, int)>)[(1, 1, 1), (5, 7, 15), (8, 3, 16), (97, 13, 33), (4, 64, 17)])
        {
            float[] left = SmallNet.Random(ref random, 1, rows, depth).Data, right = SmallNet.Random(ref random, 1, columns, depth).Data, bias = SmallNet.Random(ref random, 1, columns).Data;
            var actual = new float[rows * columns];
            new PackedMatrix(right, bias).Multiply(left, actual, rows);
            for (int i = 0; i < actual.Length; i++)
            {
                double sum = bias[i % columns];
                for (int k = 0; k < depth; k++)
                    sum += left[(i / columns * depth) + k] * right[(i % columns * depth) + k];
                Assert.Equal(sum, actual[i], 1e-4);
            }
        }
    }

    [Fact]
    public void Vectors_of_all_lengths()
    {
        for (int length = 0; length < 20; length++)
        {
            float[] a = [.. Enumerable.Range(1, length).Select(i => (float)i)], b = [.. a.Select(x => x - 4)];
            Assert.Equal(a.Zip(b, (x, y) => x * y).Sum(), VectorMath.Dot(a, b));
            float[] sum = [.. b];
            VectorMath.AddScaled(a, 3, sum);
            Assert.Equal(a.Zip(b, (x, y) => (3 * x) + y), sum);
        }
    }

    [Fact]
    public void A_failure_in_a_worker_arrives_as_itself() =>
        Assert.Throws<SourceException>(() => Parallelism.ForEach(4, i => throw new SourceException($"{i}")));
}
