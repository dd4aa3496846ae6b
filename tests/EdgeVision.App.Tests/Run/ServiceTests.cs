using System.Net.Sockets;
using System.Text;
using EdgeVision.App.Run.Safety;
using EdgeVision.App.Run.Service;

namespace EdgeVision.App.Tests.Run;

/// <summary>The notification protocol, over a real socket.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_arrive(bool isAbstract)
    {
        string name = isAbstract ? $"@edgevision-test-{Guid.NewGuid():N}" : _folder["notify"];
        using Socket socket = Listen(name);
        using var manager = new ServiceManager(name, null);
        manager.Ready("watching the door");
        Assert.Equal("READY=1\nSTATUS=watching the door", Receive(socket));
        manager.Stopping();
        Assert.Equal("STOPPING=1", Receive(socket));
        Assert.Null(manager.WatchdogInterval);
    }

    [Fact]
    public void The_watchdog_is_fed_only_while_the_loop_lives()
    {
        string name = _folder["notify"];
        using Socket socket = Listen(name);
        using var manager = new ServiceManager(name, "40000");
        Assert.Equal(TimeSpan.FromMilliseconds(40), manager.WatchdogInterval);
        var heartbeat = new Heartbeat();
        using (new ServiceWatchdog(manager, heartbeat, TimeSpan.FromMinutes(1)))
        {
            for (int i = 0; i < 3; i++)
                Assert.Equal("WATCHDOG=1", Receive(socket));
        }

        TestRun.WaitFor(() => heartbeat.Age > TimeSpan.FromMilliseconds(20), () => "time stands still");
        while (socket.Available > 0)
            Receive(socket);
        using (new ServiceWatchdog(manager, heartbeat, TimeSpan.FromMilliseconds(20)))
            Thread.Sleep(200); // ten intervals in which a dead loop must not be reported alive
        Assert.Equal(0, socket.Available);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/does/not/exist")]
    public void Without_a_manager_nothing_happens(string? name)
    {
        using var manager = new ServiceManager(name, "not a number");
        manager.Ready("x");
        manager.Alive();
        Assert.Null(manager.WatchdogInterval);
    }

    private static Socket Listen(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)TestRun.Patience.TotalMilliseconds };
        socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[1000];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, socket.Receive(buffer)));
    }
}
