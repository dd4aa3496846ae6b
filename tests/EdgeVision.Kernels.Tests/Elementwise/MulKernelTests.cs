using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Elementwise;

/// <summary>Every kernel of multiplication that this CPU runs, against the arithmetic of one element.</summary>
public class MulKernelTests
{
    private static readonly Quantization[] Quantizations =
        [new(0.05f, 3), new(0.021f, -7), new(1.5f, -128), new(0.003f, 127), new(0.0005f, 0), new(20f, 1)];

    public static TheoryData<string> Kernels => new(KernelCatalog.Mul.Where(k => k.IsSupported).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void All_pairs_of_bytes_give_what_one_element_gives(string name)
    {
        (sbyte[] first, sbyte[] second) = (new sbyte[65536], new sbyte[65536]);
        for (int i = 0; i < first.Length; i++)
            (first[i], second[i]) = ((sbyte)(i / 256 - 128), (sbyte)(i % 256 - 128));
        int saturated = 0, cases = 0;
        foreach (Quantization a in Quantizations)
        {
            foreach (Quantization b in Quantizations)
            {
                // Factors below and above 1, and one for which the largest products just fit 32 bits.
                foreach (float scale in new[] { 100 * a.Scale * b.Scale, a.Scale * b.Scale * 0.7f, a.Scale * b.Scale / 32000 })
                {
                    BinaryParameters p = Parameters(new TensorShape(1, 1, 1, 65536), a, b, new Quantization(scale, 5));
                    p = p with { Range = new OutputRange(-120, 125) };
                    var product = new ScaledProduct(p);
                    sbyte[] output = new sbyte[65536];
                    Kernel(name).Prepare(p, product).Run(first, second, output, 0, 1);
                    int wrong = Enumerable.Range(0, output.Length).FirstOrDefault(i => output[i] != product.Apply(first[i], second[i]), -1);
                    if (wrong >= 0)
                        Assert.Fail($"{name} {p}: ({first[wrong]}, {second[wrong]}) gives {output[wrong]}, expected {product.Apply(first[wrong], second[wrong])}");
                    saturated += output.Count(v => v is -120 or 125);
                    cases += output.Length;
                }
            }
        }

        Assert.InRange(saturated, cases / 3, cases * 3L / 4);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_run_touches_nothing_else_and_may_be_in_place(string name)
    {
        var prng = new Prng(53);
        int ran = 0;
        for (int channels = 1; channels <= 100; channels++)
        {
            BinaryParameters whole = Parameters(new TensorShape(2, 3, 2, channels), Quantizations[0], Quantizations[1], new Quantization(0.02f, 11));
            foreach (TensorShape shrunk in Shrunk(whole.Output))
            {
                ran += Check(name, whole with { Second = shrunk }, ref prng);
                ran += Check(name, whole with { First = shrunk }, ref prng);
            }
        }

        Assert.True(ran > 600, $"{name} ran only {ran} cases");
    }

    [Theory]
    [InlineData(Isa.Scalar, 16, 16, "mul_s8_scalar")]
    [InlineData(Isa.Avx2, 15, 15, "mul_s8_scalar")]
    [InlineData(Isa.Avx2, 16, 1, "mul_s8_scalar")]
    [InlineData(Isa.Avx2, 16, 16, "mul_s8_1x16_avx2")]
    [InlineData(Isa.Avx512, 31, 31, "mul_s8_1x16_avx2")]
    [InlineData(Isa.Avx512, 32, 32, "mul_s8_1x32_avx512")]
    public void Instruction_set_and_channels_decide_which_kernel_is_chosen(Isa isa, int first, int second, string expected)
    {
        BinaryParameters p = Parameters(new TensorShape(1, 2, 3, first), Quantizations[0], Quantizations[0], Quantizations[0]);
        p = p with { Second = new TensorShape(1, 1, 1, second) };
        Assert.Equal(expected, Mul.Prepare(p, IsaPolicy.ForTarget(isa)).KernelName);
    }

    /// <summary>In two ranges, the later first, then in place of the input that has the output's size; how many cases that are.</summary>
    private static int Check(string name, BinaryParameters p, ref Prng prng)
    {
        if (!Kernel(name).CanRun(p))
            return 0;
        var product = new ScaledProduct(p);
        PreparedBinary prepared = Kernel(name).Prepare(p, product);
        sbyte[] first = new sbyte[p.First.Count], second = new sbyte[p.Second.Count], expected = new sbyte[p.Output.Count];
        prng.Fill(first);
        prng.Fill(second);
        int rows = p.Output.Batch * p.Output.Height, cut = prng.Next(0, rows);
        new MulReference().Prepare(p, product).Run(first, second, expected, 0, rows);
        foreach (GuardSide side in Enum.GetValues<GuardSide>())
        {
            using GuardedBuffer a = GuardedBuffer.Of(first, side), b = GuardedBuffer.Of(second, side);
            using var target = new GuardedBuffer(expected.Length, side);
            prepared.Run(a.Span, b.Span, target.Span, cut, rows - cut);
            prepared.Run(a.Span, b.Span, target.Span, 0, cut);
            Assert.True(target.Span.SequenceEqual(expected), $"{name}, {p}");
            target.AssertMarginsUntouched();
            GuardedBuffer large = p.First == p.Output ? a : b;
            prepared.Run(a.Span, b.Span, large.Span, 0, rows);
            Assert.True(large.Span.SequenceEqual(expected), $"{name}, {p}, in place");
        }

        return 1;
    }

    /// <summary>The same shape, one that is repeated in every combination of dimensions but the channels, and one that is repeated in these.</summary>
    private static IEnumerable<TensorShape> Shrunk(TensorShape shape)
    {
        for (int bits = 0; bits < 8; bits++)
        {
            yield return new(
                (bits & 1) != 0 ? 1 : shape.Batch, (bits & 2) != 0 ? 1 : shape.Height, (bits & 4) != 0 ? 1 : shape.Width, shape.Channels);
        }

        yield return shape with { Channels = 1 };
    }

    private static MulKernel Kernel(string name) => KernelCatalog.Mul.Single(k => k.Name == name);

    private static BinaryParameters Parameters(TensorShape shape, Quantization first, Quantization second, Quantization output) => new()
    {
        First = shape,
        Second = shape,
        Output = shape,
        FirstQuantization = first,
        SecondQuantization = second,
        OutputQuantization = output,
    };
}
