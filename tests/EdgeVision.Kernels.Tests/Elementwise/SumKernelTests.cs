namespace EdgeVision.Kernels.Tests.Elementwise;

/// <summary>Every kernel of addition and subtraction that this CPU runs, against the arithmetic of one element.</summary>
public class SumKernelTests
{
    private static readonly Quantization[] Quantizations =
        [new(0.05f, 3), new(0.021f, -7), new(1.5f, -128), new(0.003f, 127), new(0.0005f, 0), new(20f, 1)];

    public static TheoryData<string> Kernels => new(KernelCatalog.Sum.Where(k => k.IsSupported).Select(k => k.Name));

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
                foreach (float scale in new[] { a.Scale / 3, a.Scale + b.Scale, 40 * b.Scale })
                {
                    BinaryParameters p = Parameters(65536, a, b, new Quantization(scale, 5)) with { Range = new OutputRange(-120, 125) };
                    foreach (ScaledSum sum in new[] { ScaledSum.Of(p), ScaledSum.Difference(p) })
                    {
                        sbyte[] output = new sbyte[65536];
                        Kernel(name).Prepare(p, sum).Run(first, second, output, 0, 1);
                        int wrong = Enumerable.Range(0, output.Length).FirstOrDefault(i => output[i] != sum.Apply(first[i], second[i]), -1);
                        if (wrong >= 0)
                            Assert.Fail($"{name} {p}: ({first[wrong]}, {second[wrong]}) gives {output[wrong]}, expected {sum.Apply(first[wrong], second[wrong])}");
                        saturated += output.Count(v => v is -120 or 125);
                        cases += output.Length;
                    }
                }
            }
        }

        Assert.InRange(saturated, 1, cases * 2L / 3);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_run_touches_nothing_else_and_may_be_in_place(string name)
    {
        BinaryParameters p = Parameters(1, Quantizations[0], Quantizations[1], new Quantization(0.07f, 11));
        Assert.InRange(BinaryRunsCheck.All(Kernel(name), new SumReference(), p, ScaledSum.Of), 2000, 3200);
        Assert.InRange(BinaryRunsCheck.All(Kernel(name), new SumReference(), p, ScaledSum.Difference), 2000, 3200);
    }

    [Theory]
    [InlineData(Isa.Scalar, 32, 32, "sum_s8_scalar")]
    [InlineData(Isa.Avx2, 15, 15, "sum_s8_scalar")]
    [InlineData(Isa.Avx2, 16, 1, "sum_s8_1x16_avx2")]
    [InlineData(Isa.Avx512, 31, 31, "sum_s8_1x16_avx2")]
    [InlineData(Isa.Avx512, 32, 1, "sum_s8_1x32_avx512")]
    [InlineData(Isa.Neon, 16, 1, "sum_s8_1x16_neon")]
    public void Instruction_set_and_channels_decide_which_kernel_is_chosen(Isa isa, int first, int second, string expected)
    {
        BinaryParameters p = Parameters(first, Quantizations[0], Quantizations[1], Quantizations[0]);
        p = p with { Second = p.Second with { Channels = second } };
        Assert.Equal(expected, Add.Prepare(p, IsaPolicy.ForTarget(isa)).KernelName);
    }

    private static BinaryKernel<ScaledSum> Kernel(string name) => KernelCatalog.Sum.Single(k => k.Name == name);

    private static BinaryParameters Parameters(int length, Quantization first, Quantization second, Quantization output)
    {
        var shape = new TensorShape(1, 1, 1, length);
        return new BinaryParameters
        {
            First = shape,
            Second = shape,
            Output = shape,
            FirstQuantization = first,
            SecondQuantization = second,
            OutputQuantization = output,
        };
    }
}
