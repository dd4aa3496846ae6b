namespace EdgeVision.Devices.Cameras.Capture;

/// <summary>How long to wait before a source that failed is opened again.</summary>
/// <param name="First">The pause after the first failure; each further one takes twice as long.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="HealthyAfter">Once frames have come for so long, the next failure counts as the first again.</param>
internal sealed record RestartPolicy(TimeSpan First, TimeSpan Longest, TimeSpan HealthyAfter)
{
    public static RestartPolicy Default { get; } =
        new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));

    /// <summary>The pause after one of <paramref name="pause"/>.</summary>
    public TimeSpan After(TimeSpan pause) => pause * 2 < Longest ? pause * 2 : Longest;
}
