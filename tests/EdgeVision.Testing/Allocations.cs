namespace EdgeVision.Testing;

/// <summary>Measures managed memory.</summary>
public static class Allocations
{
    /// <summary>How many rounds are measured at most.</summary>
    public const int Rounds = 10;

    /// <summary>
    /// The fewest bytes that one of ten rounds of <paramref name="runs"/> calls allocates on this thread: what a call allocates is in every
    /// round. A single round proves nothing: the JIT compiler allocates now and then, and a collection that another thread asks for adds
    /// the unused rest of this thread's allocation buffer, up to 8 KB, to the count (measured: in one of thirty collections).
    /// </summary>
    public static long LeastOf(Action run, int runs = 100)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < runs; i++)
                run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
