using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;

namespace EdgeVision.Quantize.Tests.Sources;

public class TfjsTests
{
    [Fact]
    public void Sequential_model_has_its_weights_in_our_layouts()
    {
        using TemporaryFolder folder = Small();

        FloatGraph graph = SourceLoader.Load(folder.PathOf("."), SourceOptions.None);

        Assert.Equal(["conv2d/linear", "conv2d", "global_average_pooling2d", "dense"], graph.Nodes.Select(node => node.Name));
        float[] values = TfjsModels.SmallValues();
        var conv = Assert.IsType<ConvNode>(graph.Nodes[0]);
        Assert.Equal([2, 3, 3, 3], conv.Weights.Shape);
        // Output 1, row 2, column 0, input 1 is at ((2 · 3 + 0) · 3 + 1) · 2 + 1 of height, width, in, out.
        Assert.Equal(values[39], conv.Weights.Data[(((3 + 2) * 3) + 0) * 3 + 1]);
        Assert.Equal(values[54..56], conv.Bias);
        var dense = Assert.IsType<DenseNode>(graph.Nodes[3]);
        Assert.Equal([values[56], values[59], values[57], values[60], values[58], values[61]], dense.Weights.Data);
        Assert.Null(graph.Convention);
    }

    [Fact]
    public void Shards_are_joined()
    {
        using TemporaryFolder folder = Small("\"a.bin\", \"b.bin\"");
        byte[] weights = TfjsModels.SmallWeights();
        folder.Write("a.bin", weights[..101]);
        folder.Write("b.bin", weights[101..]);

        FloatGraph graph = SourceLoader.Load(folder.PathOf("model.json"), SourceOptions.None);

        Assert.Equal(TfjsModels.SmallValues()[^3..], Assert.IsType<DenseNode>(graph.Nodes[^1]).Bias);
    }

    [Theory]
    [InlineData("uint8", 1)]
    [InlineData("uint16", 2)]
    public void Quantized_weights_are_scaled(string type, int size)
    {
        using TemporaryFolder folder = Small(kernelStorage: $$"""
            "dtype": "float32", "quantization": {"dtype": "{{type}}", "scale": 0.5, "min": -3.25}
            """);
        byte[] kernel = new byte[54 * size];
        for (int i = 0; i < 54; i++)
            kernel[i * size] = (byte)(i * 4);
        folder.Write("weights.bin", [.. kernel, .. TfjsModels.SmallWeights()[(54 * 4)..]]);

        FloatGraph graph = SourceLoader.Load(folder.PathOf("model.json"), SourceOptions.None);

        var conv = Assert.IsType<ConvNode>(graph.Nodes[0]);
        Assert.Equal((39 * 4 * 0.5f) - 3.25f, conv.Weights.Data[(((3 + 2) * 3) + 0) * 3 + 1]);
    }

    [Fact]
    public void Half_precision_weights_are_widened()
    {
        using TemporaryFolder folder = Small(kernelStorage: """ "dtype": "float32", "quantization": {"dtype": "float16"} """);
        byte[] kernel = new byte[54 * 2];
        BitConverter.TryWriteBytes(kernel.AsSpan(39 * 2), (Half)(-1.5));
        folder.Write("weights.bin", [.. kernel, .. TfjsModels.SmallWeights()[(54 * 4)..]]);

        FloatGraph graph = SourceLoader.Load(folder.PathOf("model.json"), SourceOptions.None);

        Assert.Equal(-1.5f, Assert.IsType<ConvNode>(graph.Nodes[0]).Weights.Data[(((3 + 2) * 3) + 0) * 3 + 1]);
    }

    [Theory]
    [InlineData("../weights.bin", "plain file name")]
    [InlineData("..", "plain file name")]
    [InlineData("sub/weights.bin", "plain file name")]
    [InlineData("sub\\\\weights.bin", "plain file name")]
    [InlineData("missing.bin", "cannot be read")]
    public void Shards_must_lie_beside_the_model(string path, string problem)
    {
        using TemporaryFolder folder = Small($"\"{path}\"");

        Expect.Text(problem, Refusal(folder));
    }

    [Fact]
    public void A_shard_of_another_length_is_refused()
    {
        using TemporaryFolder folder = Small();
        folder.Write("weights.bin", TfjsModels.SmallWeights()[..^4]);
        Expect.Text("dense_1/bias", Refusal(folder));

        folder.Write("weights.bin", [.. TfjsModels.SmallWeights(), 0, 0, 0, 0]);
        Expect.Text("4 bytes of a group of shards belong to no tensor", Refusal(folder));
    }

    [Theory]
    [InlineData("conv2d_5/bias", "conv2d_5/bis", "'conv2d_5/bias' is missing")]
    [InlineData("\"shape\": [2, 3]", "\"shape\": [3, 2]", "Dense 'dense': weights [2, 3]")]
    [InlineData("\"shape\": [2], \"dtype\": \"float32\"", "\"shape\": [2], \"dtype\": \"string\"", "dtype 'string' is not supported")]
    [InlineData("layers-model", "graph-model", "format 'graph-model' is not supported")]
    [InlineData("GlobalAveragePooling2D", "LocallyConnected2D", "is a LocallyConnected2D, which is not supported")]
    [InlineData("\"same\"", "\"full\"", "layer 'conv2d_5' (Conv2D): padding 'full' is not supported")]
    [InlineData("[null, 6, 6, 3]", "[null, null, 6, 3]", "leaves its size open")]
    [InlineData("\"Sequential\"", "\"MyModel\"", "the model's class is 'MyModel'")]
    [InlineData("\"strides\": [2, 2]", "\"strides\": [0, 2]", "Conv 'conv2d/linear': a window of 3×3")]
    [InlineData("\"relu\"", "\"elu\"", "activation 'elu' is not supported")]
    [InlineData("\"shape\": [3, 3, 3, 2]", "\"shape\": [3, 3, -3, 2]", "'conv2d_5/kernel' [3, 3, -3, 2] is empty")]
    [InlineData("\"shape\": [3, 3, 3, 2]", "\"shape\": [3, 18, 1]", "'kernel' has the shape [3, 18, 1]; 4 dimensions")]
    [InlineData("{\"format\"", "{\"x\": \"\\ud800\", \"format\"", "is not valid JSON")]
    public void Errors_name_what_is_wrong(string from, string to, string problem)
    {
        using TemporaryFolder folder = Small();
        string json = TfjsModels.SmallJson();
        Expect.Text(from, json);
        folder.Write("model.json", json.Replace(from, to, StringComparison.Ordinal));

        Expect.Text(problem, Refusal(folder));
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named()
    {
        using TemporaryFolder folder = Small();
        float[] values = TfjsModels.SmallValues();
        values[54] = float.NaN;
        folder.Write("weights.bin", System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        Expect.Text("'conv2d_5/bias': element 0 is NaN", Refusal(folder));
    }

    [Fact]
    public void Labels_are_read_and_counted()
    {
        using TemporaryFolder folder = Small();
        string labels = folder.Write("labels.txt", "\uFEFFcat\r\ndog\r\nnone\r\n\r\n");

        FloatGraph graph = SourceLoader.Load(folder.PathOf("model.json"), new SourceOptions { LabelsFile = labels });
        Assert.Equal(["cat", "dog", "none"], graph.Labels);

        folder.Write("labels.txt", "cat\ndog\n");
        var error = Assert.Throws<SourceException>(() => SourceLoader.Load(folder.PathOf("model.json"), new SourceOptions { LabelsFile = labels }));
        Assert.Equal("labels.txt: 2 labels for 3 classes; the labels are of another model", error.Message);
    }

    [Fact]
    public void Input_size_and_convention_can_be_given()
    {
        using TemporaryFolder folder = Small();
        folder.Write("model.json", TfjsModels.SmallJson().Replace("[null, 6, 6, 3]", "[null, null, null, 3]", StringComparison.Ordinal));

        FloatGraph graph = SourceLoader.Load(folder.PathOf("model.json"), new SourceOptions { InputSize = 10, Convention = "keras" });

        Assert.Equal(new GraphInput("input", 10, 10, 3), graph.Input);
        Assert.Equal([127.5f], graph.Convention!.Mean);
        Expect.Text("option", graph.ConventionReason);
        Expect.Text("convention 'caffe' is unknown", Refusal(folder, new SourceOptions { InputSize = 10, Convention = "caffe" }));
        Expect.Text("input size of 5000", Refusal(folder, new SourceOptions { InputSize = 5000 }));
    }

    private static TemporaryFolder Small(string paths = "\"weights.bin\"", string kernelStorage = "\"dtype\": \"float32\"")
    {
        var folder = new TemporaryFolder();
        folder.Write("model.json", TfjsModels.SmallJson(paths, kernelStorage));
        folder.Write("weights.bin", TfjsModels.SmallWeights());
        return folder;
    }

    private static string Refusal(TemporaryFolder folder, SourceOptions? options = null) =>
        Assert.Throws<SourceException>(() => SourceLoader.Load(folder.PathOf("model.json"), options ?? SourceOptions.None)).Message;
}
