using EdgeVision.Testing;

namespace EdgeVision.Model.Tests;

/// <summary>Models of other tools.</summary>
public class RealModelTests
{
    private const string Conv = "CONV_2D";

    [SharedTheory]
    [InlineData("deeplabv3_mnv2_dm05_pascal_quant", 72, 38, "ADD:10 ARG_MAX:1 RESIZE_BILINEAR:3", "1,513,513,3", "1,513,513")]
    [InlineData("mobilenet_v1_0.25_128_quant", 31, 15, "DEPTHWISE_CONV_2D:13 RESHAPE:1 SOFTMAX:1", "1,128,128,3", "1,1001")]
    [InlineData("mobilenet_v1_0.25_224_quant", 31, 15, "DEPTHWISE_CONV_2D:13 AVERAGE_POOL_2D:1", "1,224,224,3", "1,1001")]
    [InlineData("mobilenet_v1_0.5_160_quant", 31, 15, "DEPTHWISE_CONV_2D:13", "1,160,160,3", "1,1001")]
    [InlineData("mobilenet_v1_0.75_192_quant", 31, 15, "DEPTHWISE_CONV_2D:13", "1,192,192,3", "1,1001")]
    [InlineData("mobilenet_v1_1.0_224_quant_embedding_extractor", 28, 14, "AVERAGE_POOL_2D:1", "1,224,224,3", "1,1,1,1024")]
    [InlineData("mobilenet_v1_1.0_224_quant_head_layers", 3, 1, "RESHAPE:1 SOFTMAX:1", "1,1,1,1024", "1,1001")]
    [InlineData("mobilenet_v2_1.0_224_quant", 66, 36, "ADD:10 DEPTHWISE_CONV_2D:17", "1,224,224,3", "1,1001")]
    [InlineData("mobilenet_v3_small_1.0_224_uint8", 119, 43, "HARD_SWISH:19 MUL:18 ADD:15", "1,224,224,3", "1,1001")]
    [InlineData("posenet_mobilenet_v1_075_353_481_16_quant_decoder", 38, 18, "QUANTIZE:4 PAD:1 PosenetDecoderOp:1", "1,353,481,3", "")]
    [InlineData("ssd_mobilenet_v1_coco_quant", 64, 34, "TFLite_Detection_PostProcess:1 LOGISTIC:1", "1,300,300,3", "")]
    [InlineData("synth_mobilenet_v1_0.25_128_int8", 31, 15, "DEPTHWISE_CONV_2D:13", "1,128,128,3", "1,1001")]
    [InlineData("synth_mobilenet_v1_1.0_224_int8", 31, 15, "DEPTHWISE_CONV_2D:13", "1,224,224,3", "1,1001")]
    [InlineData("tf2_mobilenet_v2_1.0_224_ptq", 68, 36, "QUANTIZE:2 MEAN:1", "1,224,224,3", "1,1001")]
    [InlineData("vww_96_int8", 31, 14, "FULLY_CONNECTED:1", "1,96,96,3", "1,2")]
    public void Real_models_load_and_survive_writing(string name, int operators, int convolutions, string some, string input, string output)
    {
        TfliteModel model = Load(name);
        Assert.Equal(operators, model.Operators.Count);
        Assert.Equal(convolutions, Count(model, Conv));
        foreach (string expected in some.Split(' '))
            Assert.Equal(int.Parse(expected.Split(':')[1]), Count(model, expected.Split(':')[0]));
        Assert.Equal(input, string.Join(',', model.Tensors[model.Inputs[0]].Shape));
        Assert.Equal(output, string.Join(',', model.Tensors[model.Outputs[0]].Shape));
        Assert.Empty(model.Warnings);

        TfliteModel copy = TfliteModel.Parse(TfliteWriter.Write(model), model.Name);
        ModelAssert.Same(model, copy);
        Assert.Equal(TfliteWriter.Write(model), TfliteWriter.Write(copy));
    }

    [SharedTheory]
    [InlineData("mobilenet_v1_0.25_128_quant", "imagenet_labels.txt", "ImageClassifier", "tench, Tinca tinca")]
    [InlineData("mobilenet_v1_0.25_224_quant", "labels.txt", "MobileNetV1 image classifier (quantized)", "tench")]
    [InlineData("tf2_mobilenet_v2_1.0_224_ptq", "imagenet_labels.txt", "ImageClassifier", "tench, Tinca tinca")]
    public void Metadata_of_real_models_is_read(string name, string labelsFile, string modelName, string firstClass)
    {
        ModelMetadata metadata = Load(name).Metadata;
        Assert.Equal(modelName, metadata.ModelName);
        Assert.Equal(1001, metadata.Labels.Count);
        Assert.Equal(["background", firstClass], metadata.Labels.Take(2));
        Assert.Equal($"metadata: {labelsFile}", metadata.LabelsSource);
        InputMetadata input = Assert.Single(metadata.Inputs);
        Assert.Equal(ColorSpace.Rgb, input.ColorSpace);
        Assert.Equal([127.5f], input.Normalization!.Mean);
        Assert.Equal([127.5f], input.Normalization.Std);
    }

    [SharedFact]
    public void Parameters_of_real_models_are_read()
    {
        TfliteModel model = Load("deeplabv3_mnv2_dm05_pascal_quant");
        Assert.Contains(model.Operators, o => o.Options is DepthwiseConv2DOptions { DilationWidth: 2, DilationHeight: 2, StrideWidth: 1 });
        Assert.Equal(new ArgMaxOptions(TensorType.Int64), Single(model, BuiltinOperator.ArgMax).Options);
        Assert.Equal(3, Assert.IsType<ConcatenationOptions>(Single(model, BuiltinOperator.Concatenation).Options).Axis);
        Assert.All(
            model.Operators.Where(o => o.Code == BuiltinOperator.ResizeBilinear),
            o => Assert.Equal(new ResizeBilinearOptions(true, false), o.Options));

        model = Load("synth_mobilenet_v1_0.25_128_int8");
        Assert.Equal(new Conv2DOptions(Padding.Same, 2, 2, FusedActivation.Relu6), model.Operators[0].Options);
        Assert.Equal(new DepthwiseConv2DOptions(Padding.Same, 1, 1, 1, FusedActivation.Relu6), model.Operators[1].Options);
        Assert.Equal(new SoftmaxOptions(1f), Single(model, BuiltinOperator.Softmax).Options);
        Assert.Equal([1, 1001], Assert.IsType<ReshapeOptions>(Single(model, BuiltinOperator.Reshape).Options).NewShape);
        Assert.Equal(3, model.Operators[0].Version);

        model = Load("tf2_mobilenet_v2_1.0_224_ptq");
        Assert.Equal(new ReducerOptions(true), Single(model, BuiltinOperator.Mean).Options);
        Assert.Equal("1.14.0", model.MinRuntimeVersion);
    }

    [SharedFact]
    public void Quantization_of_real_models_is_read()
    {
        TfliteModel model = Load("vww_96_int8");
        TensorQuantization input = model.Tensors[model.Inputs[0]].Quantization!;
        Assert.Equal(0.003921568859368563f, Assert.Single(input.Scales));
        Assert.Equal(-128, Assert.Single(input.ZeroPoints));
        Operator depthwise = model.Operators.First(o => o.Code == BuiltinOperator.DepthwiseConv2D);
        Tensor weights = model.Tensors[depthwise.Inputs[1]];
        Assert.Equal((3, weights.Shape[3]), (weights.Quantization!.Axis, weights.Quantization.Scales.Length));
        Assert.Equal(weights.ElementCount, weights.Data.Length);
        Tensor bias = model.Tensors[depthwise.Inputs[2]];
        Assert.Equal((TensorType.Int32, 0), (bias.Type, bias.Quantization!.Axis));
        Assert.Equal(4 * bias.ElementCount, bias.Data.Length);
    }

    private static TfliteModel Load(string name) => TfliteModel.Load(SharedMaterial.PathOf("models", "tflite", name + ".tflite"));

    private static int Count(TfliteModel model, string name) => model.Operators.Count(o => o.DisplayName == name);

    private static Operator Single(TfliteModel model, BuiltinOperator code) => Assert.Single(model.Operators, o => o.Code == code);
}
