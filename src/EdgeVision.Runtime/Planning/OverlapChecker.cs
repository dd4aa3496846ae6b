namespace EdgeVision.Runtime;

/// <summary>The O(n²) proof, independent of the planner, that a layout is valid. Run by tests on every plan they build.</summary>
internal static class OverlapChecker
{
    /// <summary>
    /// Describes the first violation, or returns <see langword="null"/> when no two buffers that live together share a byte, but where a
    /// step may write over what it reads, which no step may that is <paramref name="divided"/> among threads.
    /// </summary>
    public static string? FindViolation(
        IReadOnlyList<BufferRequest> requests, IReadOnlyList<long> offsets, long totalBytes, Predicate<int> divided)
    {
        for (int i = 0; i < requests.Count; i++)
        {
            if (offsets[i] < 0 || offsets[i] % ArenaPlanner.Alignment != 0 || offsets[i] + requests[i].Bytes > totalBytes)
                return $"buffer {i} at {offsets[i]} with {requests[i].Bytes} bytes does not fit an arena of {totalBytes}";
            for (int j = 0; j < i; j++)
            {
                bool shareBytes = offsets[i] < offsets[j] + requests[j].Bytes && offsets[j] < offsets[i] + requests[i].Bytes;
                if (shareBytes && requests[i].LivesWith(requests[j]) && !MayOverwrite(i, j) && !MayOverwrite(j, i))
                    return $"buffers {j} and {i} live at the same step and overlap";
            }
        }

        return null;

        // The last that is needed of the one is needed by the step that begins the other, which writes far enough behind its reads.
        bool MayOverwrite(int written, int read) =>
            !divided(requests[written].FirstStep)
            && requests[read].FirstStep < requests[written].FirstStep && requests[read].LastStep == requests[written].FirstStep
            && offsets[read] >= offsets[written] + requests[written].Lead;
    }
}
