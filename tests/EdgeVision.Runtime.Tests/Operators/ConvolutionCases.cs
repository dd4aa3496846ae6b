using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>CONV_2D and DEPTHWISE_CONV_2D: padding, strides, dilation, depth multipliers, activations, and multipliers above one.</summary>
internal static class ConvolutionCases
{
    /// <summary>A convolution as its name tells; <c>Multiplier</c> 0 means CONV_2D.</summary>
    private sealed record Layer(
        string Name, int Height, int Width, int Channels, int OutputChannels, int Kernel, int Stride = 1, int Dilation = 1,
        Padding Padding = Padding.Same, int Multiplier = 0, FusedActivation Activation = FusedActivation.None, double Gain = 0, bool HasBias = true)
    {
        public int KernelWidth { get; init; } = Kernel;

        public int StrideWidth { get; init; } = Stride;

        public int DilationWidth { get; init; } = Dilation;
    }

    private static readonly Layer[] Layers =
    [
        new("1x1", 5, 7, 19, 21, 1),
        new("1x1 stride 2", 6, 7, 8, 16, 1, Stride: 2),
        new("3x3", 7, 6, 5, 9, 3),
        new("3x3 stride 2 odd", 7, 9, 3, 8, 3, Stride: 2),
        new("3x3 stride 2 even", 8, 6, 3, 17, 3, Stride: 2),
        new("3x3 valid", 7, 8, 4, 6, 3, Padding: Padding.Valid),
        new("1x1 stride 1x2", 6, 7, 8, 16, 1) { StrideWidth = 2 },
        new("2x5 stride 2x1 dilation 1x2", 8, 11, 3, 7, 2, Stride: 2) { KernelWidth = 5, StrideWidth = 1, DilationWidth = 2 },
        new("4x3 stride 1x3 dilation 2x1 valid", 9, 10, 3, 7, 4, Dilation: 2, Padding: Padding.Valid) { KernelWidth = 3, StrideWidth = 3, DilationWidth = 1 },
        new("5x5 valid stride 3", 12, 11, 3, 5, 5, Stride: 3, Padding: Padding.Valid),
        new("3x3 dilation 2", 9, 8, 4, 6, 3, Dilation: 2),
        new("3x3 dilation 2 valid", 9, 8, 4, 6, 3, Dilation: 2, Padding: Padding.Valid),
        new("3x3 relu", 6, 6, 4, 8, 3, Activation: FusedActivation.Relu),
        new("3x3 relu6", 6, 6, 4, 8, 3, Activation: FusedActivation.Relu6),
        new("1x1 without bias", 4, 5, 7, 9, 1, HasBias: false),
        new("3x3 without bias", 4, 5, 3, 9, 3, HasBias: false),
        new("3x3 without bias", 4, 5, 8, 8, 3, Multiplier: 1, HasBias: false),
        new("1x1 gain above one", 6, 6, 2, 9, 1, Gain: 2.6),
        new("3x3 gain above one", 6, 6, 1, 9, 3, Gain: 1.3),
        new("3x3", 7, 6, 19, 19, 3, Multiplier: 1),
        new("3x3 stride 2", 8, 9, 16, 16, 3, Stride: 2, Multiplier: 1),
        new("3x3 valid", 7, 8, 9, 9, 3, Padding: Padding.Valid, Multiplier: 1),
        new("3x3 dilation 2", 9, 10, 8, 8, 3, Dilation: 2, Multiplier: 1),
        new("3x3 multiplier 2", 6, 5, 5, 10, 3, Multiplier: 2),
        new("2x5 dilation 1x2", 7, 11, 8, 8, 2, Multiplier: 1) { KernelWidth = 5, DilationWidth = 2 },
        new("5x5 multiplier 3 valid", 8, 9, 4, 12, 5, Padding: Padding.Valid, Multiplier: 3),
        new("3x3 one channel in, 8 out", 6, 7, 1, 8, 3, Multiplier: 8),
        new("3x3 relu6", 6, 6, 12, 12, 3, Multiplier: 1, Activation: FusedActivation.Relu6),
        new("3x3 gain above one", 6, 6, 8, 8, 3, Multiplier: 1, Gain: 1.9),
    ];

    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType type in ByteTypes)
        {
            foreach (Layer layer in Layers)
                yield return Case(layer, type);
        }
    }

    private static OperatorCase Case(Layer layer, TensorType type)
    {
        bool depthwise = layer.Multiplier > 0;
        int[] weightShape = depthwise
            ? [1, layer.Kernel, layer.KernelWidth, layer.OutputChannels]
            : [layer.OutputChannels, layer.Kernel, layer.KernelWidth, layer.Channels];
        var weights = LinearWeights.Random(
            type, weightShape, depthwise ? 3 : 0, layer.OutputChannels, new Affine(0.037, -9), layer.Gain > 0);
        weights = layer.HasBias ? weights : weights.WithoutBias();
        byte[] input = RandomBytes(layer.Height * layer.Width * layer.Channels, 41);
        (int height, int padTop) = Extent(layer.Height, layer.Kernel, layer.Stride, layer.Dilation, layer.Padding);
        (int width, int padLeft) = Extent(layer.Width, layer.KernelWidth, layer.StrideWidth, layer.DilationWidth, layer.Padding);
        double[] real = Convolve(layer, weights, Stored(type, input), (height, padTop), (width, padLeft));
        Affine target = weights.OutputFor(type, real, layer.Gain);
        OperatorOptions options = depthwise
            ? new DepthwiseConv2DOptions(
                layer.Padding, layer.StrideWidth, layer.Stride, layer.Multiplier, layer.Activation, layer.DilationWidth, layer.Dilation)
            : new Conv2DOptions(layer.Padding, layer.StrideWidth, layer.Stride, layer.Activation, layer.DilationWidth, layer.Dilation);
        return new OperatorCase
        {
            Name = $"{(depthwise ? "DEPTHWISE_CONV_2D" : "CONV_2D")} {type} {layer.Name}",
            Model = Build(
                depthwise ? BuiltinOperator.DepthwiseConv2D : BuiltinOperator.Conv2D,
                (type, [1, layer.Height, layer.Width, layer.Channels], weights.Input),
                (type, [1, height, width, layer.OutputChannels], target),
                options,
                weights.AddTo),
            Input = input,
            Expected = [.. real.Select(v => target.ToStored(LinearWeights.Activate(layer.Activation, v)))],
            Within = OperatorCase.TwoRoundings,
            PeerWithin = depthwise ? 0 : LinearWeights.TiesUpward,
            ComparesWithPeer = layer.HasBias, // TensorFlow Lite 2.9 insists on a bias in 8-bit models
        };
    }

    /// <summary>SAME and VALID as TensorFlow defines them.</summary>
    private static (int Output, int PadBefore) Extent(int input, int kernel, int stride, int dilation, Padding padding)
    {
        int reach = ((kernel - 1) * dilation) + 1;
        if (padding == Padding.Valid)
            return ((input - reach + stride) / stride, 0);
        int output = (input + stride - 1) / stride;
        return (output, Math.Max(((output - 1) * stride) + reach - input, 0) / 2);
    }

    private static double[] Convolve(Layer layer, LinearWeights weights, double[] stored, (int Count, int Pad) rows, (int Count, int Pad) columns)
    {
        var real = new double[rows.Count * columns.Count * layer.OutputChannels];
        for (int i = 0; i < real.Length; i++)
        {
            int channel = i % layer.OutputChannels, x = i / layer.OutputChannels % columns.Count, y = i / layer.OutputChannels / columns.Count;
            double sum = weights.Bias(channel);
            double Product(int value, int weight) => weights.Input.ToReal(stored[value]) * weights.Real(weight, channel);
            for (int ky = 0; ky < layer.Kernel; ky++)
            {
                for (int kx = 0; kx < layer.KernelWidth; kx++)
                {
                    int iy = (y * layer.Stride) - rows.Pad + (ky * layer.Dilation);
                    int ix = (x * layer.StrideWidth) - columns.Pad + (kx * layer.DilationWidth);
                    if (iy < 0 || iy >= layer.Height || ix < 0 || ix >= layer.Width)
                        continue;
                    int pixel = ((iy * layer.Width) + ix) * layer.Channels, tap = (ky * layer.KernelWidth) + kx;
                    if (layer.Multiplier > 0)
                        sum += Product(pixel + (channel / layer.Multiplier), (tap * layer.OutputChannels) + channel);
                    for (int c = 0; layer.Multiplier == 0 && c < layer.Channels; c++)
                        sum += Product(pixel + c, (((channel * layer.Kernel * layer.KernelWidth) + tap) * layer.Channels) + c);
                }
            }

            real[i] = sum;
        }

        return real;
    }
}
