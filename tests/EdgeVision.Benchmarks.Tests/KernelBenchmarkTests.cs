using EdgeVision.Kernels;

namespace EdgeVision.Benchmarks.Tests;

public class KernelBenchmarkTests
{
    private static KernelBenchmark[] All { get; } = [.. typeof(KernelBenchmark).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(KernelBenchmark)))
        .Select(type => (KernelBenchmark)Activator.CreateInstance(type)!)];

    [Fact]
    public void Every_kernel_that_this_cpu_has_is_timed_on_some_layer()
    {
        var timed = All.SelectMany(benchmark => benchmark.Kernels).Select(kernel => kernel.KernelName).ToHashSet();
        IEnumerable<Kernel> expected = KernelCatalog.All.Where(kernel => kernel.IsSupported && kernel is not TableKernel { CanRun: false });
        Assert.Empty(expected.Select(kernel => kernel.Name).Except(timed));
    }

    [Fact]
    public void Every_kernel_gives_what_the_scalar_reference_gives()
    {
        foreach (BoundKernel kernel in All.SelectMany(benchmark => benchmark.Kernels))
        {
            kernel.Verify();
            kernel.Release();
        }
    }

    [Fact]
    public void Layers_count_their_work()
    {
        Assert.All(new Depthwise().Kernels.Where(kernel => kernel.ToString().Contains("56x56x144 s2", StringComparison.Ordinal)),
            kernel => Assert.Equal(28 * 28 * 144 * 9, kernel.Macs));
        Assert.All(new Pointwise().Kernels.Where(kernel => kernel.ToString().Contains("7x7x1024", StringComparison.Ordinal)),
            kernel => Assert.Equal(49 * 1024 * 1024, kernel.Macs));
        Assert.All(new FirstConvolution().Kernels.Where(kernel => kernel.ToString().Contains("224x224x3", StringComparison.Ordinal)),
            kernel => Assert.Equal(112 * 112 * 32 * 27, kernel.Macs));
    }

    [Fact]
    public void A_kernel_that_computes_something_else_is_refused()
    {
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(new BoundKernel("layer", "kernel", 1, WrongKernelBenchmark.Bind).Verify);
        Assert.Contains("layer kernel: element 2 is 4, the scalar reference gives 3", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>This assembly's only benchmark has a wrong kernel; the same with a right one is what the program runs.</summary>
    [Fact]
    public void A_wrong_kernel_makes_the_command_fail_and_a_right_one_does_not()
    {
        Assert.Equal(1, BenchmarkProgram.Run(typeof(WrongKernelBenchmark).Assembly, ["--quick", "--filter", "*WrongKernel*"]));
        Assert.Equal(0, BenchmarkProgram.Run(typeof(Softmax).Assembly, ["--quick", "--filter", "*Softmax*"]));
    }

    [Fact]
    public void A_filter_that_finds_nothing_is_no_success() =>
        Assert.Equal(1, BenchmarkProgram.Run(typeof(Softmax).Assembly, ["--quick", "--filter", "*NoSuch*"]));
}
