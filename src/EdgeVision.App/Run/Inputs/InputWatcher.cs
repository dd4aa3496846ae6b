using EdgeVision.App.Run.Events;
using EdgeVision.Devices.Pins;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Inputs;

/// <summary>A switch or button changed.</summary>
/// <param name="Nanoseconds">When, by the monotonic clock.</param>
/// <param name="Input">The input's index in <see cref="RuleSet.Inputs"/>.</param>
/// <param name="Active">Whether it is active now.</param>
internal readonly record struct InputChange(long Nanoseconds, int Input, bool Active);

/// <summary>Listens to the inputs of the rules on a thread of its own; the loop takes the changes between frames.</summary>
internal sealed class InputWatcher : IDisposable
{
    private const int Capacity = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<Input> _inputs;
    private readonly IInputPins? _pins;
    private readonly EventLog _events;
    private readonly InputChange[] _changes = new InputChange[Capacity];
    private readonly Lock _gate = new();
    private readonly Thread? _thread;
    private int _first;
    private int _count;
    private volatile bool _stop;

    /// <summary>Takes the pins and reports those that are active already.</summary>
    /// <exception cref="PinException">They cannot be had.</exception>
    public InputWatcher(IPinBank bank, RuleSet rules, BoardPins board, EventLog events)
    {
        _inputs = rules.Inputs;
        _events = events;
        if (_inputs.Count == 0)
            return;
        _pins = bank.RequestInputs([.. _inputs.Select(input =>
            new InputRequest(board.Resolve(input.Pin), BiasOf(input.Pull), input.Debounce))], PinConsumer.Name);
        ReportLevels();
        _thread = new Thread(Watch) { IsBackground = true, Name = "inputs" };
        _thread.Start();
    }

    /// <summary>Takes the oldest change that was not taken yet.</summary>
    public bool TryTake(out InputChange change)
    {
        lock (_gate)
        {
            change = _changes[_first];
            if (_count == 0)
                return false;
            _first = (_first + 1) % Capacity;
            _count--;
            return true;
        }
    }

    public void Dispose()
    {
        _stop = true;
        _thread?.Join();
        _pins?.Dispose();
    }

    private static PinBias BiasOf(InputPull pull) => pull switch
    {
        InputPull.Up => PinBias.PullUp,
        InputPull.Down => PinBias.PullDown,
        _ => PinBias.Off,
    };

    private void Watch()
    {
        long missed = 0;
        try
        {
            while (!_stop)
            {
                if (_pins!.TryReadEdge(Patience, out PinEdge edge))
                    Report(edge);
                if (_pins.MissedEdges == missed)
                    continue;
                missed = _pins.MissedEdges;
                ReportLevels();
            }
        }
        catch (PinException gone)
        {
            _events.Tell(RunEventKind.Warning, $"inputs: {gone.Message}; they keep their last state");
        }
    }

    private void Report(PinEdge edge)
    {
        for (int i = 0; i < _inputs.Count; i++)
        {
            if (_pins![i].Number == edge.Number)
                Add(new InputChange(edge.Nanoseconds, i, IsActive(i, edge.Level)));
        }
    }

    // After lost edges only the present levels are known.
    private void ReportLevels()
    {
        for (int i = 0; i < _inputs.Count; i++)
            Add(new InputChange(Devices.MonotonicClock.Nanoseconds, i, IsActive(i, _pins![i].Read())));
    }

    private bool IsActive(int input, PinLevel level) => level == PinLevel.High == (_inputs[input].Active == ActiveLevel.High);

    // A full list loses its oldest change: what counts is the newest state.
    private void Add(InputChange change)
    {
        lock (_gate)
        {
            if (_count == Capacity)
                (_first, _count) = ((_first + 1) % Capacity, _count - 1);
            _changes[(_first + _count++) % Capacity] = change;
        }
    }
}
