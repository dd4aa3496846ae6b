namespace EdgeVision.Quantize.Execution;

/// <summary>Runs something for many samples on all processors, with one workspace per worker.</summary>
internal static class Parallelism
{
    /// <summary>Calls <paramref name="body"/> once for each index; the order is not defined.</summary>
    public static void ForEach<T>(int count, Func<T> workspace, Action<int, T> body)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.For(0, count, options, workspace, (i, _, own) => Run(i, own), own => (own as IDisposable)?.Dispose());
        }
        catch (AggregateException failures) when (failures.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failures.InnerException).Throw();
        }

        T Run(int i, T own)
        {
            body(i, own);
            return own;
        }
    }

    /// <summary>Calls <paramref name="body"/> once for each index; the order is not defined.</summary>
    public static void ForEach(int count, Action<int> body) => ForEach<object?>(count, () => null, (i, _) => body(i));
}
