using EdgeVision.App.Output;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Is there room for the program, and who limits it?</summary>
internal static class MemoryChecks
{
    private const string Area = "memory";

    /// <summary>What the running program takes with a small model and one camera; an estimate on the safe side.</summary>
    private const long Needed = 96L << 20;

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        if (MemoryState.Read(context.Root) is not { } memory)
        {
            yield return Finding.Note(Area, "total", "/proc/meminfo does not say");
            yield break;
        }

        yield return Total(context, memory.TotalBytes);
        yield return Available(memory.AvailableBytes);
        yield return memory.SwapTotalBytes == 0
            ? Finding.Ok(Area, "swap", "none")
            : Finding.Ok(Area, "swap", $"{ByteSize.Text(memory.SwapFreeBytes)} of {ByteSize.Text(memory.SwapTotalBytes)} unused");
        if (memory.LimitBytes is { } limit)
            yield return Limit(limit);
    }

    private static Finding Total(DoctorContext context, long total)
    {
        const string Name = "total";
        long smallest = context.Board.MemoryMegabytes.Count > 0 ? (long)context.Board.MemoryMegabytes[0] << 20 : 0;
        return total < smallest * 7 / 10
            ? Finding.Warning(Area, Name, $"{ByteSize.Text(total)}, the board has at least {ByteSize.Text(smallest)}",
                "lower gpu_mem= and total_mem= in /boot/firmware/config.txt: rpicam needs no large gpu_mem")
            : Finding.Ok(Area, Name, ByteSize.Text(total));
    }

    private static Finding Available(long available)
    {
        const string Name = "available";
        const string Advice = "end other programs, use Raspberry Pi OS Lite without a desktop";
        return available < Needed / 3 ? Finding.Problem(Area, Name, $"{ByteSize.Text(available)}: the program may be killed", Advice)
            : available < Needed ? Finding.Warning(Area, Name, $"{ByteSize.Text(available)} is tight", Advice)
            : Finding.Ok(Area, Name, ByteSize.Text(available));
    }

    private static Finding Limit(long limit)
    {
        const string Name = "limit";
        return limit < Needed
            ? Finding.Problem(Area, Name, $"a control group allows {ByteSize.Text(limit)}",
                $"raise MemoryMax= of the service or the container's limit to {ByteSize.Text(Needed)} or more")
            : Finding.Ok(Area, Name, $"a control group allows {ByteSize.Text(limit)}");
    }
}
