using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace EdgeVision.App.Download;

/// <summary>
/// Fetches files whose length and SHA-256 are known beforehand, over HTTP, through the proxy that <c>http_proxy</c>, <c>https_proxy</c>,
/// <c>all_proxy</c> and <c>no_proxy</c> name. Never reads more than the file's length.
/// </summary>
internal sealed class Downloader(DownloadPatience patience) : IDisposable
{
    private const int MostRedirections = 5;

    private readonly HttpClient _client = CreateClient();

    /// <summary>Completes a part file, from where it is, and checks its sum.</summary>
    /// <param name="file">What should arrive.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="part">Where it goes; empty after a failure that makes its bytes worthless.</param>
    /// <param name="progress">Told the bytes that are here.</param>
    /// <param name="cancel">Stops at once; what arrived stays.</param>
    /// <exception cref="BadInputException">The server has another file, or none.</exception>
    /// <exception cref="DeviceException">The server cannot be reached, or the connection breaks again and again.</exception>
    public async Task FetchAsync(PublishedFile file, Uri address, PartFile part, Action<long> progress, CancellationToken cancel)
    {
        await CompleteAsync(file, address, part, progress, cancel);
        if (part.Sha256 != file.Sha256 && !part.FromOneAnswer)
        {
            part.Restart(); // the beginning was from another file
            await CompleteAsync(file, address, part, progress, cancel);
        }

        string sum = part.Sha256;
        if (sum == file.Sha256)
            return;
        part.Restart();
        throw new BadInputException($"{address}: the sha256 of what arrived is {sum}, but {file.Sha256} was published; it has been deleted, try another network or mirror");
    }

    public void Dispose() => _client.Dispose();

    private static HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxAutomaticRedirections = MostRedirections })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("edgevision",
            typeof(Downloader).Assembly.GetName().Version?.ToString(3)));
        return client;
    }

    private async Task CompleteAsync(PublishedFile file, Uri address, PartFile part, Action<long> progress, CancellationToken cancel)
    {
        TimeSpan pause = patience.FirstPause;
        for (int attempt = 1; part.Length < file.Bytes; attempt++)
        {
            try
            {
                await RequestAsync(file, address, part, progress, cancel);
                return;
            }
            catch (BrokenTransferException) when (attempt < patience.Attempts)
            {
                // tried again below, from what is here
            }
            catch (BrokenTransferException broken)
            {
                throw new DeviceException(
                    $"cannot download {address}: {broken.Message}; check the network, the proxy (http_proxy, https_proxy) or --mirror; what arrived is kept, the same command goes on from there");
            }

            await Task.Delay(pause, cancel);
            pause *= 2;
        }
    }

    private async Task RequestAsync(PublishedFile file, Uri address, PartFile part, Action<long> progress, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(patience.LongestSilence);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (part.Length > 0)
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
        using HttpResponseMessage response =
            await OrBrokenAsync(_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token), cancel);
        Accept(response, file, address, part);
        await using Stream body = await OrBrokenAsync(response.Content.ReadAsStreamAsync(silence.Token), cancel);
        var buffer = new byte[1 << 16];
        while (part.Length < file.Bytes)
        {
            silence.CancelAfter(patience.LongestSilence);
            int most = (int)Math.Min(buffer.Length, file.Bytes - part.Length);
            int read = await OrBrokenAsync(body.ReadAsync(buffer.AsMemory(0, most), silence.Token).AsTask(), cancel);
            if (read == 0)
                throw new BrokenTransferException($"the connection ended after {part.Length:N0} of {file.Bytes:N0} bytes");
            part.Append(buffer.AsSpan(0, read));
            progress(part.Length);
        }
    }

    /// <summary>Decides from the answer's head whether and from where its body continues the part file.</summary>
    private static void Accept(HttpResponseMessage response, PublishedFile file, Uri address, PartFile part)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: { } from } range
                && from == part.Length && (range.Length ?? file.Bytes) == file.Bytes:
                part.GoOn();
                break;
            case HttpStatusCode.OK:
                part.Restart(); // a server that does not know ranges
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Restart();
                throw new BrokenTransferException("the server does not have the rest of this file");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new BrokenTransferException($"the server answers {Describe(response)}");
            default:
                throw new BadInputException($"{address}: the server answers {Describe(response)}; it does not have this file, try another --mirror");
        }

        if (response.Content.Headers.ContentLength is { } length && length != file.Bytes - part.Length)
        {
            string message = $"{address}: the server's file has {part.Length + length:N0} bytes, but {file.Bytes:N0} were published; it is another file, try another --mirror";
            part.Restart();
            throw new BadInputException(message);
        }
    }

    private static string Describe(HttpResponseMessage response) => $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();

    /// <summary>Turns every way in which a network fails into one exception; the user's own cancellation stays what it is.</summary>
    private async Task<T> OrBrokenAsync<T>(Task<T> transfer, CancellationToken cancel)
    {
        try
        {
            return await transfer;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BrokenTransferException(string.Create(CultureInfo.InvariantCulture,
                $"nothing arrived for {patience.LongestSilence.TotalSeconds:0.###} seconds"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new BrokenTransferException(failure.Message);
        }
    }

    private sealed class BrokenTransferException(string message) : Exception(message);
}
