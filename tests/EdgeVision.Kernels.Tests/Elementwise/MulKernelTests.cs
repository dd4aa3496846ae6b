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
        BinaryParameters p = Parameters(new TensorShape(1, 1, 1, 1), Quantizations[0], Quantizations[1], new Quantization(0.02f, 11));
        Assert.InRange(BinaryRunsCheck.All(Kernel(name), new MulReference(), p, parameters => new ScaledProduct(parameters)), 2000, 3200);
    }

    [Theory]
    [InlineData(Isa.Scalar, 16, 16, "mul_s8_scalar")]
    [InlineData(Isa.Avx2, 15, 15, "mul_s8_scalar")]
    [InlineData(Isa.Avx2, 15, 1, "mul_s8_1x16_avx2")]
    [InlineData(Isa.Avx2, 16, 1, "mul_s8_1x16_avx2")]
    [InlineData(Isa.Avx2, 16, 16, "mul_s8_1x16_avx2")]
    [InlineData(Isa.Neon, 5, 1, "mul_s8_scalar")]
    [InlineData(Isa.Neon, 16, 16, "mul_s8_1x16_neon")]
    [InlineData(Isa.Avx512, 31, 31, "mul_s8_1x16_avx2")]
    [InlineData(Isa.Avx512, 32, 32, "mul_s8_1x32_avx512")]
    public void Instruction_set_and_channels_decide_which_kernel_is_chosen(Isa isa, int first, int second, string expected)
    {
        BinaryParameters p = Parameters(new TensorShape(1, 2, 3, first), Quantizations[0], Quantizations[0], Quantizations[0]);
        p = p with { Second = new TensorShape(1, 1, 1, second) };
        Assert.Equal(expected, Mul.Prepare(p, IsaPolicy.ForTarget(isa)).KernelName);
    }

    private static BinaryKernel<ScaledProduct> Kernel(string name) => KernelCatalog.Mul.Single(k => k.Name == name);

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
