using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Real models.</summary>
public class SharedSourceTests
{
    [SharedFact]
    public void The_same_weights_from_Keras_and_TensorFlow_js_are_the_same_graph()
    {
        FloatGraph keras = Load("mobilenet_v1_0.25_224.h5");
        FloatGraph tfjs = Load("mobilenet_v1_0.25_224_tfjs");

        Assert.Equal(GraphText.Of(keras), GraphText.Of(tfjs));
        Assert.Equal("Keras .h5 (full model)", keras.Source);
        Assert.Equal("TensorFlow.js (weights only)", tfjs.Source);
        Assert.Equal(keras.Convention!.Mean, tfjs.Convention!.Mean);
        Assert.Equal([127.5f], keras.Convention.Std);
        Assert.Equal(90, keras.Nodes.Count);
    }

    [SharedTheory]
    [InlineData("mobilenet_v1_0.75_224_tfjs", 224, 1000, "TensorFlow.js layers model")]
    [InlineData("vww_96.h5", 96, 2, "Keras .h5 (full model)")]
    public void Graph_has_input_and_classes(string file, int size, int classes, string source)
    {
        FloatGraph graph = Load(file);

        Assert.Equal((size, size, 3), (graph.Input.Height, graph.Input.Width, graph.Input.Channels));
        Assert.Equal(source, graph.Source);
        Assert.Equal(classes, graph.Nodes.Max(node => node switch
        {
            ConvNode { Weights.Shape: [var c, 1, 1, _] } when node.Name == "conv_preds" => c,
            DenseNode dense => dense.Weights.Shape[0],
            _ => 0,
        }));
    }

    [SharedFact]
    public void One_model_folded_by_two_tools_computes_the_same()
    {
        FloatGraph keras = Load("vww_96.h5");
        FloatGraph tflite = Load("vww_96_float.tflite");
        var random = new Prng(7);
        var image = new double[96 * 96 * 3];
        for (int i = 0; i < image.Length; i++)
            image[i] = random.NextDouble();

        double[] expected = PlainExecutor.Run(keras, image);
        double[] actual = PlainExecutor.Run(tflite, image);

        Assert.Equal(2, actual.Length);
        Assert.Equal(expected[0], actual[0], 1e-4);
        Assert.Equal(expected[1], actual[1], 1e-4);
        Assert.InRange(actual[0], 0.001, 0.999);
    }

    private static FloatGraph Load(string name) => SourceLoader.Load(SharedMaterial.PathOf("models", "float", name), SourceOptions.None);
}
