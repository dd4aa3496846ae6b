using EdgeVision.Kernels;
using EdgeVision.Testing;

namespace EdgeVision.Benchmarks;

/// <summary>Binds the kernels of multiply-accumulate operations to layers with seeded weights.</summary>
internal static class LinearLayers
{
    private const int InputZeroPoint = -128;
    private const double WeightDeviation = 37, InputLevel = 90, OutputDeviation = 60;

    public static IEnumerable<BoundKernel> Pointwise(string layer, int pixels, int inputs, int outputs)
    {
        var parameters = new PointwiseParameters
        {
            Pixels = pixels,
            InputChannels = inputs,
            OutputChannels = outputs,
            InputZeroPoint = InputZeroPoint,
            OutputZeroPoint = InputZeroPoint,
            Multipliers = [Multiplier(inputs)],
        };
        return Bind(layer, KernelCatalog.Pointwise, parameters, FilterLayout.ChannelMajor(outputs, inputs), pixels * inputs, pixels * outputs, pixels);
    }

    public static IEnumerable<BoundKernel> Conv(string layer, TensorShape input, int outputs, int stride)
    {
        ConvParameters parameters = Window3(input, outputs, stride, 9 * input.Channels);
        return Bind(layer, KernelCatalog.Conv, parameters, FilterLayout.ChannelMajor(outputs, 9 * input.Channels), input.Count,
            parameters.Output.Count, parameters.Output.Height);
    }

    public static IEnumerable<BoundKernel> Depthwise(string layer, TensorShape input, int stride)
    {
        ConvParameters parameters = Window3(input, input.Channels, stride, 9);
        return Bind(layer, KernelCatalog.Depthwise, parameters, FilterLayout.TapMajor(input.Channels, 9), input.Count,
            parameters.Output.Count, parameters.Output.Height);
    }

    private static ConvParameters Window3(TensorShape input, int outputs, int stride, int taps) => new()
    {
        Input = input,
        Output = new TensorShape(1, Window.SameOutput(input.Height, stride), Window.SameOutput(input.Width, stride), outputs),
        Window = Window.Same(input, 3, 3, stride, stride, 1, 1),
        InputZeroPoint = InputZeroPoint,
        OutputZeroPoint = InputZeroPoint,
        Multipliers = [Multiplier(taps)],
    };

    private static FixedPointMultiplier Multiplier(int taps) =>
        FixedPointMultiplier.FromDouble(OutputDeviation / (WeightDeviation * InputLevel * Math.Sqrt(taps)));

    private static IEnumerable<BoundKernel> Bind<TParameters>(
        string layer, LinearKernel<TParameters>[] kernels, TParameters parameters, FilterLayout layout, int inputLength, int outputLength, int units)
        where TParameters : LinearParameters
    {
        var prng = new Prng();
        var input = new sbyte[inputLength];
        prng.Fill(input);
        var filter = new sbyte[layout.Channels * layout.Taps];
        foreach (ref sbyte weight in filter.AsSpan())
            weight = prng.NextWeight();
        Requantization requantization = Requantization.Prepare(parameters, layout, filter, []);
        return kernels
            .Where(kernel => kernel.IsSupported && kernel.CanRun(parameters, requantization))
            .Select(kernel => new BoundKernel(layer, kernel.Name, (long)outputLength * layout.Taps, () =>
            {
                PreparedKernel timed = kernel.Pack(parameters, filter, requantization);
                var (output, expected) = (new sbyte[outputLength], new sbyte[outputLength]);
                kernels[^1].Pack(parameters, filter, requantization).Run(input, expected, 0, units);
                return new BoundKernel.Work(() => timed.Run(input, output, 0, units), output, expected);
            }));
    }
}
