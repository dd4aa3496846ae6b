namespace EdgeVision.Runtime;

/// <summary>
/// What all sessions are made of: an arena, the addresses of the tensors, and steps that run one after another. Only creating it allocates.
/// </summary>
internal sealed unsafe class StepRunner : IDisposable
{
    private readonly Step[] _steps;
    private readonly WorkSplit[] _splits;
    private readonly TensorMemory _memory;
    private readonly Arena _arena;
    private readonly WorkerTeam? _team;
    private readonly object _plan;

    /// <summary>Binds steps to memory.</summary>
    /// <param name="plan">Keeps constants and weights where they are.</param>
    /// <param name="steps">The work, in order.</param>
    /// <param name="splits">How each step is divided; in one piece where there is no team.</param>
    /// <param name="memory">Where the tensors are.</param>
    /// <param name="arena">What most of them are in; freed with this object.</param>
    /// <param name="team">The threads that help, ended with this object.</param>
    public StepRunner(object plan, Step[] steps, WorkSplit[] splits, TensorMemory memory, Arena arena, WorkerTeam? team)
    {
        _plan = plan;
        (_steps, _splits, _memory, _arena, _team) = (steps, splits, memory, arena, team);
    }

    public WorkerTeam? Team => _team;

    /// <summary>The tensors' addresses; a disposed session, whose memory is gone, must not hand them out.</summary>
    public TensorMemory Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_arena.Start == null, _plan);
            return _memory;
        }
    }

    public void Run()
    {
        TensorMemory memory = Memory;
        for (int i = 0; i < _steps.Length; i++)
            RunStep(i, memory);
        _team?.Rest();
        GC.KeepAlive(this); // and with it the arena, which the collector does not see in use
    }

    public void Run(IStepObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        TensorMemory memory = Memory;
        for (int i = 0; i < _steps.Length; i++)
        {
            observer.StepStarting(i);
            RunStep(i, memory);
            observer.StepFinished(i);
        }

        _team?.Rest();
        GC.KeepAlive(this);
    }

    /// <summary>One step alone, on what its tensors hold.</summary>
    public void RunStep(int index)
    {
        RunStep(index, Memory);
        _team?.Rest();
        GC.KeepAlive(this);
    }

    /// <summary>Copies a tensor from the file's own type; unsigned bytes become signed ones.</summary>
    public void Write(int tensor, ReadOnlySpan<byte> source, bool unsigned)
    {
        Span<byte> target = Memory.GetBytes(tensor, source.Length);
        source.CopyTo(target);
        if (unsigned)
            UnsignedBytes.Flip(target);
        GC.KeepAlive(this);
    }

    /// <summary>Copies a tensor to the file's own type.</summary>
    public void Read(int tensor, Span<byte> destination, bool unsigned)
    {
        Memory.GetBytes(tensor, destination.Length).CopyTo(destination);
        if (unsigned)
            UnsignedBytes.Flip(destination);
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        _team?.Dispose();
        _arena.Dispose();
    }

    private void RunStep(int index, TensorMemory memory)
    {
        WorkSplit split = _splits[index];
        if (split.Pieces == 1)
            _steps[index].Run(memory, split.Piece(0, thread: 0));
        else
            _team!.Run(_steps[index], split, memory);
    }
}
