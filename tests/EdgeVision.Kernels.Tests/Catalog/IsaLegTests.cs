using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>
/// <c>tests/run</c> repeats the tests in processes where instruction sets are switched off and says through
/// <c>EDGEVISION_EXPECT_ISA</c> what should be left. A switch that does nothing would make such a leg prove nothing.
/// </summary>
public class IsaLegTests
{
    [Fact]
    public void The_switches_of_this_leg_work()
    {
        string? expected = Environment.GetEnvironmentVariable("EDGEVISION_EXPECT_ISA");
        Assert.Equal(expected ?? IsaPolicy.NameOf(IsaPolicy.Auto.Best), IsaPolicy.NameOf(IsaPolicy.Auto.Best));
        if (expected == "scalar")
            Assert.False(Avx2.IsSupported);
        if (expected == "avx2")
            Assert.True(Avx2.IsSupported && !Avx512BW.IsSupported);
    }

    [Fact]
    public void A_cpu_with_a_kernels_instruction_set_runs_that_kernel()
    {
        foreach (Kernel kernel in KernelCatalog.All)
            Assert.Equal(IsaPolicy.IsSupported(kernel.Isa), kernel.IsSupported);
        Assert.Equal(Avx512BW.IsSupported, KernelCatalog.Pointwise.Any(kernel => kernel.Isa == Isa.Avx512 && kernel.IsSupported));
        Assert.Equal(Avx2.IsSupported, KernelCatalog.Pointwise.Any(kernel => kernel.Isa == Isa.Avx2 && kernel.IsSupported));
    }
}
