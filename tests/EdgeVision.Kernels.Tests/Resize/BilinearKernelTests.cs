using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Resize;

/// <summary>Every kernel of bilinear resizing that this CPU runs, against the scalar reference.</summary>
public class BilinearKernelTests
{
    /// <summary>Height or width of input and output: larger by exact and by odd factors, smaller, equal, from one pixel, to one.</summary>
    private static readonly (int From, int To)[] Extents =
        [(5, 65), (4, 8), (3, 7), (9, 4), (6, 6), (1, 5), (7, 1), (2, 128), (2, 64), (33, 17), (3, 200)];

    /// <summary>Around vectors, around strips of 1024 elements, and more than a strip.</summary>
    private static readonly int[] Channels = [1, 2, 3, 8, 15, 16, 17, 21, 31, 32, 33, 48, 256, 1023, 1025];

    public static TheoryData<string> Kernels => new(KernelCatalog.ResizeBilinear.Where(k => k.IsSupported).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_range_of_rows_gives_the_references_bytes_and_touches_nothing_else(string name)
    {
        var prng = new Prng(0xB111);
        int ran = 0, ofFloat = 0;
        foreach (ResizeArithmetic arithmetic in Enum.GetValues<ResizeArithmetic>())
        {
            foreach (ResizeCoordinates coordinates in Enum.GetValues<ResizeCoordinates>())
            {
                for (int i = 0; i < Extents.Length * Channels.Length; i++)
                {
                    (int height, int targetHeight) = Extents[i % Extents.Length];
                    (int width, int targetWidth) = Extents[i * 5 / 3 % Extents.Length];
                    int channels = Channels[i % Channels.Length], batch = 1 + i % 2;
                    if (channels > 100 && targetHeight * targetWidth > 1000)
                        continue;
                    var parameters = new ResizeParameters
                    {
                        Input = new TensorShape(batch, height, width, channels),
                        Output = new TensorShape(batch, targetHeight, targetWidth, channels),
                        Coordinates = coordinates,
                        Arithmetic = arithmetic,
                    };
                    if (!Kernel(name).CanRun(parameters))
                        continue;
                    Check(name, parameters, ref prng);
                    ran++;
                    ofFloat += arithmetic == ResizeArithmetic.Float32 ? 1 : 0;
                }
            }
        }

        Assert.True(ran > 400, $"{name} ran only {ran} cases");
        Assert.True(ofFloat > 40, $"{name} ran only {ofFloat} cases of exact float32");
    }

    /// <summary>All fractions that float32 computes exactly, with bytes at both ends, so that rounding in float32 would be seen.</summary>
    [Theory]
    [InlineData(ResizeCoordinates.AlignCorners, 2, 129)]
    [InlineData(ResizeCoordinates.HalfPixel, 2, 128)]
    [InlineData(ResizeCoordinates.Asymmetric, 2, 256)]
    [InlineData(ResizeCoordinates.HalfPixel, 64, 32)]
    public void Exact_float32_is_integers(ResizeCoordinates coordinates, int from, int to)
    {
        var parameters = new ResizeParameters
        {
            Input = new TensorShape(1, from, from, 64),
            Output = new TensorShape(1, to, to, 64),
            Coordinates = coordinates,
            Arithmetic = ResizeArithmetic.Float32,
        };
        var prng = new Prng(0xB112);
        foreach (string name in KernelCatalog.ResizeBilinear.Where(k => k.IsSupported).Select(k => k.Name))
        {
            Assert.True(Kernel(name).CanRun(parameters), name);
            Check(name, parameters, ref prng);
        }
    }

    [Theory]
    [InlineData(ResizeCoordinates.AlignCorners, 2, 130)] // 129ths
    [InlineData(ResizeCoordinates.AlignCorners, 2, 257)] // 256ths
    [InlineData(ResizeCoordinates.HalfPixel, 2, 256)] // 256ths
    [InlineData(ResizeCoordinates.Asymmetric, 3, 7)]
    public void Float32_that_may_round_is_left_to_the_reference(ResizeCoordinates coordinates, int from, int to)
    {
        var parameters = new ResizeParameters
        {
            Input = new TensorShape(1, 4, from, 64),
            Output = new TensorShape(1, 8, to, 64),
            Coordinates = coordinates,
            Arithmetic = ResizeArithmetic.Float32,
        };
        foreach (bool turned in new[] { false, true })
        {
            ResizeParameters p = turned ? parameters with { Input = Turned(parameters.Input), Output = Turned(parameters.Output) } : parameters;
            Assert.Equal("resizebilinear_s8_scalar", ResizeBilinear.Prepare(p, IsaPolicy.Auto).KernelName);
            Assert.All(KernelCatalog.ResizeBilinear.SkipLast(1), kernel => Assert.False(kernel.CanRun(p)));
            Assert.All(KernelCatalog.ResizeBilinear, kernel => Assert.True(kernel.CanRun(p with { Arithmetic = ResizeArithmetic.Integer })));
        }
    }

    [Theory]
    [InlineData(Isa.Scalar, 16, "resizebilinear_s8_scalar")]
    [InlineData(Isa.Avx2, 15, "resizebilinear_s8_scalar")]
    [InlineData(Isa.Avx2, 16, "resizebilinear_s8_1x16_avx2")]
    [InlineData(Isa.Avx512, 16, "resizebilinear_s8_1x16_avx512")]
    [InlineData(Isa.Neon, 16, "resizebilinear_s8_1x16_neon")]
    public void Instruction_set_and_row_length_decide_which_kernel_is_chosen(Isa isa, int channels, string expected)
    {
        var parameters = new ResizeParameters { Input = new TensorShape(1, 2, 2, channels), Output = new TensorShape(1, 3, 1, channels) };
        ResizeBilinear resize = ResizeBilinear.Prepare(parameters, IsaPolicy.ForTarget(isa));
        Assert.Equal(expected, resize.KernelName);
        Assert.Equal(3, resize.Units);
    }

    /// <summary>Of random bytes and of the extremes, in two ranges, the later first.</summary>
    private static void Check(string name, ResizeParameters parameters, ref Prng prng)
    {
        int rows = parameters.Output.Batch * parameters.Output.Height, line = parameters.Output.Count / rows, cut = prng.Next(0, rows);
        sbyte[] input = new sbyte[parameters.Input.Count], expected = new sbyte[parameters.Output.Count];
        foreach (GuardSide side in Enum.GetValues<GuardSide>())
        {
            prng.Fill(input);
            if (side == GuardSide.After)
                input = Array.ConvertAll(input, x => x < 0 ? sbyte.MinValue : sbyte.MaxValue);
            KernelCatalog.ResizeBilinear[^1].Prepare(parameters).Run(input, expected, 0, rows);
            using GuardedBuffer from = GuardedBuffer.Of(input, side);
            using var to = new GuardedBuffer(expected.Length, side);
            to.Span.Fill(0x5A);
            PreparedKernel prepared = Kernel(name).Prepare(parameters);
            prepared.Run(from.Span, to.Span, cut, rows - cut);
            Assert.Equal(-1, to.Span[..(cut * line)].IndexOfAnyExcept((sbyte)0x5A));
            prepared.Run(from.Span, to.Span, 0, cut);
            if (!to.Span.SequenceEqual(expected))
            {
                int wrong = to.Span.CommonPrefixLength(expected);
                Assert.Fail($"{name} {parameters}: element {wrong} is {to.Span[wrong]}, expected {expected[wrong]}");
            }

            to.AssertMarginsUntouched();
        }
    }

    private static TensorShape Turned(TensorShape shape) => shape with { Height = shape.Width, Width = shape.Height };

    private static BilinearKernel Kernel(string name) => KernelCatalog.ResizeBilinear.Single(k => k.Name == name);
}
