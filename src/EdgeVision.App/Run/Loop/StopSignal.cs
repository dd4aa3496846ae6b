using System.Runtime.InteropServices;

namespace EdgeVision.App.Run.Loop;

/// <summary>
/// The wish to end: from the user (Ctrl+C, or a terminal or <c>ssh</c> connection that goes away), the service manager (SIGTERM), or the
/// program itself.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly ManualResetEventSlim _requested = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public bool IsRequested => _requested.IsSet;

    /// <summary>
    /// Listens to SIGINT, SIGTERM, SIGQUIT and SIGHUP: the first one requests the stop, a second one calls <paramref name="force"/>.
    /// </summary>
    public void ListenToSignals(Action force)
    {
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true; // it is this program that ends itself, after the pins are safe
                if (IsRequested)
                    force();
                Request();
            }));
        }
    }

    public void Request() => _requested.Set();

    /// <summary>Waits for the wish, or the time.</summary>
    public void Wait(TimeSpan time) => _requested.Wait(time);

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _requested.Dispose();
    }
}
