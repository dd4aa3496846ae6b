using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EdgeVision.Kernels;

namespace EdgeVision.App.Benchmarking;

/// <summary>
/// A loop that does nothing but multiply and accumulate in registers, as fast as an instruction set can without a result ever
/// being wrong: 16-bit factors into 32-bit sums, or 8-bit ones where an instruction sums them in 32 bits.
/// </summary>
/// <param name="Instruction">What multiplies.</param>
/// <param name="Isa">The instruction set that has it.</param>
/// <param name="IsSupported">Whether this CPU has it.</param>
/// <param name="MacsPerRound">Multiply-accumulates of one round.</param>
/// <param name="Run">Does so many rounds; returns the sum of all accumulators, so that no round can be left out.</param>
internal sealed record MultiplierLoop(string Instruction, Isa Isa, bool IsSupported, long MacsPerRound, Func<int, int> Run)
{
    /// <summary>
    /// Accumulators of each loop: two multiplications and two additions a cycle, of 3 and 1 cycles, need eight to keep the multipliers
    /// busy; twelve leave a margin, and still fit the 16 registers of AVX2.
    /// </summary>
    public const int Chains = 12;

    /// <summary>The factor of every product; the accumulators start at 1, 2, … <see cref="Chains"/>.</summary>
    public const int Factor = 3;

    /// <summary>All loops.</summary>
    public static IReadOnlyList<MultiplierLoop> All { get; } =
    [
        new("vpmaddwd ymm", Isa.Avx2, Avx2.IsSupported, Chains * 16, MultiplierLoops.Avx2),
        new("vpmaddwd zmm", Isa.Avx512, Avx512BW.IsSupported, Chains * 32, MultiplierLoops.Avx512),
        new("smlal", Isa.Neon, AdvSimd.Arm64.IsSupported, Chains * 4, MultiplierLoops.Neon),
        new("sdot", Isa.NeonDot, Dp.Arm64.IsSupported, Chains * 16, MultiplierLoops.NeonDot),
    ];
}
