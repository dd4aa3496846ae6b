namespace EdgeVision.App.Run.Events;

/// <summary>The thread that writes events, so that a slow terminal or pipe never holds up the loop.</summary>
internal sealed class EventPrinter : IDisposable
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly EventLog _events;
    private readonly IEventWriter _writer;
    private readonly Thread _thread;

    public EventPrinter(EventLog events, IEventWriter writer)
    {
        (_events, _writer) = (events, writer);
        _thread = new Thread(Print) { IsBackground = true, Name = "events" };
        _thread.Start();
    }

    /// <summary>Writes what is left; a reader that has stopped reading is not waited for.</summary>
    public void Dispose()
    {
        _events.End();
        _thread.Join(Patience);
    }

    private void Print()
    {
        try
        {
            bool ended = false;
            long nextStatus = 0;
            while (!ended)
            {
                if (_events.TryTake(StatusInterval, out RunEvent happened, out ended))
                    _writer.Write(happened);
                if (Environment.TickCount64 < nextStatus)
                    continue;
                nextStatus = Environment.TickCount64 + (long)StatusInterval.TotalMilliseconds;
                _writer.ShowStatus();
            }

            _writer.Dispose();
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Nobody reads any more: that is no reason to stop watching.
        }
    }
}
