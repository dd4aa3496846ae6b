using EdgeVision.App.Benchmarking;
using EdgeVision.Kernels;

namespace EdgeVision.App.Tests.Benchmarking;

public class MultiplierLimitTests
{
    /// <summary>What a loop counts is what it does: its result is that of so many products, added one by one.</summary>
    [Fact]
    public void Every_loop_of_this_cpu_does_the_products_that_it_counts()
    {
        Assert.Equal([Isa.Avx2, Isa.Avx512, Isa.Neon, Isa.NeonDot], MultiplierLoop.All.Select(loop => loop.Isa));
        foreach (MultiplierLoop loop in MultiplierLoop.All.Where(loop => loop.IsSupported))
        {
            for (int rounds = 0; rounds < 5; rounds++)
                Assert.Equal(Sum(loop, rounds), loop.Run(rounds));
        }
    }

    [Fact]
    public void Scalar_code_has_no_limit_and_others_have_the_best_of_their_instructions()
    {
        Assert.Null(MultiplierLimit.Measure(IsaPolicy.UpTo(Isa.Scalar)));
        if (!MultiplierLoop.All.Any(loop => loop.IsSupported))
            return;
        MultiplierLimit limit = MultiplierLimit.Measure(IsaPolicy.Auto)!;
        Assert.Contains(limit.Instruction, MultiplierLoop.All.Where(loop => loop.IsSupported).Select(loop => loop.Instruction));
        Assert.InRange(limit.GmacsPerSecond, 0.1, 10_000);
    }

    [Fact]
    public void An_instruction_set_that_is_not_allowed_is_not_measured()
    {
        if (MultiplierLoop.All.Single(loop => loop.Isa == Isa.Avx2).IsSupported)
            Assert.Equal("vpmaddwd ymm", MultiplierLimit.Measure(IsaPolicy.UpTo(Isa.Avx2))!.Instruction);
    }

    private static int Sum(MultiplierLoop loop, int rounds)
    {
        (int lanes, int products) = loop.Isa switch
        {
            Isa.Avx2 => (8, 2),
            Isa.Avx512 => (16, 2),
            Isa.Neon => (4, 1),
            _ => (4, 4),
        };
        Assert.Equal(lanes * products * MultiplierLoop.Chains, loop.MacsPerRound);
        int sum = 0;
        for (int chain = 1; chain <= MultiplierLoop.Chains; chain++)
        {
            int accumulator = chain;
            for (int round = 0; round < rounds; round++)
            {
                accumulator += loop.Isa is Isa.Avx2 or Isa.Avx512
                    ? ((short)accumulator + (short)(accumulator >> 16)) * MultiplierLoop.Factor // pairs of 16 bits, on themselves
                    : products * MultiplierLoop.Factor * MultiplierLoop.Factor;
            }

            sum += lanes * accumulator;
        }

        return sum;
    }
}
