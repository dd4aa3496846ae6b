namespace EdgeVision.Devices.Cameras.Capture;

/// <summary>
/// What differs from camera to camera: opening it and reading one frame. All calls come from one thread at a time, and
/// <see cref="Close"/> leaves it ready to be opened again.
/// </summary>
internal interface IFrameSource
{
    /// <summary>What and where it is, for people.</summary>
    string Description { get; }

    /// <summary>Makes it ready to deliver frames.</summary>
    /// <exception cref="CameraException">It cannot be used now.</exception>
    void Open();

    /// <summary>Waits for the next frame and writes it.</summary>
    /// <param name="frame">Where it goes: data, format, time.</param>
    /// <param name="stop">Ends the wait soon, with <see cref="Arrival.Nothing"/>.</param>
    /// <exception cref="CameraException">It failed and must be closed and opened again.</exception>
    FrameArrival Read(CameraFrame frame, CancellationToken stop);

    /// <summary>Gives back everything that <see cref="Open"/> took, whatever state it is in.</summary>
    void Close();
}

/// <summary>What came of waiting for a frame.</summary>
internal enum Arrival
{
    /// <summary>A sound frame has been written.</summary>
    Frame,

    /// <summary>A frame came, but damaged.</summary>
    Corrupt,

    /// <summary>Nothing came yet.</summary>
    Nothing,

    /// <summary>No more frames will come, and trying again would not help: the end of a file, or a file that cannot be read.</summary>
    End,
}

/// <summary>What came of waiting for a frame.</summary>
/// <param name="Kind">What.</param>
/// <param name="Missed">Frames that the driver numbered between the frame before and this one.</param>
/// <param name="Fault">What is wrong with a damaged frame, or why there are no more, in one line.</param>
internal readonly record struct FrameArrival(Arrival Kind, long Missed = 0, string? Fault = null)
{
    /// <summary>A damaged frame.</summary>
    public static FrameArrival Corrupt(string fault, long missed = 0) => new(Arrival.Corrupt, missed, fault);

    public static implicit operator FrameArrival(Arrival kind) => new(kind);
}
