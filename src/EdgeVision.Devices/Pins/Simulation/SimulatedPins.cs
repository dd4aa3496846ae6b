namespace EdgeVision.Devices.Pins.Simulation;

/// <summary>
/// Pins that only record what happens to them: every edge of an output with its time, in memory of a fixed size. A test, or another
/// program's recording, drives the inputs. Requests fail for the same reasons as at a real chip.
/// </summary>
/// <remarks>Debouncing is accepted and does nothing, because nothing bounces. Safe for several threads.</remarks>
public sealed class SimulatedPins : IPinBank
{
    private readonly Lock _gate = new();
    private readonly EdgeRing _edges;
    private readonly SimulatedLine[] _lines;
    private readonly Func<long> _nanoseconds;
    private readonly List<SimulatedRequest> _requests = [];

    /// <summary>A chip of free inputs without resistors, all low.</summary>
    /// <param name="count">How many pins, at least 1; 54 is a Raspberry Pi's chip.</param>
    /// <param name="keptEdges">How many of the newest edges are kept, at least 1.</param>
    /// <param name="nanoseconds">The clock of the edges; the monotonic one when <see langword="null"/>.</param>
    public SimulatedPins(int count = 54, int keptEdges = 65536, Func<long>? nanoseconds = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(keptEdges, 1);
        _edges = new EdgeRing(keptEdges);
        _lines = new SimulatedLine[count];
        _nanoseconds = nanoseconds ?? (() => MonotonicClock.Nanoseconds);
        for (int i = 0; i < count; i++)
            _lines[i] = new SimulatedLine(i);
    }

    /// <summary>Told of every edge of an output as it happens, while the chip is locked: it must be quick and not touch the pins.</summary>
    public event Action<PinEdge>? Changed;

    /// <inheritdoc/>
    public string Description => "simulated pins";

    /// <summary>The edges of outputs that are kept, oldest first. A request's first level is an edge when it differs from before.</summary>
    public IReadOnlyList<PinEdge> Edges
    {
        get
        {
            lock (_gate)
                return _edges.ToArray();
        }
    }

    /// <summary>How many edges were forgotten because newer ones took their place.</summary>
    public long ForgottenEdges
    {
        get
        {
            lock (_gate)
                return _edges.Forgotten;
        }
    }

    /// <summary>Applies a voltage to an input from outside, as a sensor or a button does.</summary>
    /// <param name="number">The pin's number.</param>
    /// <param name="level">The level.</param>
    /// <exception cref="PinException">There is no such pin, or it is an output.</exception>
    public void Drive(int number, PinLevel level)
    {
        lock (_gate)
        {
            PinRequestRules.CheckNumbers([number], _lines.Length, Description);
            SimulatedLine line = _lines[number];
            if (line.Direction == PinDirection.Output)
                throw new PinException($"GPIO{number} is an output; only inputs can be driven from outside");
            line.Driven = true;
            if (line.Level == level)
                return;
            line.Level = level;
            line.Listener?.Enqueue(new PinEdge(number, level, _nanoseconds()));
        }
    }

    /// <inheritdoc/>
    public IOutputPins RequestOutputs(IReadOnlyList<OutputRequest> requests, string consumer)
    {
        lock (_gate)
        {
            SimulatedRequest taken = Take([.. requests.Select(request => request.Number)], consumer);
            for (int i = 0; i < requests.Count; i++)
            {
                taken.Lines[i].Direction = PinDirection.Output;
                SetLevel(taken.Lines[i], requests[i].Initial);
            }

            return new OutputPins(taken, requests);
        }
    }

    /// <inheritdoc/>
    public IInputPins RequestInputs(IReadOnlyList<InputRequest> requests, string consumer)
    {
        lock (_gate)
        {
            PinRequestRules.CheckDebounce(requests);
            SimulatedRequest taken = Take([.. requests.Select(request => request.Number)], consumer);
            for (int i = 0; i < requests.Count; i++)
            {
                SimulatedLine line = taken.Lines[i];
                line.Direction = PinDirection.Input;
                line.Listener = taken;
                if (!line.Driven && requests[i].Bias is PinBias.PullUp or PinBias.PullDown)
                    line.Level = requests[i].Bias == PinBias.PullUp ? PinLevel.High : PinLevel.Low;
            }

            return new InputPins(taken, requests);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PinLine> Lines()
    {
        lock (_gate)
            return [.. _lines.Select(line => new PinLine(line.Number, $"GPIO{line.Number}", line.Direction, line.Consumer, line.Level))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (SimulatedRequest request in _requests.ToArray())
                Release(request);
        }
    }

    internal void Write(SimulatedRequest owner, SimulatedLine line, PinLevel level)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(owner.Released, owner);
            SetLevel(line, level);
        }
    }

    internal PinLevel Read(SimulatedRequest owner, SimulatedLine line)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(owner.Released, owner);
            return line.Level;
        }
    }

    /// <summary>Gives lines back; they keep their level, as on Raspberry Pi OS.</summary>
    internal void Release(SimulatedRequest request)
    {
        lock (_gate)
        {
            if (!_requests.Remove(request))
                return;
            request.Released = true;
            foreach (SimulatedLine line in request.Lines)
            {
                line.Consumer = null;
                line.Listener = null;
            }
        }
    }

    private void SetLevel(SimulatedLine line, PinLevel level)
    {
        if (line.Level == level)
            return;
        line.Level = level;
        var edge = new PinEdge(line.Number, level, _nanoseconds());
        _edges.Add(edge);
        Changed?.Invoke(edge);
    }

    private SimulatedRequest Take(int[] numbers, string consumer)
    {
        PinRequestRules.CheckNumbers(numbers, _lines.Length, Description);
        SimulatedLine[] lines = [.. numbers.Select(number => _lines[number])];
        string[] holders =
            [.. lines.Where(line => line.Consumer is not null).Select(line => $"GPIO{line.Number} is held by '{line.Consumer}'")];
        if (holders.Length > 0)
            throw PinRequestRules.Busy(holders, Description);
        foreach (SimulatedLine line in lines)
            line.Consumer = consumer;
        var request = new SimulatedRequest(this, lines);
        _requests.Add(request);
        return request;
    }
}
