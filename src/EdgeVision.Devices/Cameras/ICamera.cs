using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Devices.Cameras;

/// <summary>
/// A source of frames. It captures on a thread of its own and keeps only the newest frame, so that a slow consumer sees what is, not
/// what was. A source that fails after it has started is started again, with growing pauses, until <see cref="IDisposable.Dispose"/>.
/// </summary>
/// <remarks>
/// Frames are taken from one thread at a time; everything else may be called from any. In steady state neither side allocates managed
/// memory, except for <c>images:</c>, which decodes files.
/// </remarks>
public interface ICamera : IDisposable
{
    /// <summary>What and where it is, for people: <c>USB camera /dev/video0 (Integrated Camera)</c>.</summary>
    string Description { get; }

    /// <summary>Where it stands.</summary>
    CameraState State { get; }

    /// <summary>The last thing that went wrong, in one line with what to do; <see langword="null"/> if nothing has.</summary>
    string? LastFault { get; }

    /// <summary>Counts since <see cref="Start"/>.</summary>
    CameraStatistics Statistics { get; }

    /// <summary>Opens the source and starts to capture. May be called once.</summary>
    /// <exception cref="CameraException">
    /// It cannot be used at all: no such device, no permission, a missing program. What can be cured later, such as a cable that is
    /// pulled out while running, is retried instead and told by <see cref="State"/> and <see cref="LastFault"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">It has been started before.</exception>
    void Start();

    /// <summary>
    /// Takes the newest frame that has not been taken yet, and waits for one if there is none. A frame's format may differ from the
    /// one before, after a restart.
    /// </summary>
    /// <param name="timeout">The longest wait; zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> has no limit.</param>
    /// <param name="frame">The frame, unchanged until the next call.</param>
    /// <returns>
    /// <see langword="false"/> after the time-out, and at once when no more frames will come (<see cref="CameraState.Ended"/>).
    /// </returns>
    bool TryTakeNewest(TimeSpan timeout, [NotNullWhen(true)] out CameraFrame? frame);
}
