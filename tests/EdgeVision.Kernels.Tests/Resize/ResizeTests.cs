using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Resize;

public class ResizeTests
{
    private static readonly (int Input, int Output)[] Extents =
        [(1, 1), (1, 4), (5, 1), (4, 8), (8, 4), (7, 5), (5, 7), (3, 11), (11, 3), (6, 6), (2, 3000)];

    public static TheoryData<ResizeCoordinates> AllCoordinates => new(Enum.GetValues<ResizeCoordinates>());

    [Theory]
    [MemberData(nameof(AllCoordinates))]
    public void Integer_bilinear_equals_the_rule(ResizeCoordinates coordinates) => ForAllExtents(parameters =>
    {
        parameters = parameters with { Coordinates = coordinates, Arithmetic = ResizeArithmetic.Integer };
        sbyte[] input = RandomInput(parameters);
        sbyte[] output = new sbyte[parameters.Output.Count];
        ResizeBilinear.Prepare(parameters, IsaPolicy.Auto).Run(input, output);
        for (int i = 0; i < output.Length; i++)
        {
            (int b, int y, int x, int c) = Coordinates(parameters.Output, i);
            var (y0, y1, dy) = IntegerTap(y, parameters.Input.Height, parameters.Output.Height, coordinates);
            var (x0, x1, dx) = IntegerTap(x, parameters.Input.Width, parameters.Output.Width, coordinates);
            decimal sum = At(y0, x0) * (1024m - dy) * (1024m - dx) + At(y1, x0) * dy * (1024m - dx)
                + At(y0, x1) * (1024m - dy) * dx + At(y1, x1) * (decimal)dy * dx;
            Assert.Equal((sbyte)Math.Round(sum / 1048576m, MidpointRounding.AwayFromZero), output[i]);

            decimal At(int row, int column) => input[Index(parameters.Input, b, row, column, c)];
        }
    });

    [Theory]
    [MemberData(nameof(AllCoordinates))]
    public void Float_bilinear_equals_the_rule_on_bytes(ResizeCoordinates coordinates) => ForAllExtents(parameters =>
    {
        parameters = parameters with { Coordinates = coordinates, Arithmetic = ResizeArithmetic.Float32 };
        sbyte[] input = RandomInput(parameters);
        sbyte[] output = new sbyte[parameters.Output.Count];
        ResizeBilinear.Prepare(parameters, IsaPolicy.Auto).Run(input, output);
        int different = 0;
        for (int i = 0; i < output.Length; i++)
        {
            (int b, int y, int x, int c) = Coordinates(parameters.Output, i);
            double py = RealPosition(y, parameters.Input.Height, parameters.Output.Height, coordinates);
            double px = RealPosition(x, parameters.Input.Width, parameters.Output.Width, coordinates);
            var (y0, x0) = ((int)Math.Floor(py), (int)Math.Floor(px));
            double top = Mix(At(y0, x0), At(y0, x0 + 1), px - x0);
            double bottom = Mix(At(y0 + 1, x0), At(y0 + 1, x0 + 1), px - x0);
            double exact = Mix(top, bottom, py - y0);

            // float32 positions are off by a few 2^-24 of the extent; only a value that close to a half may round otherwise.
            int rounded = (int)Math.Floor(exact + 0.5);
            if (rounded != output[i] + 128)
            {
                different++;
                Assert.InRange(Math.Abs(exact - Math.Floor(exact) - 0.5), 0, 0.001);
                Assert.InRange(output[i] + 128, rounded - 1, rounded + 1);
            }

            int At(int row, int column) => 128 + input[Index(
                parameters.Input,
                b,
                Math.Clamp(row, 0, parameters.Input.Height - 1),
                Math.Clamp(column, 0, parameters.Input.Width - 1),
                c)];
        }

        Assert.True(different <= output.Length / 10, $"{different} of {output.Length} differ");
    });

    [Theory]
    [MemberData(nameof(AllCoordinates))]
    public void Nearest_reads_the_pixel_of_the_rule(ResizeCoordinates coordinates) => ForAllExtents(parameters =>
    {
        parameters = parameters with { Coordinates = coordinates };
        sbyte[] input = RandomInput(parameters);
        sbyte[] output = new sbyte[parameters.Output.Count];
        ResizeNearest.Prepare(parameters).Run(input, output);
        for (int i = 0; i < output.Length; i++)
        {
            (int b, int y, int x, int c) = Coordinates(parameters.Output, i);
            int iy = NearestTap(y, parameters.Input.Height, parameters.Output.Height, coordinates);
            int ix = NearestTap(x, parameters.Input.Width, parameters.Output.Width, coordinates);
            Assert.Equal(input[Index(parameters.Input, b, iy, ix, c)], output[i]);
        }
    });

    [Theory]
    [InlineData(ResizeCoordinates.Asymmetric, new[] { 0, 5, 10, 10 })]
    [InlineData(ResizeCoordinates.AlignCorners, new[] { 0, 3, 7, 10 })]
    [InlineData(ResizeCoordinates.HalfPixel, new[] { 0, 3, 8, 10 })]
    public void A_pair_of_pixels_doubled(ResizeCoordinates coordinates, int[] expected)
    {
        var parameters = new ResizeParameters
        {
            Input = new TensorShape(1, 1, 2, 1),
            Output = new TensorShape(1, 1, 4, 1),
            Coordinates = coordinates,
        };
        sbyte[] output = new sbyte[4];
        foreach (ResizeArithmetic arithmetic in Enum.GetValues<ResizeArithmetic>())
        {
            ResizeBilinear.Prepare(parameters with { Arithmetic = arithmetic }, IsaPolicy.Auto).Run([0, 10], output);
            Assert.Equal(expected, output.Select(v => (int)v));
        }
    }

    [Fact]
    public void The_arithmetics_round_negative_ties_differently()
    {
        var parameters = new ResizeParameters { Input = new TensorShape(1, 1, 2, 1), Output = new TensorShape(1, 1, 4, 1) };
        sbyte[] output = new sbyte[4];
        ResizeBilinear.Prepare(parameters, IsaPolicy.Auto).Run([-4, -3], output);
        Assert.Equal([-4, -4, -3, -3], output);
        ResizeBilinear.Prepare(parameters with { Arithmetic = ResizeArithmetic.Float32 }, IsaPolicy.Auto).Run([-4, -3], output);
        Assert.Equal([-4, -3, -3, -3], output);
    }

    [Fact]
    public void What_cannot_be_resized_is_refused()
    {
        var valid = new ResizeParameters { Input = new TensorShape(1, 2, 2, 3), Output = new TensorShape(1, 4, 4, 3) };
        RefusedByBoth("input shape is 0", valid with { Input = default });
        RefusedByBoth("output shape is -1", valid with { Output = valid.Output with { Height = -1 } });
        RefusedByBoth("output batch is 2", valid with { Output = valid.Output with { Batch = 2 } });
        RefusedByBoth("output channels is 1", valid with { Output = valid.Output with { Channels = 1 } });
        RefusedByBoth("coordinates 9 is unknown", valid with { Coordinates = (ResizeCoordinates)9 });
        RefusedByBoth("arithmetic 9 is unknown", valid with { Arithmetic = (ResizeArithmetic)9 });
        Assert.Throws<ArgumentNullException>(() => ResizeNearest.Prepare(null!));

        ResizeBilinear bilinear = ResizeBilinear.Prepare(valid, IsaPolicy.Auto);
        ResizeNearest nearest = ResizeNearest.Prepare(valid);
        Assert.Throws<ArgumentException>("input", () => bilinear.Run(new sbyte[11], new sbyte[48]));
        Assert.Throws<ArgumentException>("output", () => bilinear.Run(new sbyte[12], new sbyte[47]));
        Assert.Throws<ArgumentException>("input", () => nearest.Run(new sbyte[13], new sbyte[48]));
        Assert.Throws<ArgumentException>("output", () => nearest.Run(new sbyte[12], new sbyte[49]));
    }

    private static void RefusedByBoth(string message, ResizeParameters parameters)
    {
        Refusal.Assert(message, () => ResizeBilinear.Prepare(parameters, IsaPolicy.Auto));
        Refusal.Assert(message, () => ResizeNearest.Prepare(parameters));
    }

    private static void ForAllExtents(Action<ResizeParameters> check)
    {
        for (int i = 0; i < Extents.Length; i++)
        {
            (int height, int targetHeight) = Extents[i];
            (int width, int targetWidth) = Extents[(i + 3) % Extents.Length];
            check(new ResizeParameters
            {
                Input = new TensorShape(1 + i % 2, height, width, 1 + i % 3),
                Output = new TensorShape(1 + i % 2, targetHeight, targetWidth, 1 + i % 3),
            });
        }
    }

    private static sbyte[] RandomInput(ResizeParameters parameters)
    {
        var prng = new Prng(71);
        sbyte[] input = new sbyte[parameters.Input.Count];
        prng.Fill(input);
        return input;
    }

    /// <summary>The position in 1024ths from a scale rounded half up to 1024ths.</summary>
    private static (int Lower, int Upper, int Fraction) IntegerTap(int i, int input, int output, ResizeCoordinates coordinates)
    {
        (int from, int to) = coordinates == ResizeCoordinates.AlignCorners && output > 1 ? (input - 1, output - 1) : (input, output);
        int scale = (int)Math.Floor(1024m * from / to + (to % 2 == 0 ? 0.5m : (to - 1m) / 2 / to));
        decimal position = i * scale + (coordinates == ResizeCoordinates.HalfPixel ? Math.Floor(scale / 2m) - 512 : 0);
        int lower = (int)Math.Clamp(Math.Floor(position / 1024), 0, input - 1);
        int upper = (int)Math.Clamp(Math.Ceiling(position / 1024), 0, input - 1);
        return (lower, upper, (int)(position - 1024 * lower));
    }

    private static double RealPosition(int i, int input, int output, ResizeCoordinates coordinates)
    {
        double position = coordinates switch
        {
            ResizeCoordinates.AlignCorners when output > 1 => (double)i * (input - 1) / (output - 1),
            ResizeCoordinates.HalfPixel => (i + 0.5) * input / output - 0.5,
            _ => (double)i * input / output,
        };
        return Math.Clamp(position, 0, input - 1);
    }

    /// <summary>In exact fractions: all positions tried are far from where float32 would round across an integer.</summary>
    private static int NearestTap(int i, int input, int output, ResizeCoordinates coordinates) => coordinates switch
    {
        ResizeCoordinates.AlignCorners when output > 1 => (2 * i * (input - 1) + output - 1) / (2 * (output - 1)),
        ResizeCoordinates.HalfPixel => Math.Min((2 * i + 1) * input / (2 * output), input - 1),
        _ => Math.Min(i * input / output, input - 1),
    };

    private static double Mix(double a, double b, double t) => a + (b - a) * t;

    private static (int B, int Y, int X, int C) Coordinates(TensorShape s, int i) =>
        (i / s.Channels / s.Width / s.Height, i / s.Channels / s.Width % s.Height, i / s.Channels % s.Width, i % s.Channels);

    private static int Index(TensorShape s, int b, int y, int x, int c) => ((b * s.Height + y) * s.Width + x) * s.Channels + c;
}
