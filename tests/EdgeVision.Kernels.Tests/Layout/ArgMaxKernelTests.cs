using System.Runtime.InteropServices;
using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Layout;

/// <summary>Every kernel that finds maxima and that this CPU runs.</summary>
public class ArgMaxKernelTests
{
    public static TheoryData<string> Kernels => new(KernelCatalog.ArgMax.Where(k => k.IsSupported).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_first_maximum_is_found_wherever_it_is(string name)
    {
        int ran = 0;
        foreach (int depth in new[] { 1, 15, 16, 17, 21, 31, 32, 33, 48, 255, 256, 257 })
        {
            var parameters = new ArgMaxParameters { Outer = depth, Depth = depth };
            if (!Kernel(name).CanRun(parameters))
                continue;
            PreparedArgMax prepared = Kernel(name).Prepare(parameters);
            foreach (sbyte maximum in new sbyte[] { -127, 0, 1, 127 })
            {
                // Row r has its maximum at r and at every later element, or only there.
                foreach (bool again in new[] { false, true })
                {
                    sbyte[] input = new sbyte[depth * depth];
                    for (int i = 0; i < input.Length; i++)
                        input[i] = i % depth == i / depth || (again && i % depth > i / depth) ? maximum : (sbyte)(maximum - 1);
                    int[] output = new int[depth];
                    prepared.Run(input, output, 0);
                    Assert.Equal(Enumerable.Range(0, depth), output);
                    ran++;
                }
            }
        }

        Assert.InRange(ran, 9 * 8, 12 * 8);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_range_gives_the_references_indices_and_touches_nothing_else(string name)
    {
        var prng = new Prng(0xA43);
        int ran = 0;
        for (int depth = 1; depth <= 80; depth++)
        {
            foreach (int inner in new[] { 1, 3 })
            {
                var parameters = new ArgMaxParameters { Outer = 9, Depth = depth, Inner = inner };
                if (!Kernel(name).CanRun(parameters))
                    continue;
                sbyte[] input = new sbyte[9 * depth * inner];
                prng.Fill(input);
                if (depth % 2 == 0)
                    input = Array.ConvertAll(input, x => (sbyte)(x >> 6)); // few values: many ties
                int[] expected = new int[9 * inner];
                KernelCatalog.ArgMax[^1].Prepare(parameters).Run(input, expected, 0);
                int first = prng.Next(0, 9 * inner), count = prng.Next(0, 9 * inner - first);
                foreach (GuardSide side in Enum.GetValues<GuardSide>())
                {
                    using GuardedBuffer from = GuardedBuffer.Of(input, side);
                    using var to = new GuardedBuffer(count * sizeof(int), side);
                    Kernel(name).Prepare(parameters).Run(from.Span, MemoryMarshal.Cast<sbyte, int>(to.Span), first);
                    Assert.Equal(expected[first..(first + count)], MemoryMarshal.Cast<sbyte, int>(to.Span).ToArray());
                    to.AssertMarginsUntouched();
                }

                ran++;
            }
        }

        Assert.True(ran > 60, $"{name} ran only {ran} cases");
    }

    [Theory]
    [InlineData(Isa.Scalar, 16, 1, "argmax_s8_scalar")]
    [InlineData(Isa.Avx2, 16, 1, "argmax_s8_1x16_avx2")]
    [InlineData(Isa.Avx2, 15, 1, "argmax_s8_scalar")]
    [InlineData(Isa.Avx2, 256, 1, "argmax_s8_1x16_avx2")]
    [InlineData(Isa.Avx2, 257, 1, "argmax_s8_scalar")]
    [InlineData(Isa.Avx512, 21, 2, "argmax_s8_scalar")]
    [InlineData(Isa.Avx512, 21, 1, "argmax_s8_1x16_avx2")]
    [InlineData(Isa.Neon, 21, 1, "argmax_s8_1x16_neon")]
    public void Instruction_set_and_extents_decide_which_kernel_is_chosen(Isa isa, int depth, int inner, string expected)
    {
        ArgMax argMax = ArgMax.Prepare(new() { Outer = 2, Depth = depth, Inner = inner }, IsaPolicy.ForTarget(isa));
        Assert.Equal(expected, argMax.KernelName);
        Assert.Equal(expected[(expected.LastIndexOf('_') + 1)..], IsaPolicy.NameOf(argMax.Isa));
    }

    /// <summary>Wide indices are searched in parts.</summary>
    [Fact]
    public void Narrow_and_wide_indices_are_the_same()
    {
        var prng = new Prng(0xA44);
        sbyte[] input = new sbyte[600 * 21];
        prng.Fill(input);
        foreach (int outer in new[] { 1, 255, 256, 257, 600 })
        {
            ArgMax argMax = ArgMax.Prepare(new() { Outer = outer, Depth = 21 }, IsaPolicy.Auto);
            int[] narrow = new int[outer];
            long[] wide = new long[outer];
            argMax.Run(input.AsSpan(0, outer * 21), narrow);
            argMax.Run(input.AsSpan(0, outer * 21), wide);
            Assert.Equal(narrow.Select(i => (long)i), wide);
            Assert.Equal(Enumerable.Range(0, outer).Select(o => Array.IndexOf(input, input[(o * 21)..(o * 21 + 21)].Max(), o * 21) - o * 21), narrow);
        }
    }

    private static ArgMaxKernel Kernel(string name) => KernelCatalog.ArgMax.Single(k => k.Name == name);
}
