namespace EdgeVision.Imaging.Tests.Support;

/// <summary>Measures managed memory.</summary>
internal static class Allocations
{
    /// <summary>The fewest bytes that one of three batches of 100 runs allocates; the first may hold what the JIT compiler allocates.</summary>
    public static long LeastOf(Action run)
    {
        long least = long.MaxValue;
        for (int batch = 0; batch < 3; batch++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
