namespace EdgeVision.App.Run.Statistics;

/// <summary>Where the time of the frames went; the loop adds, nothing is allocated.</summary>
internal sealed class RunStatistics
{
    /// <summary>Waiting for a frame.</summary>
    public LogHistogram Wait { get; } = new();

    /// <summary>From a frame to input tensors, all zones.</summary>
    public LogHistogram Tensor { get; } = new();

    /// <summary>Running the model, all zones.</summary>
    public LogHistogram Inference { get; } = new();

    /// <summary>The rule engine.</summary>
    public LogHistogram Rules { get; } = new();

    /// <summary>Writing the pins and queueing slow actions, where there were any.</summary>
    public LogHistogram Pins { get; } = new();

    /// <summary>From a frame's time stamp to the return of the pin write that it caused.</summary>
    public LogHistogram PhotonToPin { get; } = new();

    /// <summary>Frames that were classified.</summary>
    public long Frames { get; set; }

    /// <summary>Frames that could not be read or classified.</summary>
    public long Faults { get; set; }

    /// <summary>Levels, duties and angles that were written.</summary>
    public long PinWrites { get; set; }
}
