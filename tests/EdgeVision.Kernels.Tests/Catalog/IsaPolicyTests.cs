using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EdgeVision.Kernels.Tests.Support;

namespace EdgeVision.Kernels.Tests.Catalog;

public class IsaPolicyTests
{
    [Fact]
    public void Auto_is_the_best_of_this_cpu()
    {
        Isa expected = Avx512BW.VL.IsSupported ? Isa.Avx512
            : Avx2.IsSupported ? Isa.Avx2
            : Dp.Arm64.IsSupported ? Isa.NeonDot
            : AdvSimd.Arm64.IsSupported ? Isa.Neon
            : Isa.Scalar;
        Assert.Equal(expected, IsaPolicy.Auto.Best);
        Assert.Equal(expected, IsaPolicy.UpTo(expected).Best);
    }

    [Fact]
    public void A_policy_allows_what_it_implies()
    {
        Assert.True(IsaPolicy.UpTo(Isa.Scalar).Allows(Isa.Scalar));
        Assert.All([Isa.Avx2, Isa.Avx512, Isa.Neon, Isa.NeonDot], isa => Assert.False(IsaPolicy.UpTo(Isa.Scalar).Allows(isa)));
        if (Avx512BW.VL.IsSupported)
        {
            IsaPolicy policy = IsaPolicy.UpTo(Isa.Avx512);
            Assert.All([Isa.Scalar, Isa.Avx2, Isa.Avx512], isa => Assert.True(policy.Allows(isa)));
            Assert.All([Isa.Neon, Isa.NeonDot], isa => Assert.False(policy.Allows(isa)));
        }

        if (Avx2.IsSupported)
        {
            Assert.False(IsaPolicy.UpTo(Isa.Avx2).Allows(Isa.Avx512));
            Assert.True(IsaPolicy.UpTo(Isa.Avx2).Allows(Isa.Scalar));
        }
    }

    [Fact]
    public void What_the_cpu_lacks_is_refused()
    {
        Isa[] missing = [.. Enum.GetValues<Isa>().Where(isa => !IsaPolicy.IsSupported(isa)), (Isa)99];
        Assert.Contains(Isa.Neon, Avx2.IsSupported ? missing : [Isa.Neon]);
        Assert.All(missing, isa => Assert.Throws<KernelException>(() => IsaPolicy.UpTo(isa)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_name_means_auto(string? name) => Assert.Equal(IsaPolicy.Auto.Best, IsaPolicy.Parse(name).Best);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_few_runs_do_without_AVX512(string? name) =>
        Assert.Equal(IsaPolicy.IsSupported(Isa.Avx512) ? Isa.Avx2 : IsaPolicy.Auto.Best, IsaPolicy.ForFewRuns(name).Best);

    [Fact]
    public void A_few_runs_use_what_is_named()
    {
        Assert.All(Enum.GetValues<Isa>().Where(IsaPolicy.IsSupported), isa => Assert.Equal(isa, IsaPolicy.ForFewRuns(IsaPolicy.NameOf(isa)).Best));
        Assert.Throws<KernelException>(() => IsaPolicy.ForFewRuns("sse2"));
    }

    [Fact]
    public void Names_are_those_of_the_documentation()
    {
        Assert.Equal(Isa.Scalar, IsaPolicy.Parse("scalar").Best);
        (string Name, Isa Isa)[] others = [("avx2", Isa.Avx2), ("avx512", Isa.Avx512), ("neon", Isa.Neon), ("neondot", Isa.NeonDot)];
        foreach ((string name, Isa isa) in others)
        {
            if (IsaPolicy.IsSupported(isa))
                Assert.Equal(isa, IsaPolicy.Parse(name).Best);
            else
                Refusal.Assert($"does not offer {name}", () => IsaPolicy.Parse(name));
        }
    }

    [Theory]
    [InlineData("sse2")]
    [InlineData("AVX2")]
    [InlineData("avx2 ")]
    public void Other_names_are_refused_in_one_line_that_lists_the_values(string name)
    {
        KernelException refusal = Assert.Throws<KernelException>(() => IsaPolicy.Parse(name));
        Assert.Equal($"EDGEVISION_ISA={name} is not one of scalar, avx2, avx512, neon, neondot", refusal.Message);
    }

    [Fact]
    public void The_environment_is_read()
    {
        string? before = Environment.GetEnvironmentVariable(IsaPolicy.EnvironmentVariable);
        try
        {
            Environment.SetEnvironmentVariable(IsaPolicy.EnvironmentVariable, "scalar");
            Assert.Equal(Isa.Scalar, IsaPolicy.FromEnvironment().Best);
        }
        finally
        {
            Environment.SetEnvironmentVariable(IsaPolicy.EnvironmentVariable, before);
        }
    }
}
