using EdgeVision.Model;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Writing;

/// <summary>Writes operators of a quantized model as a standard int8 <c>.tflite</c> model.</summary>
internal sealed class TfliteEmitter
{
    // The first release whose kernels have all operator versions below.
    private const string MinRuntimeVersion = "1.14.0";

    private readonly QuantizedModel _model;
    private readonly ModelBuilder _builder;
    private readonly Dictionary<string, int> _tensors = [];

    private TfliteEmitter(QuantizedModel model, string name)
    {
        _model = model;
        _builder = new ModelBuilder(name) { MinRuntimeVersion = MinRuntimeVersion };
    }

    /// <summary>The whole model, with labels and normalization as metadata.</summary>
    public static TfliteModel Emit(QuantizedModel model)
    {
        FloatGraph graph = model.Graph.Float;
        var emitter = new TfliteEmitter(model, graph.Name);
        emitter._builder.Description = "Quantized by EdgeVision quantize";
        emitter._builder.Metadata = MetadataOf(graph);
        emitter.AddInput(graph.Input.Name);
        foreach (Operation operation in model.Graph.Operations)
            emitter.Add(operation);
        emitter._builder.MarkOutput(emitter._tensors[graph.Output]);
        return emitter._builder.Build();
    }

    /// <summary>A model of one operator, to run it exactly as the whole model will.</summary>
    public static TfliteModel Emit(QuantizedModel model, Operation operation)
    {
        var emitter = new TfliteEmitter(model, operation.Output);
        foreach (string input in operation.Inputs.Distinct())
            emitter.AddInput(input);
        emitter.Add(operation);
        emitter._builder.MarkOutput(emitter._tensors[operation.Output]);
        return emitter._builder.Build();
    }

    // Neither the file's name nor its kind: the same weights give the same bytes, whatever they were read from.
    private static ModelMetadata MetadataOf(FloatGraph graph) => new()
    {
        Description = "int8 model, quantized after training",
        Inputs =
        [
            new InputMetadata
            {
                Name = "image",
                ColorSpace = graph.Input.Channels switch { 3 => ColorSpace.Rgb, 1 => ColorSpace.Grayscale, _ => ColorSpace.Unknown },
                Normalization = graph.Convention is { } convention ? new InputNormalization(convention.Mean, convention.Std) : null,
            },
        ],
        Labels = graph.Labels,
    };

    private static FusedActivation Fused(Operation operation) => operation.Clip switch
    {
        ActivationKind.Relu => FusedActivation.Relu,
        ActivationKind.Relu6 => FusedActivation.Relu6,
        _ => FusedActivation.None,
    };

    private static Padding PaddingOf(ConvGeometry geometry) => geometry.Padding == PaddingKind.Same ? Padding.Same : Padding.Valid;

    private void AddInput(string value) =>
        _tensors[value] = _builder.AddInput(value, TensorType.Int8, _model.Graph.Shapes[value], QuantizationOf(value));

    private TensorQuantization QuantizationOf(string value) =>
        TensorQuantization.PerTensor(_model.Activations[value].Scale, _model.Activations[value].ZeroPoint);

    private void Add(Operation operation)
    {
        List<int> inputs = [.. operation.Inputs.Select(name => _tensors[name])];
        if (operation.Linear is { } layer)
            AddParameters(operation, layer, inputs);
        (BuiltinOperator code, OperatorOptions? options, int version) = Describe(operation);
        if (Constant(operation) is { } constant)
            inputs.Add(_builder.AddConstant<int>($"{operation.Output}/{code}", constant.Shape, constant.Values));
        int output =
            _builder.AddTensor(operation.Output, TensorType.Int8, _model.Graph.Shapes[operation.Output], QuantizationOf(operation.Output));
        _tensors[operation.Output] = output;
        _builder.AddOperator(code, inputs, [output], options, version);
    }

    private void AddParameters(Operation operation, LinearLayer layer, List<int> inputs)
    {
        QuantizedLayer quantized = _model.Layers[layer.Node.Name];
        float inputScale = _model.Activations[operation.Inputs[0]].Scale;
        var bias = new int[layer.Channels];
        var biasScales = new float[quantized.Scales.Length];
        for (int c = 0; c < bias.Length; c++)
            bias[c] = quantized.IntegerBias(c, inputScale);
        for (int c = 0; c < biasScales.Length; c++)
            biasScales[c] = inputScale * quantized.Scales[c];
        TensorQuantization Channels(float[] scales, int axis) =>
            scales.Length == 1 ? TensorQuantization.PerTensor(scales[0], 0) : TensorQuantization.PerChannel(scales, axis);
        inputs.Add(_builder.AddConstant<sbyte>(
            $"{layer.Node.Name}/weights", layer.Weights.Shape, quantized.Weights, Channels(quantized.Scales, layer.ChannelAxis)));
        inputs.Add(_builder.AddConstant<int>($"{layer.Node.Name}/bias", [layer.Channels], bias, Channels(biasScales, 0)));
    }

    private (int[] Shape, int[] Values)? Constant(Operation operation) => operation.Node switch
    {
        GlobalAveragePoolNode => ([2], [1, 2]),
        ReshapeNode => ([_model.Graph.Shapes[operation.Output].Length], _model.Graph.Shapes[operation.Output]),
        PadNode n => ([4, 2], [0, 0, n.Top, n.Bottom, n.Left, n.Right, 0, 0]),
        _ => null,
    };

    // The version numbers are those that converters give int8 operators of these kinds.
    private (BuiltinOperator Code, OperatorOptions? Options, int Version) Describe(Operation operation)
    {
        FusedActivation fused = Fused(operation);
        return operation.Node switch
        {
            ConvNode { Geometry: var g } => (
                BuiltinOperator.Conv2D,
                new Conv2DOptions(PaddingOf(g), g.StrideWidth, g.StrideHeight, fused, g.DilationWidth, g.DilationHeight),
                3),
            DepthwiseConvNode { Geometry: var g } n => (
                BuiltinOperator.DepthwiseConv2D,
                new DepthwiseConv2DOptions(PaddingOf(g), g.StrideWidth, g.StrideHeight, DepthMultiplier(n), fused, g.DilationWidth,
                    g.DilationHeight),
                3),
            DenseNode => (BuiltinOperator.FullyConnected, new FullyConnectedOptions(fused), 4),
            AddNode => (BuiltinOperator.Add, new AddOptions(fused), 2),
            MulNode => (BuiltinOperator.Mul, new MulOptions(fused), 2),
            ConcatNode n => (BuiltinOperator.Concatenation, new ConcatenationOptions(n.Axis), 2),
            GlobalAveragePoolNode n => (BuiltinOperator.Mean, new ReducerOptions(n.KeepDims), 2),
            AveragePoolNode { Geometry: var g } n => (BuiltinOperator.AveragePool2D, Pool(g, n.WindowHeight, n.WindowWidth), 2),
            MaxPoolNode { Geometry: var g } n => (BuiltinOperator.MaxPool2D, Pool(g, n.WindowHeight, n.WindowWidth), 2),
            PadNode => (BuiltinOperator.Pad, null, 2),
            ReshapeNode => (BuiltinOperator.Reshape, new ReshapeOptions(_model.Graph.Shapes[operation.Output]), 1),
            SoftmaxNode => (BuiltinOperator.Softmax, new SoftmaxOptions(1), 2),
            ActivationNode { Kind: ActivationKind.Relu } => (BuiltinOperator.Relu, null, 2),
            ActivationNode { Kind: ActivationKind.Relu6 } => (BuiltinOperator.Relu6, null, 2),
            ActivationNode { Kind: ActivationKind.Sigmoid } => (BuiltinOperator.Logistic, null, 2),
            ActivationNode { Kind: ActivationKind.Tanh } => (BuiltinOperator.Tanh, null, 2),
            ActivationNode { Kind: ActivationKind.HardSwish } => (BuiltinOperator.HardSwish, null, 1),
            _ => throw new SourceException($"{_model.Graph.Float.Name}: layer '{operation.Output}' has no int8 operator in TensorFlow Lite; use ReLU, ReLU6, sigmoid, tanh or hard-swish"),
        };
    }

    private int DepthMultiplier(DepthwiseConvNode node) => node.Weights.Shape[3] / _model.Graph.Shapes[node.Input][3];

    private static Pool2DOptions Pool(ConvGeometry g, int height, int width) =>
        new(PaddingOf(g), g.StrideWidth, g.StrideHeight, width, height);
}
