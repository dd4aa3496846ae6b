using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D, padded and not, and MEAN.</summary>
internal static class PoolingCases
{
    private const int Height = 7, Width = 10, Channels = 5;

    private static readonly Affine Scale = new(0.08, -30);

    private static readonly (Size Kernel, Size Stride)[] Windows =
    [
        (new(2, 2), new(2, 2)), (new(3, 3), new(1, 1)), (new(3, 3), new(2, 2)),
        (new(5, 5), new(3, 3)), (new(7, 7), new(7, 7)), (new(2, 5), new(1, 2)),
    ];

    private readonly record struct Size(int Height, int Width)
    {
        public override string ToString() => $"{Height}x{Width}";
    }

    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType type in ByteTypes)
        {
            foreach (Padding padding in (Padding[])[Padding.Same, Padding.Valid])
            {
                foreach ((Size kernel, Size stride) in Windows)
                {
                    yield return Pool(
                        "AVERAGE_POOL_2D", BuiltinOperator.AveragePool2D, type, padding, kernel, stride, Average, OperatorCase.OneRounding);
                    yield return Pool(
                        "MAX_POOL_2D", BuiltinOperator.MaxPool2D, type, padding, kernel, stride, window => window.Max(),
                        OperatorCase.Exact);
                }
            }

            yield return Pool(
                "AVERAGE_POOL_2D RELU", BuiltinOperator.AveragePool2D, type, Padding.Same, new(3, 3), new(2, 2), Average,
                OperatorCase.OneRounding, FusedActivation.Relu);
            yield return Pool(
                "MAX_POOL_2D RELU6", BuiltinOperator.MaxPool2D, type, Padding.Same, new(3, 3), new(2, 2), window => window.Max(),
                OperatorCase.OneRounding, FusedActivation.Relu6);
            foreach (Affine to in (Affine[])[Scale, new(0.05, 11), new(0.021, 0), new(0.3, -100)])
            {
                yield return Mean(type, to, keepDimensions: true, [1, 2]);
                yield return Mean(type, to, keepDimensions: false, [-2, 1]);
            }

            yield return Mean(type, Scale, keepDimensions: false, [3]);
            yield return Mean(type, new(0.021, 0), keepDimensions: false, [1]); // what is left, 50 elements, is enough for vectors
            yield return Mean(type, new(0.05, 11), keepDimensions: true, [0, 1, 2, 3]);
        }
    }

    private static double Average(IReadOnlyCollection<double> window) => window.Average();

    private static OperatorCase Pool(
        string name, BuiltinOperator code, TensorType type, Padding padding, Size kernel, Size stride,
        Func<IReadOnlyCollection<double>, double> reduce, double within, FusedActivation activation = FusedActivation.None)
    {
        Affine scale = Scale.As(type);
        byte[] input = RandomBytes(Height * Width * Channels, 91);
        double[] stored = Stored(type, input);
        (int rows, int top) = Extent(Height, padding, kernel.Height, stride.Height);
        (int columns, int left) = Extent(Width, padding, kernel.Width, stride.Width);
        var expected = new double[rows * columns * Channels];
        for (int i = 0; i < expected.Length; i++)
        {
            int channel = i % Channels, x = i / Channels % columns, y = i / Channels / columns;
            var window = new List<double>();
            for (int iy = Math.Max((y * stride.Height) - top, 0); iy < Math.Min((y * stride.Height) - top + kernel.Height, Height); iy++)
            {
                for (int ix = Math.Max((x * stride.Width) - left, 0); ix < Math.Min((x * stride.Width) - left + kernel.Width, Width); ix++)
                    window.Add(stored[(((iy * Width) + ix) * Channels) + channel]);
            }

            expected[i] = scale.ToStored(LinearWeights.Activate(activation, scale.ToReal(reduce(window))));
        }

        return new OperatorCase
        {
            Name = $"{name} {type} {padding} {kernel} stride {stride}",
            Model = Build(
                code, (type, [1, Height, Width, Channels], scale), (type, [1, rows, columns, Channels], scale),
                new Pool2DOptions(padding, stride.Width, stride.Height, kernel.Width, kernel.Height, activation)),
            Input = input,
            Expected = [.. expected.Select(v => within == OperatorCase.Exact ? Math.Round(v) : v)],
            Within = within,
        };
    }

    private static (int Output, int PadBefore) Extent(int input, Padding padding, int kernel, int stride)
    {
        int output = padding == Padding.Same ? (input + stride - 1) / stride : (input - kernel + stride) / stride;
        return (output, padding == Padding.Same ? Math.Max(((output - 1) * stride) + kernel - input, 0) / 2 : 0);
    }

    private static OperatorCase Mean(TensorType type, Affine to, bool keepDimensions, int[] axes)
    {
        (Affine source, Affine target) = (Scale.As(type), to.As(type));
        int[] shape = [1, Height, Width, Channels];
        bool[] reduced = [.. shape.Select((_, d) => axes.Contains(d) || axes.Contains(d - 4))];
        int[] kept = [.. shape.Select((n, d) => reduced[d] ? 1 : n)];
        byte[] input = RandomBytes(Count(shape), 12);
        double[] stored = Stored(type, input), sums = new double[Count(kept)];
        for (int i = 0; i < stored.Length; i++)
        {
            int channel = i % Channels, x = i / Channels % Width, y = i / Channels / Width;
            sums[((((y % kept[1]) * kept[2]) + (x % kept[2])) * kept[3]) + (channel % kept[3])] += source.ToReal(stored[i]);
        }

        return new OperatorCase
        {
            Name = $"MEAN {type} over {string.Join(' ', axes)} to {target.Scale:g4},{target.ZeroPoint}, keep {keepDimensions}",
            Model = Build(
                BuiltinOperator.Mean,
                (type, shape, source),
                (type, keepDimensions ? kept : [.. kept.Where((_, d) => !reduced[d])], target),
                new ReducerOptions(keepDimensions),
                b => [AddIntegers(b, axes)]),
            Input = input,
            Expected = [.. sums.Select(sum => target.ToStored(sum / (stored.Length / sums.Length)))],
            Within = OperatorCase.TwoRoundings,
            PeerWithin = 1, // TensorFlow Lite 2.9 computes means in other steps than today's reference
        };
    }
}
