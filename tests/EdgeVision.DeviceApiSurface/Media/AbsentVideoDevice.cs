namespace Iot.Device.Media;

/// <summary>A device as it is on a machine without cameras: it can be created, but not opened.</summary>
internal sealed class AbsentVideoDevice(VideoConnectionSettings settings) : VideoDevice
{
    public override event NewImageBufferReadyEvent? NewImageBufferReady
    {
        add { }
        remove { }
    }

    public override bool ImageBufferPoolingEnabled { get; set; }

    public override void StartCaptureContinuous() => throw new IOException($"Can not open video device file '/dev/video{settings.BusId}'.");

    public override void CaptureContinuous(CancellationToken token) => throw new NotSupportedException();

    public override void StopCaptureContinuous() => throw new NotSupportedException();
}
