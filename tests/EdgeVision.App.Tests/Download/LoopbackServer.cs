using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeVision.App.Tests.Download;

/// <summary>One request as it came over the wire.</summary>
internal sealed record HttpRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte that a Range header asks for; 0 without one.</summary>
    public int RangeStart => Headers.TryGetValue("Range", out string? range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
}

/// <summary>
/// A real HTTP server on the loopback interface that answers exactly what a test says, down to cut and silent connections. One request a
/// connection.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<HttpRequest, Reply, Task> _answer;
    private readonly ConcurrentQueue<HttpRequest> _requests = new();
    private readonly Task _accepting;

    public LoopbackServer(Func<HttpRequest, Reply, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public IReadOnlyList<HttpRequest> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient connection = client;
        try
        {
            NetworkStream stream = connection.GetStream();
            HttpRequest request = await ReadAsync(stream, _stop.Token);
            _requests.Enqueue(request);
            await _answer(request, new Reply(stream, _stop.Token));
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // the client went away, or the test is over
        }
    }

    private static async Task<HttpRequest> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop) == 0)
                throw new IOException("no request");
            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new HttpRequest(lines[0].Split(' ')[1], lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]));
    }

    /// <summary>Writes an answer.</summary>
    internal sealed class Reply(Stream stream, CancellationToken stop)
    {
        public Task HeadAsync(string status, params string[] headers) =>
            BodyAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Connection: close\r\n\r\n"));

        public async Task BodyAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, stop);

        /// <summary>The file or, for a Range request, the rest of it.</summary>
        public async Task FileAsync(HttpRequest request, byte[] file)
        {
            int start = request.RangeStart;
            if (start == 0)
                await HeadAsync("200 OK", $"Content-Length: {file.Length}");
            else
                await HeadAsync("206 Partial Content", $"Content-Length: {file.Length - start}", $"Content-Range: bytes {start}-{file.Length - 1}/{file.Length}");
            await BodyAsync(file.AsMemory(start));
        }

        /// <summary>Says nothing until the client goes away.</summary>
        public async Task SilenceAsync()
        {
            var one = new byte[1];
            while (await stream.ReadAsync(one, stop) > 0)
            {
                // a client does not write after its request
            }
        }
    }
}
