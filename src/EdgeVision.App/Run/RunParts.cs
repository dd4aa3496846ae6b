using EdgeVision.App.Run.Classification;
using EdgeVision.App.Run.Health;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Health;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Run;

/// <summary>What a run is made of, so that tests can put other things in its place.</summary>
internal sealed record RunParts
{
    public Func<string, ICamera> Camera { get; init; } = text => CameraSpec.Parse(text).CreateCamera();

    public Func<string?, Board, IPinBank> Pins { get; init; } = (name, board) =>
        PinBackends.Open(name ?? PinBackends.DefaultFor(board), board);

    /// <summary>Stands between the loop and the classifier.</summary>
    public Func<IFrameClassifier, IFrameClassifier> Classifier { get; init; } = classifier => classifier;

    /// <summary>What is looked at beside free space.</summary>
    public Func<IReadOnlyList<IHealthProbe>> Probes { get; init; } = () =>
        [new TemperatureProbe(SystemRoot.Current), new ThrottleProbe(SystemRoot.Current), new MemoryProbe(SystemRoot.Current)];

    /// <summary>The pause between two looks at the machine.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes stay free where recordings and pictures go.</summary>
    public long FreeBytes { get; init; } = 64L << 20;
}
