using System.Device.Gpio;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>A thread that carries the edges of an input to its listeners.</summary>
internal sealed class EdgePump : IDisposable
{
    private readonly IInputPins _input;
    private readonly int _number;
    private readonly object _sender;
    private readonly Thread _thread;
    private (PinEventTypes Types, PinChangeEventHandler Callback)[] _listeners = [];
    private volatile bool _stopped;

    public EdgePump(IInputPins input, int number, object sender)
    {
        _input = input;
        _number = number;
        _sender = sender;
        _thread = new Thread(Run) { IsBackground = true, Name = $"GPIO{number} edges" };
        _thread.Start();
    }

    /// <summary>How long a wait lasts before it is looked whether to stop.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(50);

    public static PinEventTypes TypeOf(PinEdge edge) => edge.Level == PinLevel.High ? PinEventTypes.Rising : PinEventTypes.Falling;

    public static bool Matches(PinEventTypes types, PinEdge edge) => (types & TypeOf(edge)) != 0;

    public void Add(PinEventTypes types, PinChangeEventHandler callback) =>
        Volatile.Write(ref _listeners, [.. _listeners, (types, callback)]);

    public void Remove(PinChangeEventHandler callback) =>
        Volatile.Write(ref _listeners, [.. _listeners.Where(listener => listener.Callback != callback)]);

    /// <summary>Ends the thread; a listener may do so itself.</summary>
    public void Dispose()
    {
        _stopped = true;
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Run()
    {
        while (!_stopped)
        {
            try
            {
                if (_input.TryReadEdge(Patience, out PinEdge edge))
                    Tell(edge);
            }
            catch (Exception failure) when (failure is PinException or ObjectDisposedException)
            {
                // The chip is gone. Whoever reads or writes the pin hears of it; a listener cannot be told.
                return;
            }
        }
    }

    private void Tell(PinEdge edge)
    {
        foreach ((PinEventTypes types, PinChangeEventHandler callback) in Volatile.Read(ref _listeners))
        {
            if (Matches(types, edge))
                callback(_sender, new PinValueChangedEventArgs(TypeOf(edge), _number));
        }
    }
}
