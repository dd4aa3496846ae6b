using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.MobileNet;

/// <summary>
/// The graph of MobileNetV1 (Howard et al., "MobileNets", 2017, table 1) for files that hold only weights. Width and number of classes
/// follow from the tensors' shapes; layers have the names that Keras gives them.
/// </summary>
internal sealed class MobileNetV1Template
{
    private const int DefaultInputSize = 224;

    private static readonly int[] Strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];

    private readonly SourceFile _file;
    private readonly NamedConvention _convention;
    private readonly GraphBuilder _builder;
    private readonly WeightModuleCursor _modules;

    private MobileNetV1Template(SourceFile file, NamedConvention convention, WeightModuleCursor modules)
    {
        _file = file;
        _convention = convention;
        _modules = modules;
        _builder = new GraphBuilder(file);
    }

    /// <summary>Matches the tensors to the layers by name and shape.</summary>
    /// <exception cref="SourceException">They are not those of a MobileNetV1.</exception>
    public static FloatGraph Build(
        SourceFile file,
        string name,
        string source,
        IReadOnlyList<NamedTensor> tensors,
        SourceOptions options,
        PublishedSettings? published = null)
    {
        NamedConvention? chosen = NamedConvention.Find(file, options.Convention);
        List<WeightModule> modules = WeightModule.Group(file, tensors);
        NamedConvention convention = chosen ?? (WeightModuleOrder.IsTimm(modules) ? NamedConvention.Timm : NamedConvention.Keras);
        var template = new MobileNetV1Template(file, convention, new WeightModuleCursor(file, WeightModuleOrder.Sort(modules)));
        string output = template.AddLayers(options.InputSize ?? published?.InputSize ?? DefaultInputSize);
        string who = chosen is null ? "the tensors' names suggest" : "chosen by option:";
        string reason = $"{who} '{convention.Name}': {convention.Description}";
        InputConvention normalization = convention.Normalization;
        if (chosen is null && published?.Normalization is { } stated)
            (normalization, reason) = (stated, $"{reason}; mean and deviation from {published.Where}");
        return template._builder.Build(name, source, output, new ChosenConvention(normalization, reason), options);
    }

    private string AddLayers(int inputSize)
    {
        FloatTensor stem = _modules.TakeConv("conv1", out float[]? bias);
        _builder.SetInput("input", inputSize, inputSize, stem.Shape[3]);
        string value = AddWindow("input", "conv1", "conv1_pad", stem, bias, 2);
        for (int block = 1; block <= Strides.Length; block++)
        {
            FloatTensor depthwise = _modules.TakeDepthwise($"conv_dw_{block}", out bias);
            value = AddWindow(value, $"conv_dw_{block}", $"conv_pad_{block}", depthwise, bias, Strides[block - 1]);
            FloatTensor pointwise = _modules.TakeConv($"conv_pw_{block}", out bias);
            value = AddWindow(value, $"conv_pw_{block}", "", pointwise, bias, 1);
        }

        return _modules.AtEnd ? _builder.Add(new GlobalAveragePoolNode("global_average_pooling2d", value, false)) : AddHead(value);
    }

    private string AddWindow(string input, string layer, string pad, FloatTensor weights, float[]? bias, int stride)
    {
        var geometry = new ConvGeometry(stride, stride, 1, 1, PaddingKind.Same);
        // Keras pads its first layer by itself and the strided depthwise ones by a layer of their own.
        bool padsItself = stride == 1 || (layer == "conv1" && _convention == NamedConvention.Keras);
        if (!padsItself)
            (input, geometry) = Pad(input, pad, weights, geometry);
        FloatNode node = weights.Shape[0] == 1 && layer.StartsWith("conv_dw", StringComparison.Ordinal)
            ? new DepthwiseConvNode(layer, input, weights, bias, geometry)
            : new ConvNode(layer, input, weights, bias, geometry);
        string value = _builder.Add(node);
        if (_modules.TakeNormalization(layer, value, _convention.Epsilon) is { } norm)
            value = _builder.Add(norm);
        return _builder.Add(new ActivationNode($"{layer}_relu", value, ActivationKind.Relu6));
    }

    private (string Input, ConvGeometry Geometry) Pad(string input, string name, FloatTensor weights, ConvGeometry geometry)
    {
        if (_convention != NamedConvention.Keras)
            return ExplicitPadding.Apply(_builder, input, name, _convention.StridedPadding, (weights.Shape[1], weights.Shape[2]), geometry);
        ImagePads pads = _convention.StridedPadding;
        return (_builder.Add(new PadNode(name, input, pads.Top, pads.Bottom, pads.Left, pads.Right)),
            geometry with { Padding = PaddingKind.Valid });
    }

    private string AddHead(string value)
    {
        FloatTensor weights = _modules.TakeClassifier(out float[]? bias);
        bool isConv = weights.Shape.Count == 4;
        value = _builder.Add(new GlobalAveragePoolNode("global_average_pooling2d", value, isConv));
        value = _builder.Add(new IdentityNode("dropout", value));
        if (isConv)
        {
            var unit = new ConvGeometry(1, 1, 1, 1, PaddingKind.Same);
            value = _builder.Add(new ConvNode("conv_preds", value, weights, bias, unit));
            value = _builder.Add(new ReshapeNode("reshape", value, [1, weights.Shape[0]]));
        }
        else
        {
            value = _builder.Add(new DenseNode("logits", value, weights, bias));
        }

        if (!_modules.AtEnd)
            throw _file.Error($"{_modules.Current} follows the classifier; the weights are not those of a MobileNetV1");
        // PyTorch models end with logits, Keras's with probabilities.
        return _convention == NamedConvention.Keras ? _builder.Add(new SoftmaxNode("predictions", value)) : value;
    }
}
