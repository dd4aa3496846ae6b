namespace EdgeVision.App.Run;

/// <summary>Does something at once and then again and again, on a thread of its own: nothing that hangs elsewhere can hold it up.</summary>
internal sealed class PeriodicThread : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    /// <param name="name">The thread's name.</param>
    /// <param name="interval">The pause between two calls.</param>
    /// <param name="work">What to do; it does not throw.</param>
    public PeriodicThread(string name, TimeSpan interval, Action work)
    {
        _thread = new Thread(() =>
        {
            do
                work();
            while (!_stop.Wait(interval));
        })
        { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Returns when a call that is under way has ended.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
    }
}
