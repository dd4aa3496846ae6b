using System.Runtime.InteropServices;
using EdgeVision.Kernels;
using EdgeVision.Testing;

namespace EdgeVision.Benchmarks;

/// <summary>Binds the kernels of operations without weights.</summary>
internal static class OtherLayers
{
    /// <summary>Windows side by side.</summary>
    public static IEnumerable<BoundKernel> Pool(PoolKernel[] kernels, string layer, TensorShape image, int side)
    {
        var parameters = new PoolParameters
        {
            Input = image,
            Output = image with { Height = image.Height / side, Width = image.Width / side },
            Window = Window.Valid(side, side, side, side, 1, 1),
        };
        sbyte[] input = Seeded(parameters.Input.Count);
        int outputLength = parameters.Output.Count, rows = parameters.Output.Height;
        return kernels.Where(kernel => kernel.IsSupported && kernel.CanRun(parameters))
            .Select(kernel => new BoundKernel(layer, kernel.Name, 0, () =>
            {
                PreparedKernel timed = kernel.Prepare(parameters);
                var (output, expected) = (new sbyte[outputLength], new sbyte[outputLength]);
                kernels[^1].Prepare(parameters).Run(input, expected, 0, rows);
                return new BoundKernel.Work(() => timed.Run(input, output, 0, rows), output, expected);
            }));
    }

    public static IEnumerable<BoundKernel> Mean(string layer, int pixels, int channels)
    {
        var parameters = new MeanParameters
        {
            Outer = 1,
            Reduced = pixels,
            Inner = channels,
            Input = new Quantization(0.0235f, -128),
            Output = new Quantization(0.0131f, -128),
        };
        FixedPointMultiplier multiplier = Kernels.Mean.Multiplier(parameters);
        sbyte[] input = Seeded(pixels * channels);
        return KernelCatalog.Mean.Where(kernel => kernel.IsSupported && kernel.CanRun(parameters, multiplier))
            .Select(kernel => new BoundKernel(layer, kernel.Name, 0, () =>
            {
                PreparedKernel timed = kernel.Prepare(parameters, multiplier);
                var (output, expected) = (new sbyte[channels], new sbyte[channels]);
                KernelCatalog.Mean[^1].Prepare(parameters, multiplier).Run(input, expected, 0, 1);
                return new BoundKernel.Work(() => timed.Run(input, output, 0, 1), output, expected);
            }));
    }

    public static IEnumerable<BoundKernel> Add(string layer, TensorShape shape)
    {
        var parameters = new BinaryParameters
        {
            First = shape,
            Second = shape,
            Output = shape,
            FirstQuantization = new Quantization(0.05f, 3),
            SecondQuantization = new Quantization(0.021f, -7),
            OutputQuantization = new Quantization(0.06f, 5),
        };
        var sum = ScaledSum.Of(parameters);
        var (first, second) = (Seeded(shape.Count), Seeded(shape.Count, seed: 7));
        return KernelCatalog.Sum.Where(kernel => kernel.IsSupported && kernel.CanRun(parameters))
            .Select(kernel => new BoundKernel(layer, kernel.Name, 0, () =>
            {
                PreparedBinary timed = kernel.Prepare(parameters, sum);
                var (output, expected) = (new sbyte[shape.Count], new sbyte[shape.Count]);
                KernelCatalog.Sum[^1].Prepare(parameters, sum).Run(first, second, expected, 0, shape.Batch * shape.Height);
                return new BoundKernel.Work(() => timed.Run(first, second, output, 0, shape.Batch * shape.Height), output, expected);
            }));
    }

    /// <summary>One factor for each channel.</summary>
    public static IEnumerable<BoundKernel> Mul(string layer, TensorShape shape)
    {
        var parameters = new BinaryParameters
        {
            First = shape,
            Second = new TensorShape(1, 1, 1, shape.Channels),
            Output = shape,
            FirstQuantization = new Quantization(0.05f, 3),
            SecondQuantization = new Quantization(0.0039f, -128),
            OutputQuantization = new Quantization(0.04f, 5),
        };
        var product = new ScaledProduct(parameters);
        var (first, second) = (Seeded(shape.Count), Seeded(shape.Channels, seed: 7));
        return KernelCatalog.Mul.Where(kernel => kernel.IsSupported && kernel.CanRun(parameters))
            .Select(kernel => new BoundKernel(layer, kernel.Name, 0, () =>
            {
                PreparedBinary timed = kernel.Prepare(parameters, product);
                var (output, expected) = (new sbyte[shape.Count], new sbyte[shape.Count]);
                KernelCatalog.Mul[^1].Prepare(parameters, product).Run(first, second, expected, 0, shape.Height);
                return new BoundKernel.Work(() => timed.Run(first, second, output, 0, shape.Height), output, expected);
            }));
    }

    public static IEnumerable<BoundKernel> ResizeBilinear(string layer, TensorShape image, int side, ResizeCoordinates coordinates, ResizeArithmetic arithmetic)
    {
        var parameters = new ResizeParameters
        {
            Input = image,
            Output = image with { Height = side, Width = side },
            Coordinates = coordinates,
            Arithmetic = arithmetic,
        };
        sbyte[] input = Seeded(image.Count);
        return KernelCatalog.ResizeBilinear.Where(kernel => kernel.IsSupported && kernel.CanRun(parameters))
            .Select(kernel => new BoundKernel(layer, kernel.Name, 0, () =>
            {
                PreparedKernel timed = kernel.Prepare(parameters);
                var (output, expected) = (new sbyte[parameters.Output.Count], new sbyte[parameters.Output.Count]);
                KernelCatalog.ResizeBilinear[^1].Prepare(parameters).Run(input, expected, 0, side);
                return new BoundKernel.Work(() => timed.Run(input, output, 0, side), output, expected);
            }));
    }

    public static IEnumerable<BoundKernel> ArgMax(string layer, int pixels, int classes)
    {
        var parameters = new ArgMaxParameters { Outer = pixels, Depth = classes };
        sbyte[] input = Seeded(pixels * classes);
        return KernelCatalog.ArgMax.Where(kernel => kernel.IsSupported && kernel.CanRun(parameters))
            .Select(kernel => new BoundKernel(layer, kernel.Name, 0, () =>
            {
                PreparedArgMax timed = kernel.Prepare(parameters);
                var (output, expected) = (new sbyte[sizeof(int) * pixels], new sbyte[sizeof(int) * pixels]);
                KernelCatalog.ArgMax[^1].Prepare(parameters).Run(input, MemoryMarshal.Cast<sbyte, int>(expected.AsSpan()), 0);
                return new BoundKernel.Work(() => timed.Run(input, MemoryMarshal.Cast<sbyte, int>(output.AsSpan()), 0), output, expected);
            }));
    }

    public static IEnumerable<BoundKernel> HardSwish(string layer, int elements)
    {
        var (input, output) = (new Quantization(0.1f, -10), new Quantization(0.07f, -122));
        sbyte[] values = Seeded(elements), entries = [.. LookupTable.HardSwish(input, output, IsaPolicy.Auto).Entries];
        return KernelCatalog.Table.Where(kernel => kernel.IsSupported && kernel.CanRun)
            .Select(kernel => new BoundKernel(layer, kernel.Name, 0, () =>
            {
                PreparedKernel timed = kernel.Prepare(entries);
                sbyte[] target = new sbyte[elements], expected = [.. values.Select(x => entries[x + 128])];
                return new BoundKernel.Work(() => timed.Run(values, target, 0, elements), target, expected);
            }));
    }

    /// <summary>There is one kernel, the reference itself; it is compared with the formula in floating point.</summary>
    public static IEnumerable<BoundKernel> Softmax(string layer, int classes)
    {
        const float Scale = 0.1f;
        yield return new BoundKernel(layer, "softmax_s8_scalar", 0, () =>
        {
            sbyte[] input = Seeded(classes), output = new sbyte[classes];
            var softmax = Kernels.Softmax.Prepare(new SoftmaxParameters { Rows = 1, Depth = classes, InputScale = Scale });
            double sum = input.Sum(x => Math.Exp(Scale * x));
            sbyte[] expected = [.. input.Select(x => (sbyte)(Math.Min(Math.Floor(256 * Math.Exp(Scale * x) / sum + 0.5), 255) - 128))];
            return new BoundKernel.Work(() => softmax.Run(input, output), output, expected);
        });
    }

    private static sbyte[] Seeded(int length, uint seed = 5)
    {
        var values = new sbyte[length];
        new Prng(seed).Fill(values);
        return values;
    }
}
