using EdgeVision.Devices.Health;

namespace EdgeVision.App.Run.Health;

/// <summary>The memory that programs can still get; too little makes everything late.</summary>
/// <param name="root">The machine.</param>
internal sealed class MemoryProbe(SystemRoot root) : IHealthProbe
{
    private const double LeastShare = 0.05;

    public string Name => "memory";

    public string? Look() =>
        MemoryState.Read(root) is { } memory && memory.AvailableBytes < memory.TotalBytes * LeastShare
            ? $"only {memory.AvailableBytes >> 20} of {memory.TotalBytes >> 20} MiB of memory are free; stop other programs"
            : null;
}
