using EdgeVision.Model;

namespace EdgeVision.Testing;

/// <summary>Builds a classifier layer by layer: convolutions with RELU6, each reading the one before.</summary>
internal sealed class SeededLayers
{
    /// <summary>Of what <see cref="Prng.NextWeight"/> returns.</summary>
    private const double WeightDeviation = 37;

    /// <summary>Of what a layer computes before the clamp, in steps of its output.</summary>
    private const double OutputDeviation = 60;

    /// <summary>The root of the mean square of what is left of that by the clamp, which makes the negative half zero.</summary>
    private const double ActivationLevel = 42;

    /// <summary>The same of the seeded image, whose bytes are all equally likely.</summary>
    private const double ImageLevel = 74;

    private static readonly TensorQuantization Image = TensorQuantization.PerTensor(1 / 127.5f, -1);
    private static readonly TensorQuantization Activation = TensorQuantization.PerTensor(6f / 255, -128);
    private static readonly TensorQuantization Logits = TensorQuantization.PerTensor(0.1f, 0);
    private static readonly TensorQuantization Probabilities = TensorQuantization.PerTensor(1f / 256, -128);

    private readonly Prng _prng = new();
    private readonly ModelBuilder _builder;
    private int _tensor;
    private int _side;
    private int _channels = 3;
    private TensorQuantization _quantization = Image;

    public SeededLayers(string name, int size)
    {
        _builder = new ModelBuilder(name) { Description = "seeded weights" };
        _side = size;
        _tensor = _builder.AddInput("image", TensorType.Int8, [1, size, size, 3], Image);
    }

    public void Conv(int kernel, int stride, int channels)
    {
        (int filter, int bias) = Weights([channels, kernel, kernel, _channels], axis: 0, Activation);
        Add(BuiltinOperator.Conv2D, filter, bias, stride, channels, new Conv2DOptions(Padding.Same, stride, stride, FusedActivation.Relu6));
    }

    public void Depthwise(int stride)
    {
        (int filter, int bias) = Weights([1, 3, 3, _channels], axis: 3, Activation);
        Add(BuiltinOperator.DepthwiseConv2D, filter, bias, stride, _channels,
            new DepthwiseConv2DOptions(Padding.Same, stride, stride, 1, FusedActivation.Relu6));
    }

    public TfliteModel Classify(int classes)
    {
        int pooled = _builder.AddTensor("pooled", TensorType.Int8, [1, 1, 1, _channels], Activation);
        _builder.AddOperator(BuiltinOperator.AveragePool2D, [_tensor], [pooled], new Pool2DOptions(Padding.Valid, _side, _side, _side, _side));
        (int filter, int bias) = Weights([classes, 1, 1, _channels], axis: 0, Logits);
        int logits = _builder.AddTensor("logits", TensorType.Int8, [1, 1, 1, classes], Logits);
        _builder.AddOperator(BuiltinOperator.Conv2D, [pooled, filter, bias], [logits], new Conv2DOptions(Padding.Same, 1, 1));
        int flat = _builder.AddTensor("flat", TensorType.Int8, [1, classes], Logits);
        _builder.AddOperator(BuiltinOperator.Reshape, [logits], [flat], new ReshapeOptions([1, classes]));
        int probabilities = _builder.AddTensor("probabilities", TensorType.Int8, [1, classes], Probabilities);
        _builder.AddOperator(BuiltinOperator.Softmax, [flat], [probabilities], new SoftmaxOptions(1));
        _builder.MarkOutput(probabilities);
        return _builder.Build();
    }

    private void Add(BuiltinOperator code, int filter, int bias, int stride, int channels, OperatorOptions options)
    {
        int input = _tensor;
        _side = (_side + stride - 1) / stride;
        _channels = channels;
        _tensor = _builder.AddTensor($"layer{input}", TensorType.Int8, [1, _side, _side, channels], Activation);
        _quantization = Activation;
        _builder.AddOperator(code, [input, filter, bias], [_tensor], options);
    }

    /// <summary>A filter whose scales give the next layer's output the deviation it should have, and a bias within that deviation.</summary>
    private (int Filter, int Bias) Weights(int[] shape, int axis, TensorQuantization output)
    {
        int channels = shape[axis], fanIn = shape.Aggregate(1, (product, size) => product * size) / channels;
        var filter = new sbyte[channels * fanIn];
        foreach (ref sbyte weight in filter.AsSpan())
            weight = _prng.NextWeight();

        double accumulated = WeightDeviation * (_quantization == Image ? ImageLevel : ActivationLevel) * Math.Sqrt(fanIn);
        float inputScale = _quantization.Scales[0];
        float[] scales = new float[channels], biasScales = new float[channels];
        int[] bias = new int[channels];
        for (int c = 0; c < channels; c++)
        {
            double factor = OutputDeviation / accumulated * (0.8 + 0.4 * _prng.NextDouble());
            scales[c] = (float)(factor * output.Scales[0] / inputScale);
            biasScales[c] = scales[c] * inputScale;
            bias[c] = (int)(accumulated * (_prng.NextDouble() - 0.5));
        }

        return (
            _builder.AddConstant<sbyte>("filter", shape, filter, TensorQuantization.PerChannel(scales, axis)),
            _builder.AddConstant<int>("bias", [channels], bias, TensorQuantization.PerChannel(biasScales, 0)));
    }
}
