using BenchmarkDotNet.Attributes;

namespace EdgeVision.Benchmarks;

/// <summary>Times the kernels of one operation, each after its output was compared with the scalar reference's.</summary>
/// <param name="kernels">Every kernel that this CPU has, on every layer.</param>
public abstract class KernelBenchmark(IReadOnlyList<BoundKernel> kernels)
{
    /// <summary>What is timed; one of <see cref="Kernels"/>.</summary>
    [ParamsSource(nameof(Kernels))]
    public BoundKernel Kernel { get; set; } = null!;

    /// <summary>Every kernel that this CPU has, on every layer.</summary>
    public IReadOnlyList<BoundKernel> Kernels => kernels;

    /// <summary>A wrong kernel is not timed: this throws, and the run fails.</summary>
    [GlobalSetup]
    public void Verify() => Kernel.Verify();

    /// <summary>One layer.</summary>
    [Benchmark]
    public void Layer() => Kernel.Run();

    /// <summary>The next kernel brings its own data.</summary>
    [GlobalCleanup]
    public void Release() => Kernel.Release();
}
