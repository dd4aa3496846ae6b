using EdgeVision.App.Machine;
using EdgeVision.Devices.Health;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public sealed class PhysicalCoresTests : IDisposable
{
    private readonly FakeTree _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Four_cores_with_one_thread_each()
    {
        Allow("0-3");
        for (int cpu = 0; cpu < 4; cpu++)
            Cpu(cpu, package: "0", core: $"{cpu}");
        Assert.Equal(4, Count(processors: 4));
    }

    [Fact]
    public void Threads_of_a_core_count_once()
    {
        Allow("0-7");
        for (int cpu = 0; cpu < 8; cpu++)
            Cpu(cpu, package: "0", core: $"{cpu % 4}");
        Assert.Equal(4, Count(processors: 8));
    }

    [Fact]
    public void Cores_of_different_packages_are_different()
    {
        Allow("0,1");
        Cpu(0, package: "0", core: "0");
        Cpu(1, package: "1", core: "0");
        Assert.Equal(2, Count(processors: 2));
    }

    [Fact]
    public void Only_cpus_that_the_process_may_use_count()
    {
        Allow("1,4-6");
        for (int cpu = 0; cpu < 8; cpu++)
            Cpu(cpu, package: "0", core: $"{cpu / 2}");
        Assert.Equal(3, Count(processors: 8)); // cores 0, 2 and 3
        Assert.Equal(2, Count(processors: 2)); // a limit of the container
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0-")]
    [InlineData("x")]
    [InlineData("3-1")]
    [InlineData("0-1-2")]
    [InlineData("0-4000000000")]
    [InlineData("0-2000000000")]
    public void What_is_not_told_or_not_understood_counts_every_processor(string? allowed)
    {
        if (allowed is not null)
            Allow(allowed);
        Cpu(0, package: "0", core: "0");
        Assert.Equal(6, Count(processors: 6));
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData(null, "0")]
    [InlineData("0", "")]
    public void A_cpu_without_topology_counts_every_processor(string? package, string? core)
    {
        Allow("0-1");
        Cpu(0, package: "0", core: "0");
        Cpu(1, package, core);
        Assert.Equal(2, Count(processors: 2));
    }

    [Fact]
    public void This_machine_has_at_least_one() =>
        Assert.InRange(PhysicalCores.Count(SystemRoot.Current, Environment.ProcessorCount), 1, Environment.ProcessorCount);

    private int Count(int processors) => PhysicalCores.Count(new SystemRoot(_machine.Folder, _ => null), processors);

    private void Allow(string list) => _machine.Write("/proc/self/status", $"Name:\tedgevision\nCpus_allowed_list:\t{list}\nThreads:\t3\n");

    private void Cpu(int cpu, string? package, string? core)
    {
        if (package is not null)
            _machine.Write($"/sys/devices/system/cpu/cpu{cpu}/topology/physical_package_id", package + "\n");
        if (core is not null)
            _machine.Write($"/sys/devices/system/cpu/cpu{cpu}/topology/core_id", core + "\n");
    }
}
