using EdgeVision.Arm64Program.Checks;
using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program;

/// <summary>One operation again and again, for counting its instructions; the kernel is the one that the product would choose.</summary>
internal static class RepeatedCase
{
    private static readonly Prng Random = new(17);

    public static void Run(string operation, ReadOnlySpan<int> n, int times)
    {
        switch (operation)
        {
            case "pointwise" when n.Length == 3:
                Pointwise(n[0], n[1], n[2], times);
                break;
            case "conv" when n.Length == 6:
                Convolution(n, n[3], KernelCatalog.Conv, FilterLayout.ChannelMajor(n[3], n[4] * n[4] * n[2]), times);
                break;
            case "depthwise" when n.Length == 5:
                Convolution([n[0], n[1], n[2], n[2], n[3], n[4]], n[2], KernelCatalog.Depthwise, FilterLayout.TapMajor(n[2], n[3] * n[3]), times);
                break;
            case "averagepool" when n.Length == 3:
                AveragePool(n[0], n[1], n[2], times);
                break;
            case "add" when n.Length == 1:
                Add(n[0], times);
                break;
            default:
                throw new ArgumentException("not a case");
        }
    }

    private static void Pointwise(int pixels, int inputs, int outputs, int times)
    {
        var layout = FilterLayout.ChannelMajor(outputs, inputs);
        var data = LinearData.Typical(pixels * inputs, layout, Random);
        var parameters = new PointwiseParameters
        {
            Pixels = pixels,
            InputChannels = inputs,
            OutputChannels = outputs,
            InputZeroPoint = data.InputZeroPoint,
            OutputZeroPoint = data.OutputZeroPoint,
            Multipliers = data.Multipliers,
        };
        Linear(KernelCatalog.Pointwise, parameters, layout, data, pixels * outputs, pixels, times);
    }

    /// <summary>Height, width, input channels, output channels, extent of the window, stride.</summary>
    private static void Convolution(ReadOnlySpan<int> n, int outputs, LinearKernel<ConvParameters>[] kernels, FilterLayout layout, int times)
    {
        var input = new TensorShape(1, n[0], n[1], n[2]);
        var output = new TensorShape(1, Window.SameOutput(n[0], n[5]), Window.SameOutput(n[1], n[5]), outputs);
        var data = LinearData.Typical(input.Count, layout, Random);
        var parameters = new ConvParameters
        {
            Input = input,
            Output = output,
            Window = Window.Same(input, n[4], n[4], n[5], n[5], 1, 1),
            InputZeroPoint = data.InputZeroPoint,
            OutputZeroPoint = data.OutputZeroPoint,
            Multipliers = data.Multipliers,
        };
        Linear(kernels, parameters, layout, data, output.Count, output.Height, times);
    }

    private static void Linear<TParameters>(
        LinearKernel<TParameters>[] kernels, TParameters parameters, FilterLayout layout, LinearData data, int outputs, int units, int times)
        where TParameters : LinearParameters
    {
        var requantization = Requantization.Prepare(parameters, layout, data.Filter, data.Bias);
        LinearKernel<TParameters> kernel = KernelCatalog.Select(kernels, parameters, data.Filter, requantization, IsaPolicy.Auto);
        Repeat(kernel, kernel.Pack(parameters, data.Filter, requantization), data.Input, outputs, units, (long)outputs * layout.Taps, times);
    }

    private static void AveragePool(int height, int width, int channels, int times)
    {
        var input = new TensorShape(1, height, width, channels);
        var parameters = new PoolParameters
        {
            Input = input,
            Output = new TensorShape(1, 1, 1, channels),
            Window = Window.Valid(height, width, 1, 1, 1, 1),
        };
        PoolKernel kernel = KernelCatalog.Select(KernelCatalog.AveragePool, parameters, IsaPolicy.Auto);
        sbyte[] values = Fillings.Fill(input.Count, Filling.Random, 0, Random);
        Repeat(kernel, kernel.Prepare(parameters), values, channels, 1, input.Count, times);
    }

    private static void Add(int elements, int times)
    {
        var shape = new TensorShape(1, 1, 1, elements);
        var parameters = new BinaryParameters
        {
            First = shape,
            Second = shape,
            Output = shape,
            FirstQuantization = new Quantization(0.05f, 3),
            SecondQuantization = new Quantization(0.02f, -7),
            OutputQuantization = new Quantization(0.06f, 1),
        };
        var kernel = BinaryKernel<ScaledSum>.Select(KernelCatalog.Sum, parameters, IsaPolicy.Auto);
        PreparedBinary prepared = kernel.Prepare(parameters, ScaledSum.Of(parameters));
        sbyte[] first = Fillings.Fill(elements, Filling.Random, 0, Random), second = Fillings.Fill(elements, Filling.Random, 0, Random);
        var output = new sbyte[elements];
        Report(kernel, elements);
        for (int i = 0; i < times; i++)
            prepared.Run(first, second, output, 0, 1);
    }

    private static void Repeat(Kernel kernel, PreparedKernel prepared, sbyte[] input, int outputs, int units, long operations, int times)
    {
        var output = new sbyte[outputs];
        Report(kernel, operations);
        for (int i = 0; i < times; i++)
            prepared.Run(input, output, 0, units);
    }

    private static void Report(Kernel kernel, long operations)
    {
        Activity.Begin(kernel.Name);
        Activity.Add(" ", operations);
        Activity.Print();
    }
}
