using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>CONV_2D (as a pointwise convolution where it is one), DEPTHWISE_CONV_2D and FULLY_CONNECTED.</summary>
internal static class ConvolutionOperators
{
    /// <summary>Each part of a depthwise convolution packs its own weights, which are few in any vision model.</summary>
    private const long MaxPackedPerPart = 1 << 18;

    public static PreparedOperator Conv2D(OperatorContext op)
    {
        var options = op.Options<Conv2DOptions>();
        PlannedTensor input = op.Input(0), weights = op.Input(1), output = op.Output();
        TensorShape filter = op.Image(weights);
        if (filter.Channels != op.Image(input).Channels)
            throw op.Refuse($"its depth {filter.Channels} differs from the input's {op.Image(input).Channels}; grouped convolution is not supported", weights.Index);
        var geometry = new Geometry(options.Padding, filter.Height, filter.Width, options.StrideHeight, options.StrideWidth,
            options.DilationHeight, options.DilationWidth);
        ConvParameters parameters = Parameters(op, geometry, filter.Batch, options.Activation);
        if (IsPointwise(parameters.Window))
        {
            var pointwise = PointwiseConv.Prepare(AsPointwise(parameters), op.Weights(weights), op.Bias(2), op.Isa);
            return PreparedOperator.Of(op, pointwise) with
            {
                Rows = Array.ConvertAll(
                    ByRows(parameters, part => pointwise.ForPixels(part.OutputRows * parameters.Output.Width)),
                    rows => rows with { SharesWeights = true }),
            };
        }

        var conv = Conv.Prepare(parameters, op.Weights(weights), op.Bias(2), op.Isa);
        return PreparedOperator.Of(op, conv);
    }

    public static PreparedOperator DepthwiseConv2D(OperatorContext op)
    {
        var options = op.Options<DepthwiseConv2DOptions>();
        PlannedTensor input = op.Input(0), weights = op.Input(1), output = op.Output();
        TensorShape filter = op.Image(weights);
        int multiplier = filter.Channels / op.Image(input).Channels;
        if (filter.Batch != 1 || filter.Channels != multiplier * op.Image(input).Channels)
        {
            throw op.Refuse($"its shape [{string.Join(", ", weights.Shape)}] does not fit {op.Image(input).Channels} input channels",
                weights.Index);
        }

        var geometry = new Geometry(options.Padding, filter.Height, filter.Width, options.StrideHeight, options.StrideWidth,
            options.DilationHeight, options.DilationWidth);
        ConvParameters parameters = Parameters(op, geometry, filter.Channels, options.Activation);
        DepthwiseConv conv = Prepare(parameters);
        return PreparedOperator.Of(op, conv) with
        {
            Rows = conv.PackedBytes > MaxPackedPerPart ? [] : ByRows(parameters, part => Prepare(Part(parameters, part))),
        };

        DepthwiseConv Prepare(ConvParameters part) => DepthwiseConv.Prepare(part, op.Weights(weights), op.Bias(2), op.Isa);
    }

    public static PreparedOperator FullyConnected(OperatorContext op)
    {
        var options = op.Options<FullyConnectedOptions>();
        PlannedTensor input = op.Input(0), weights = op.Input(1), output = op.Output();
        if (options.WeightsFormat != 0)
            throw op.Refuse("shuffled weights are not supported", weights.Index);
        if (weights.Shape.Count != 2)
            throw op.Refuse($"its shape [{string.Join(", ", weights.Shape)}] should have two dimensions, [outputs, inputs]", weights.Index);
        int outputs = weights.Shape[0], depth = weights.Shape[1];
        if (input.Elements % depth != 0)
            throw op.Refuse($"its {input.Elements} elements are not rows of {depth}, the depth of the weights", input.Index);
        int batch = input.Elements / depth;
        if (output.Elements != (long)batch * outputs)
            throw op.Refuse($"its {output.Elements} elements should be {batch} x {outputs}", output.Index);
        RequireOneType(op, input, weights, output);
        var dense = Dense.Prepare(
            new DenseParameters
            {
                Batch = batch,
                InputDepth = depth,
                OutputDepth = outputs,
                InputZeroPoint = op.QuantizationOf(input).ZeroPoint,
                FilterZeroPoint = op.WeightZeroPoint(weights),
                OutputZeroPoint = op.QuantizationOf(output).ZeroPoint,
                Multipliers = op.Multipliers(input, weights, output, MultiplierRule.FullyConnected),
                Range = op.Range(options.Activation, output),
            },
            op.Weights(weights),
            op.Bias(2),
            op.Isa);
        return PreparedOperator.Of(op, dense);
    }

    private static ConvParameters Parameters(OperatorContext op, Geometry geometry, int outputChannels, FusedActivation activation)
    {
        PlannedTensor input = op.Input(0), weights = op.Input(1), output = op.Output();
        TensorShape inputShape = op.Image(input);
        RequireOneType(op, input, weights, output);
        (Window window, int height, int width) = geometry.Resolve(op, inputShape);
        op.RequireShape(output, inputShape.Batch, height, width, outputChannels);
        return new ConvParameters
        {
            Input = inputShape,
            Output = op.Image(output),
            Window = window,
            InputZeroPoint = op.QuantizationOf(input).ZeroPoint,
            FilterZeroPoint = op.WeightZeroPoint(weights),
            OutputZeroPoint = op.QuantizationOf(output).ZeroPoint,
            Multipliers = op.Multipliers(input, weights, output, MultiplierRule.Convolution),
            Range = op.Range(activation, output),
        };
    }

    private static RowOperation[] ByRows(ConvParameters parameters, Func<RowPart, TensorOperation> prepare) =>
        parameters.Input.Batch == 1 ? [new RowOperation(parameters.Input, parameters.Output, parameters.Window, prepare)] : [];

    private static ConvParameters Part(ConvParameters whole, RowPart part) => whole with
    {
        Input = whole.Input with { Height = part.InputRows },
        Output = whole.Output with { Height = part.OutputRows },
        Window = whole.Window with { PadTop = part.PadTop },
    };

    private static bool IsPointwise(Window window) =>
        window is { KernelHeight: 1, KernelWidth: 1, StrideHeight: 1, StrideWidth: 1, PadTop: 0, PadLeft: 0 };

    private static PointwiseParameters AsPointwise(ConvParameters conv) => new()
    {
        Pixels = conv.Input.Batch * conv.Input.Height * conv.Input.Width,
        InputChannels = conv.Input.Channels,
        OutputChannels = conv.Output.Channels,
        InputZeroPoint = conv.InputZeroPoint,
        FilterZeroPoint = conv.FilterZeroPoint,
        OutputZeroPoint = conv.OutputZeroPoint,
        Multipliers = conv.Multipliers,
        Range = conv.Range,
    };

    private static void RequireOneType(OperatorContext op, PlannedTensor input, PlannedTensor weights, PlannedTensor output)
    {
        op.RequireSameType(input, weights);
        op.RequireSameType(input, output);
    }
}
