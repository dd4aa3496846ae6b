namespace EdgeVision.App.Download;

/// <summary>How long a download waits and how often it tries.</summary>
internal sealed record DownloadPatience
{
    /// <summary>Requests for one file before it is given up; at least 1.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Pause after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time without a byte, from the request on.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(30);
}
