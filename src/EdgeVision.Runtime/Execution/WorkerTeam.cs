namespace EdgeVision.Runtime;

/// <summary>
/// The threads that help a session's caller with large steps. They sleep in the kernel between runs, look out for the next step for a
/// moment while a run goes on, and end with <see cref="Dispose"/>, or when the team was dropped and is collected: the threads know only
/// the board, not the team.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    /// <summary>Far more than the largest tile that a kernel keeps on its stack.</summary>
    private const int StackBytes = 1 << 20;

    private readonly WorkBoard _board = new();
    private readonly Thread[] _threads;

    /// <summary>Starts threads.</summary>
    /// <param name="workers">How many beside the caller, at least 1.</param>
    public WorkerTeam(int workers)
    {
        _threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            (WorkBoard board, int number) = (_board, i + 1); // the thread must not know the team
            _threads[i] = new Thread(() => board.Work(number), StackBytes) { IsBackground = true, Name = $"inference {number}" };
            _threads[i].Start();
        }
    }

    ~WorkerTeam() => _board.Close();

    /// <summary>The threads, for tests to look at.</summary>
    internal IReadOnlyList<Thread> Threads => _threads;

    /// <summary>Runs all pieces of a step, together with the caller, and returns when all are done.</summary>
    public void Run(Step step, WorkSplit split, TensorMemory memory) => _board.Run(step, split, memory);

    /// <summary>The run is over: nobody looks out any longer.</summary>
    public void Rest() => _board.Rest();

    /// <summary>Ends the threads and waits until they are gone. Not during a run.</summary>
    public void Dispose()
    {
        _board.Close();
        foreach (Thread thread in _threads)
            thread.Join();
        GC.SuppressFinalize(this);
    }
}
