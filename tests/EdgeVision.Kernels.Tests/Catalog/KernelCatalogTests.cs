using System.Text.RegularExpressions;

namespace EdgeVision.Kernels.Tests.Catalog;

public partial class KernelCatalogTests
{
    [Fact]
    public void Names_are_unique_and_say_operation_type_tile_and_instruction_set()
    {
        string[] names = [.. KernelCatalog.All.Select(k => k.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(KernelCatalog.All, k => Assert.Matches(NameGrammar(), k.Name));
        Assert.All(KernelCatalog.All, k => Assert.EndsWith("_" + IsaPolicy.NameOf(k.Isa), k.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kernel_class_is_in_the_catalog()
    {
        var classes = typeof(Kernel).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Kernel)) && !t.IsAbstract);
        Assert.Equal(
            classes.Select(t => t.Name).Order(StringComparer.Ordinal),
            KernelCatalog.All.Select(k => k.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_ends_with_its_only_scalar_reference()
    {
        Kernel[][] operations =
            [
                KernelCatalog.Pointwise, KernelCatalog.Conv, KernelCatalog.Depthwise, KernelCatalog.AveragePool, KernelCatalog.MaxPool,
                KernelCatalog.Mean, KernelCatalog.Sum, KernelCatalog.Mul, KernelCatalog.Table, KernelCatalog.ResizeBilinear,
                KernelCatalog.ArgMax,
            ];
        Assert.All(operations, kernels => Assert.Equal(Isa.Scalar, kernels[^1].Isa));
        Assert.All(operations, kernels => Assert.Equal(1, kernels.Count(k => k.Isa == Isa.Scalar)));
        Assert.Equal(operations.Sum(kernels => kernels.Length), KernelCatalog.All.Length);
    }

    [Theory]
    [InlineData(Isa.Scalar, 1, "pointwise_s8_scalar")]
    [InlineData(Isa.Scalar, 127, "pointwise_s8_scalar")]
    [InlineData(Isa.Avx2, 1, "pointwise_s8_4x16_narrow_avx2")]
    [InlineData(Isa.Avx2, 127, "pointwise_s8_6x16_avx2")]
    [InlineData(Isa.Avx512, 1, "pointwise_s8_7x32_narrow_avx512")]
    [InlineData(Isa.Avx512, 127, "pointwise_s8_7x32_avx512")]
    public void The_policy_and_the_weights_decide_which_kernel_is_chosen(Isa isa, int weight, string expected)
    {
        if (!IsaPolicy.IsSupported(isa))
            return;
        var parameters = new PointwiseParameters
        {
            Pixels = 1,
            InputChannels = 2,
            OutputChannels = 17,
            Multipliers = [FixedPointMultiplier.FromDouble(0.5)],
        };
        sbyte[] filter = new sbyte[2 * 17];
        Array.Fill(filter, (sbyte)weight);
        Assert.Equal(expected, PointwiseConv.Prepare(parameters, filter, [], IsaPolicy.UpTo(isa)).KernelName);
    }

    [GeneratedRegex("^[a-z]+_s8(_[0-9]+x[0-9]+)?(_narrow|_wide|_sliding)?_(scalar|avx2|avx512|neon|neondot)$")]
    private static partial Regex NameGrammar();
}
