namespace Iot.Device.Media;

public abstract class VideoDevice : IDisposable
{
    public delegate void NewImageBufferReadyEvent(object sender, NewImageBufferReadyEventArgs e);

    public abstract event NewImageBufferReadyEvent? NewImageBufferReady;

    public abstract bool ImageBufferPoolingEnabled { get; set; }

    public static VideoDevice Create(VideoConnectionSettings settings) => new AbsentVideoDevice(settings);

    public abstract void StartCaptureContinuous();

    public abstract void CaptureContinuous(CancellationToken token);

    public abstract void StopCaptureContinuous();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

public class NewImageBufferReadyEventArgs(byte[] imageBuffer, int length)
{
    /// <summary>Longer than the image when buffers are pooled, and valid only during the event.</summary>
    public byte[] ImageBuffer { get; } = imageBuffer;

    public int Length { get; } = length;
}
