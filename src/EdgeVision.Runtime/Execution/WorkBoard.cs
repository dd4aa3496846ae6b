using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Runtime;

/// <summary>
/// Where a caller posts one step after another and everybody takes pieces of it. Nobody waits for a thread that sleeps or was interrupted
/// before it took a piece. Nothing here allocates once it is made.
/// </summary>
internal sealed class WorkBoard
{
    /// <summary>
    /// How long a thread looks out before it sleeps in the kernel: about what waking up costs, so that waiting costs at most twice what
    /// is needed.
    /// </summary>
    private static readonly long Patience = Stopwatch.Frequency / 20_000; // 50 µs

    private readonly object _posted = new();
    private readonly object _completed = new();

    // Written by the caller while nobody can take a piece: when all of the last step are done and the next is not yet posted. Whether a
    // piece is left must therefore be asked of the ticket alone: who asks the split may see the next step's, and take a piece too many.
    private Step? _step;
    private WorkSplit _split;
    private TensorMemory? _memory;

    private Counters _counters;
    private Exception? _failure;
    private volatile int _sleepers;
    private volatile bool _callerSleeps;
    private volatile bool _running;
    private volatile bool _closed;

    /// <summary>Posts a step, works on it with the others, and returns when all of it is done.</summary>
    public void Run(Step step, WorkSplit split, TensorMemory memory)
    {
        (_step, _split, _memory) = (step, split, memory);
        _counters.Finished = 0;
        _running = true;
        Post(split.Pieces);
        while (TryTakePiece(thread: 0))
        {
        }

        WaitForOthers(split.Pieces);
        if (_failure is { } failure)
        {
            _failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Sends those to sleep who look out for the next step.</summary>
    public void Rest() => _running = false;

    /// <summary>Ends <see cref="Work"/> on all threads. For any thread, also that of finalizers.</summary>
    public void Close()
    {
        lock (_posted)
        {
            _closed = true;
            Monitor.PulseAll(_posted);
        }
    }

    /// <summary>What a worker does until <see cref="Close"/>.</summary>
    /// <param name="thread">Its number, from 1; the caller is 0.</param>
    public void Work(int thread)
    {
        for (int seen = 0; WaitForStep(ref seen);)
        {
            while (TryTakePiece(thread))
            {
            }
        }
    }

    /// <summary>The step's number: everybody who has seen another one looks for pieces again.</summary>
    private static int NumberOf(long ticket) => (int)(ticket >> 32);

    /// <summary>How many pieces nobody has taken yet.</summary>
    private static int PiecesLeft(long ticket) => (int)ticket;

    private void Post(int pieces)
    {
        // A full fence: either this sees who sleeps, or they see the new number before they do.
        Interlocked.Exchange(ref _counters.Ticket, ((long)(NumberOf(_counters.Ticket) + 1) << 32) + pieces);
        if (_sleepers == 0)
            return;
        lock (_posted)
            Monitor.PulseAll(_posted);
    }

    /// <summary>Takes and computes one piece; false if there is none.</summary>
    private bool TryTakePiece(int thread)
    {
        long ticket = Volatile.Read(ref _counters.Ticket);
        if (PiecesLeft(ticket) == 0)
            return false;

        // Only with success is what is read here known to belong together: while a piece is left, the caller changes nothing.
        (Step step, WorkSplit split, TensorMemory memory) = (_step!, _split, _memory!);
        if (Interlocked.CompareExchange(ref _counters.Ticket, ticket - 1, ticket) != ticket)
            return true;
        try
        {
            step.Run(memory, split.Piece(split.Pieces - PiecesLeft(ticket), thread));
        }
        catch (Exception failure)
        {
            _failure = failure; // a step that throws is a bug, which the caller shall hear of
        }

        if (Interlocked.Increment(ref _counters.Finished) == split.Pieces && _callerSleeps)
        {
            lock (_completed)
                Monitor.PulseAll(_completed);
        }

        return true;
    }

    private void WaitForOthers(int pieces)
    {
        for (long start = Stopwatch.GetTimestamp(); Volatile.Read(ref _counters.Finished) != pieces; Pause())
        {
            if (Stopwatch.GetTimestamp() - start < Patience)
                continue;
            lock (_completed)
            {
                _callerSleeps = true;
                Interlocked.MemoryBarrier(); // either this sees the last piece finished, or who finishes it sees the caller asleep
                while (Volatile.Read(ref _counters.Finished) != pieces)
                    Monitor.Wait(_completed);
                _callerSleeps = false;
            }
        }
    }

    /// <summary>Waits for a step other than the one that was seen last; false when the board is closed.</summary>
    private bool WaitForStep(ref int seen)
    {
        for (long start = Stopwatch.GetTimestamp(); !IsNew(seen); Pause())
        {
            if (_running && !_closed && Stopwatch.GetTimestamp() - start < Patience)
                continue;
            lock (_posted)
            {
                _sleepers++;
                Interlocked.MemoryBarrier(); // see Post
                while (!IsNew(seen) && !_closed)
                    Monitor.Wait(_posted);
                _sleepers--;
            }

            if (_closed)
                return false;
        }

        seen = NumberOf(Volatile.Read(ref _counters.Ticket));
        return true;
    }

    private bool IsNew(int seen) => NumberOf(Volatile.Read(ref _counters.Ticket)) != seen;

    private static void Pause() => Thread.SpinWait(10);

    /// <summary>What all threads write, each on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Counters
    {
        /// <summary>The number of the step in the upper half, in the lower how many of its pieces nobody has taken.</summary>
        [FieldOffset(64)]
        public long Ticket;

        /// <summary>How many pieces are done.</summary>
        [FieldOffset(192)]
        public int Finished;
    }
}
