using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR in all coordinate modes.</summary>
internal static class ResizeCases
{
    private const int Channels = 3;

    private enum Mode
    {
        Asymmetric,
        AlignCorners,
        HalfPixel,
    }

    private static readonly (int Height, int Width, int NewHeight, int NewWidth)[] Sizes =
        [(5, 7, 11, 13), (9, 8, 4, 3), (1, 1, 6, 5), (6, 5, 1, 1), (7, 7, 14, 21), (33, 17, 65, 40)];

    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType type in ByteTypes)
        {
            foreach ((int height, int width, int newHeight, int newWidth) size in Sizes)
            {
                foreach (Mode mode in Enum.GetValues<Mode>())
                {
                    yield return Resize("RESIZE_NEAREST_NEIGHBOR", BuiltinOperator.ResizeNearestNeighbor, type, size, mode);
                    yield return Resize("RESIZE_BILINEAR", BuiltinOperator.ResizeBilinear, type, size, mode);
                }
            }
        }
    }

    private static OperatorCase Resize(
        string name, BuiltinOperator code, TensorType type, (int Height, int Width, int NewHeight, int NewWidth) size, Mode mode)
    {
        Affine scale = new Affine(0.1, 3).As(type);
        byte[] input = RandomBytes(size.Height * size.Width * Channels, 61);
        double[] stored = Stored(type, input);
        bool nearest = code == BuiltinOperator.ResizeNearestNeighbor, align = mode == Mode.AlignCorners, half = mode == Mode.HalfPixel;
        var expected = new double[size.NewHeight * size.NewWidth * Channels];
        for (int i = 0; i < expected.Length; i++)
        {
            int channel = i % Channels, x = i / Channels % size.NewWidth, y = i / Channels / size.NewWidth;
            double At(int row, int column) => stored[(((row * size.Width) + column) * Channels) + channel];
            expected[i] = nearest
                ? At(Nearest(y, size.Height, size.NewHeight, mode), Nearest(x, size.Width, size.NewWidth, mode))
                : Bilinear(At, Position(y, size.Height, size.NewHeight, mode, type), Position(x, size.Width, size.NewWidth, mode, type), size.Height, size.Width);
        }

        OperatorOptions options = nearest ? new ResizeNearestNeighborOptions(align, half) : new ResizeBilinearOptions(align, half);
        return new OperatorCase
        {
            Name = $"{name} {type} {size.Height}x{size.Width} to {size.NewHeight}x{size.NewWidth} {mode}",
            Model = Build(
                code,
                (type, [1, size.Height, size.Width, Channels], scale),
                (type, [1, size.NewHeight, size.NewWidth, Channels], scale),
                options,
                b => [AddIntegers(b, size.NewHeight, size.NewWidth)]),
            Input = input,
            Expected = expected,
            Within = nearest ? OperatorCase.Exact : OperatorCase.OneRounding,
            PeerWithin = nearest || type == TensorType.Int8 ? 0 : 1, // the optimised UINT8 kernel sums in another order than the reference
        };
    }

    private static int Nearest(int i, int input, int output, Mode mode)
    {
        double position = mode switch
        {
            Mode.AlignCorners when output > 1 => Math.Round(i * (input - 1.0) / (output - 1), MidpointRounding.AwayFromZero),
            Mode.AlignCorners => Math.Round(i * (double)input / output, MidpointRounding.AwayFromZero),
            Mode.HalfPixel => Math.Floor((i + 0.5) * input / output),
            _ => Math.Floor(i * (double)input / output),
        };
        return Math.Min((int)position, input - 1);
    }

    /// <summary>Where an output samples its input: exact for UINT8; INT8's own 10 fractional bits, of which the scale is rounded first.</summary>
    private static double Position(int i, int input, int output, Mode mode, TensorType type)
    {
        bool corners = mode == Mode.AlignCorners && output > 1;
        (int from, int to) = corners ? (input - 1, output - 1) : (input, output);
        if (type == TensorType.UInt8)
            return mode == Mode.HalfPixel ? ((i + 0.5) * from / to) - 0.5 : i * (double)from / to;
        int scale = ((1024 * from) + (to / 2)) / to;
        int position = mode == Mode.HalfPixel ? (i * scale) + (scale / 2) - 512 : i * scale;
        return position / 1024.0;
    }

    private static double Bilinear(Func<int, int, double> at, double y, double x, int height, int width)
    {
        (int top, int bottom, double dy) = Neighbours(y, height);
        (int left, int right, double dx) = Neighbours(x, width);
        return (at(top, left) * (1 - dy) * (1 - dx)) + (at(top, right) * (1 - dy) * dx) + (at(bottom, left) * dy * (1 - dx)) + (at(bottom, right) * dy * dx);
    }

    private static (int Lower, int Upper, double Fraction) Neighbours(double position, int extent)
    {
        int lower = Math.Max((int)Math.Floor(position), 0);
        return (lower, Math.Min((int)Math.Ceiling(position), extent - 1), position - lower);
    }
}
