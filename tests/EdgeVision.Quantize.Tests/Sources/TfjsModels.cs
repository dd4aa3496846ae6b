using System.Runtime.InteropServices;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>A TensorFlow.js layers model of one convolution, a pooling and a dense layer, in one shard.</summary>
internal static class TfjsModels
{
    /// <summary>27 · 2 kernel values, 2 biases, 2 · 3 kernel values and 3 biases.</summary>
    public const int Weights = 54 + 2 + 6 + 3;

    public static byte[] SmallWeights() => MemoryMarshal.AsBytes(SmallValues().AsSpan()).ToArray();

    public static float[] SmallValues()
    {
        var values = new float[Weights];
        for (int i = 0; i < values.Length; i++)
            values[i] = (i % 13 / 8f) - 0.5f;
        return values;
    }

    public static string SmallJson(string paths = "\"weights.bin\"", string kernelStorage = "\"dtype\": \"float32\"") => $$$"""
        {"format": "layers-model", "modelTopology": {"keras_version": "2.4.0", "model_config": {"class_name": "Sequential", "config": {
          "name": "sequential", "layers": [
          {"class_name": "Conv2D", "config": {"name": "conv2d_5", "batch_input_shape": [null, 6, 6, 3], "filters": 2, "kernel_size": [3, 3],
            "strides": [2, 2], "padding": "same", "activation": "relu", "use_bias": true}},
          {"class_name": "GlobalAveragePooling2D", "config": {"name": "global_average_pooling2d_5"}},
          {"class_name": "Dense", "config": {"name": "dense_1", "units": 3, "activation": "linear", "use_bias": true} } ] } } },
         "weightsManifest": [{"paths": [{{{paths}}}], "weights": [
          {"name": "conv2d_5/kernel", "shape": [3, 3, 3, 2], {{{kernelStorage}}}},
          {"name": "conv2d_5/bias", "shape": [2], "dtype": "float32"},
          {"name": "dense_1/kernel", "shape": [2, 3], "dtype": "float32"},
          {"name": "dense_1/bias", "shape": [3], "dtype": "float32"}]}]}
        """;

}
