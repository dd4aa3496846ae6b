namespace EdgeVision.App.Run.Actions;

/// <summary>
/// Work that may be slow, on its way from the loop to a thread of its own. The queue is bounded and preallocated: adding never waits and
/// allocates nothing, and what does not fit is lost and counted.
/// </summary>
internal sealed class WorkQueue<T> : IDisposable
    where T : struct
{
    private readonly T[] _items;
    private readonly Action<T, CancellationToken> _work;
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly TimeSpan _patience;
    private int _first;
    private int _count;
    private long _lost;
    private bool _ended;

    /// <param name="name">The thread's name.</param>
    /// <param name="capacity">How many items may wait.</param>
    /// <param name="patience">How long, at the end, what waits may still take before it is cancelled.</param>
    /// <param name="work">Does one item; it throws nothing but <see cref="OperationCanceledException"/>.</param>
    public WorkQueue(string name, int capacity, TimeSpan patience, Action<T, CancellationToken> work)
    {
        _items = new T[capacity];
        (_work, _patience) = (work, patience);
        _thread = new Thread(Work) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>How many items did not fit, or were still waiting at the end.</summary>
    public long Lost
    {
        get
        {
            lock (_gate)
                return _lost;
        }
    }

    /// <summary>Adds an item.</summary>
    /// <returns>Whether it fitted.</returns>
    public bool TryAdd(in T item)
    {
        lock (_gate)
        {
            if (_count == _items.Length || _ended)
            {
                _lost++;
                return false;
            }

            _items[(_first + _count++) % _items.Length] = item;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            Monitor.Pulse(_gate);
        }

        if (!_thread.Join(_patience))
        {
            _stop.Cancel();
            _thread.Join();
        }

        _stop.Dispose();
    }

    private void Work()
    {
        try
        {
            while (TryTake(out T item))
                _work(item, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
                _lost += _count + 1;
        }
    }

    private bool TryTake(out T item)
    {
        lock (_gate)
        {
            while (_count == 0 && !_ended)
                Monitor.Wait(_gate);
            item = _items[_first];
            if (_count == 0)
                return false;
            _items[_first] = default;
            _first = (_first + 1) % _items.Length;
            _count--;
        }

        _stop.Token.ThrowIfCancellationRequested();
        return true;
    }
}
