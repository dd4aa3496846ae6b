using System.Net.Http.Headers;
using System.Text.Json;
using EdgeVision.App.Run.Events;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Actions;

/// <summary>A webhook to send.</summary>
internal readonly record struct WebhookCall(WebhookSpec Spec, Cause Cause);

/// <summary>Sends webhooks: an HTTP POST with a JSON body, tried again with growing pauses when it fails.</summary>
internal sealed class Webhook : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // A new connection now and then notices that a name has moved to another address; redirects would turn the POST into a GET.
    private readonly HttpClient _client =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has its own
        };

    private readonly EventLog _events;
    private readonly WallClock _clock;
    private readonly TimeSpan _firstPause;

    /// <param name="events">Who hears of success and failure.</param>
    /// <param name="clock">For the time in the body.</param>
    /// <param name="firstPause">The pause before the second attempt; each further one takes twice as long.</param>
    public Webhook(EventLog events, WallClock clock, TimeSpan firstPause) => (_events, _clock, _firstPause) = (events, clock, firstPause);

    /// <summary>Sends one, and again if need be; blocks until it is done.</summary>
    public void Send(WebhookCall call, CancellationToken stop)
    {
        byte[] body = Body(call.Cause);
        TimeSpan pause = _firstPause;
        for (int attempt = 0; ; attempt++)
        {
            string? problem = Try(call.Spec, body, stop);
            if (problem is null)
            {
                _events.Tell(new RunEvent(RunEventKind.ActionDone, Devices.MonotonicClock.Nanoseconds)
                {
                    Rule = call.Cause.Rule,
                    Message = $"webhook to {ServerOf(call.Spec.Url)} sent",
                });
                return;
            }

            if (attempt == call.Spec.Retry)
            {
                _events.Tell(new RunEvent(RunEventKind.ActionFailed, Devices.MonotonicClock.Nanoseconds)
                {
                    Rule = call.Cause.Rule,
                    Message = $"webhook to {ServerOf(call.Spec.Url)}: {problem} (attempt {attempt + 1} of {call.Spec.Retry + 1}, given up)",
                });
                return;
            }

            if (stop.WaitHandle.WaitOne(pause))
                stop.ThrowIfCancellationRequested();
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public void Dispose() => _client.Dispose();

    // Paths, queries and user names of webhooks are often their only secret, and events are kept in logs.
    private static string ServerOf(Uri url) => url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private string? Try(WebhookSpec spec, byte[] body, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(spec.Timeout);
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, spec.Url) { Content = content };
            using HttpResponseMessage response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return response.IsSuccessStatusCode ? null : $"the server answered {(int)response.StatusCode}";
        }
        catch (HttpRequestException failure)
        {
            return failure.InnerException?.Message ?? failure.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no answer within {spec.Timeout.TotalSeconds:0.#} s";
        }
    }

    private byte[] Body(Cause cause)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", _clock.TimeOf(cause.Nanoseconds));
            json.WriteString("rule", cause.Rule);
            json.WriteString("label", cause.Label);
            json.WriteNumber("probability", Math.Round(cause.Probability, 4));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
