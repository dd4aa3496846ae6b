using System.Diagnostics;

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
    private readonly List<IDisposable> _requests = [];

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
        _nanoseconds = nanoseconds ?? MonotonicNanoseconds;
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
            SimulatedLine line = LineOf(number);
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
            SimulatedLine[] lines = Take([.. requests.Select(request => request.Number)], consumer);
            for (int i = 0; i < lines.Length; i++)
            {
                lines[i].Direction = PinDirection.Output;
                SetLevel(lines[i], requests[i].Initial);
            }

            var outputs = new SimulatedOutputs(this, lines);
            _requests.Add(outputs);
            return outputs;
        }
    }

    /// <inheritdoc/>
    public IInputPins RequestInputs(IReadOnlyList<InputRequest> requests, string consumer)
    {
        lock (_gate)
        {
            foreach (InputRequest request in requests)
                PinRequestRules.CheckDebounce(request);
            SimulatedLine[] lines = Take([.. requests.Select(request => request.Number)], consumer);
            var inputs = new SimulatedInputs(this, lines);
            for (int i = 0; i < lines.Length; i++)
            {
                lines[i].Direction = PinDirection.Input;
                lines[i].Listener = inputs;
                if (!lines[i].Driven && requests[i].Bias is PinBias.PullUp or PinBias.PullDown)
                    lines[i].Level = requests[i].Bias == PinBias.PullUp ? PinLevel.High : PinLevel.Low;
            }

            _requests.Add(inputs);
            return inputs;
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
        IDisposable[] requests;
        lock (_gate)
            requests = [.. _requests];
        foreach (IDisposable request in requests)
            request.Dispose();
    }

    internal void Write(SimulatedOutputs owner, SimulatedLine line, PinLevel level)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(owner.Released, owner);
            SetLevel(line, level);
        }
    }

    internal PinLevel Read(SimulatedInputs owner, SimulatedLine line)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(owner.Released, owner);
            return line.Level;
        }
    }

    /// <summary>Gives lines back; they keep their level, as on Raspberry Pi OS.</summary>
    internal void Release(IDisposable request, IEnumerable<SimulatedLine> lines)
    {
        lock (_gate)
        {
            if (!_requests.Remove(request))
                return;
            foreach (SimulatedLine line in lines)
            {
                line.Consumer = null;
                line.Listener = null;
            }
        }
    }

    private static long MonotonicNanoseconds() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private void SetLevel(SimulatedLine line, PinLevel level)
    {
        if (line.Level == level)
            return;
        line.Level = level;
        var edge = new PinEdge(line.Number, level, _nanoseconds());
        _edges.Add(edge);
        Changed?.Invoke(edge);
    }

    private SimulatedLine[] Take(int[] numbers, string consumer)
    {
        PinRequestRules.CheckNumbers(numbers, _lines.Length, Description);
        SimulatedLine[] lines = [.. numbers.Select(LineOf)];
        if (lines.FirstOrDefault(line => line.Consumer is not null) is { } busy)
            throw PinRequestRules.Busy([$"GPIO{busy.Number} is held by '{busy.Consumer}'"], Description);
        foreach (SimulatedLine line in lines)
            line.Consumer = consumer;
        return lines;
    }

    private SimulatedLine LineOf(int number)
    {
        PinRequestRules.CheckNumbers([number], _lines.Length, Description);
        return _lines[number];
    }
}
