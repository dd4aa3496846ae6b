using System.IO.Compression;
using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>One small MobileNetV1, whose logits PyTorch computed, as weights with the names of two libraries and as ONNX.</summary>
public class MobileNetTests
{
    private const int Size = 36;

    [Theory]
    [InlineData("timm.safetensors")]
    [InlineData("timm.onnx")]
    public void Computes_what_PyTorch_computed(string file)
    {
        FloatGraph graph = Fixtures.Parse(file, Fixtures.Bytes(file), new SourceOptions { InputSize = Size });

        AssertLogits(graph);
    }

    [Theory]
    [InlineData("mobilenet_keras2.h5", "Keras .h5 (weights only)")]
    [InlineData("mobilenet_keras3.h5", "Keras 3 .weights.h5")]
    public void Convention_can_be_overridden(string file, string source)
    {
        FloatGraph graph = Fixtures.Parse(file, Unzipped(file), new SourceOptions { InputSize = Size, Convention = "timm" });

        Assert.Equal(source, graph.Source);
        Expect.Text("chosen by option: 'timm'", graph.ConventionReason);
        AssertLogits(graph);
    }

    [Theory]
    [InlineData("mobilenet_keras2.h5")]
    [InlineData("mobilenet_keras3.h5")]
    public void Keras_names_suggest_the_convention_of_Keras(string file)
    {
        FloatGraph graph = Fixtures.Parse(file, Unzipped(file));

        Expect.Text("'keras'", graph.ConventionReason);
        Assert.Equal([127.5f], graph.Convention!.Mean);
        Assert.Equal(224, graph.Input.Height);
        Assert.Equal("predictions", graph.Output);
        Assert.IsType<SoftmaxNode>(graph.Nodes[^1]);
        Assert.All(graph.Nodes.OfType<BatchNormNode>(), norm => Assert.Equal(1e-3f, norm.Epsilon));
        Assert.Equal(new PadNode("conv_pad_2", "conv_pw_1_relu", 0, 1, 0, 1).ToString(), graph.Nodes.First(node => node is PadNode).ToString());
        Assert.Equal(PaddingKind.Same, graph.Nodes.OfType<ConvNode>().First().Geometry.Padding);
    }

    [Fact]
    public void Layers_without_names_are_ordered_by_their_numbers()
    {
        // Keras numbers on from the layers of another model in the same session.
        string[] stems = ["conv2d", "batch_normalization", "depthwise_conv2d"];
        var modules = new List<string> { "dense_4" };
        for (int i = 13; i >= 0; i--)
            modules.AddRange(stems.Select(stem => $"{stem}_{i + 3}").Take(i < 13 ? 3 : 2));
        for (int i = 14; i < 27; i++)
            modules.Add($"batch_normalization_{i + 3}");

        string[] sorted = [.. WeightModuleOrder.Sort([.. modules.Select(name => new WeightModule(name))]).Select(module => module.Name)];

        Assert.Equal(
            ["conv2d_3", "batch_normalization_3", "depthwise_conv2d_3", "batch_normalization_4", "conv2d_4", "batch_normalization_5", "depthwise_conv2d_4"],
            sorted[..7]);
        Assert.Equal(["depthwise_conv2d_15", "batch_normalization_28", "conv2d_16", "batch_normalization_29", "dense_4"], sorted[^5..]);
    }

    [Fact]
    public void Symmetric_padding_is_a_pad_where_TensorFlow_pads_otherwise()
    {
        FloatGraph graph = Fixtures.Parse("timm.safetensors", Fixtures.Bytes("timm.safetensors"), new SourceOptions { InputSize = Size });

        // Sizes before a stride are 36, 18, 9, 5, 3: at odd ones SAME adds the same.
        Assert.Equal(["conv1_pad", "conv_pad_2"], graph.Nodes.OfType<PadNode>().Select(pad => pad.Name));
        Assert.All(graph.Nodes.OfType<BatchNormNode>(), norm => Assert.Equal(1e-5f, norm.Epsilon));
        Expect.Text("'timm'", graph.ConventionReason);
        Assert.IsType<DenseNode>(graph.Nodes[^1]);
    }

    [Fact]
    public void Mean_and_deviation_can_come_from_the_file_beside_the_weights()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Fixtures.PathOf("timm.safetensors"), folder.PathOf("model.safetensors"));
        folder.Write("config.json", """{"pretrained_cfg": {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.2], "input_size": [3, 64, 64]}}""");

        FloatGraph graph = SourceLoader.Load(folder.PathOf("model.safetensors"), SourceOptions.None);

        Assert.Equal(64, graph.Input.Width);
        Assert.Equal(0.2f * 255, graph.Convention!.Std[2], 1e-4);
        Assert.Equal(0.485f * 255, graph.Convention.Mean[0], 1e-4);
        Expect.Text("config.json", graph.ConventionReason);
    }

    [Fact]
    public void ImageNet_normalization_can_be_chosen()
    {
        FloatGraph graph = Fixtures.Parse("timm.safetensors", Fixtures.Bytes("timm.safetensors"), new SourceOptions { Convention = "timm-imagenet" });

        Assert.Equal([123.675f, 116.28f, 103.53f], graph.Convention!.Mean);
        Assert.Equal([58.395f, 57.12f, 57.375f], graph.Convention.Std);
    }

    public static byte[] Unzipped(string file)
    {
        using var zipped = new GZipStream(new MemoryStream(Fixtures.Bytes(file + ".gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void AssertLogits(FloatGraph graph)
    {
        var image = new double[Size * Size * 3];
        for (int i = 0; i < image.Length; i++)
            image[i] = ((i * 37 % 256) - 127.5) / 127.5;

        double[] actual = PlainExecutor.Run(graph, image);

        double[] expected = JsonSerializer.Deserialize<double[]>(File.ReadAllText(Fixtures.PathOf("timm_expected.json")))!;
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-5);
    }
}
