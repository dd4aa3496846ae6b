using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeVision.App.Run.Service;

/// <summary>
/// Tells the service manager how it goes: systemd's notification protocol (sd_notify(3)), datagrams to the socket that
/// <c>NOTIFY_SOCKET</c> names. Without that variable nothing happens. What cannot be sent is given up: the manager is not worth a fault.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? _socket;
    private readonly EndPoint? _address;

    /// <param name="notifySocket">The value of <c>NOTIFY_SOCKET</c>: a path, or an abstract name after <c>@</c>.</param>
    /// <param name="watchdogMicroseconds">The value of <c>WATCHDOG_USEC</c>.</param>
    public ServiceManager(string? notifySocket, string? watchdogMicroseconds)
    {
        if (string.IsNullOrEmpty(notifySocket) || notifySocket[0] is not ('/' or '@'))
            return;
        _address = new UnixDomainSocketEndPoint(notifySocket[0] == '@' ? "\0" + notifySocket[1..] : notifySocket);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        if (long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long interval)
            && interval is > 0 and < 1L << 50)
        {
            WatchdogInterval = TimeSpan.FromMicroseconds(interval);
        }
    }

    /// <summary>
    /// How long the manager waits for <see cref="Alive"/> before it ends this program, or <see langword="null"/> when it does not.
    /// </summary>
    public TimeSpan? WatchdogInterval { get; }

    public static ServiceManager FromEnvironment() =>
        new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    public void Alive() => Send("WATCHDOG=1");

    public void Stopping() => Send("STOPPING=1");

    public void Dispose() => _socket?.Dispose();

    private void Send(string message)
    {
        if (_socket is null)
            return;
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _address!);
        }
        catch (SocketException)
        {
            // The manager is gone or busy.
        }
    }
}
