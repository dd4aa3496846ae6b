namespace EdgeVision.Benchmarks.Tests;

/// <summary>A benchmark whose kernel gives one wrong byte.</summary>
public class WrongKernelBenchmark() : KernelBenchmark([new BoundKernel("layer", "kernel", 1, WrongKernelBenchmark.Bind)])
{
    internal static BoundKernel.Work Bind()
    {
        var output = new sbyte[3];
        return new BoundKernel.Work(() => new sbyte[] { 1, 2, 4 }.CopyTo(output, 0), output, [1, 2, 3]);
    }
}
