using System.Diagnostics.CodeAnalysis;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using Iot.Device.Media;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>
/// One capture, from start to stop, on a thread of its own that keeps the newest frame. That thread also gives the device back, because
/// the library may be in the driver, waiting for a frame, whenever another thread would like to.
/// </summary>
internal sealed class VideoDeviceCapture : IDisposable
{
    private readonly VideoDevice _device;
    private readonly TimeSpan _stopLimit;
    private readonly FrameMailbox _frames = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private bool _disposed;

    private VideoDeviceCapture(VideoDevice device, TimeSpan stopLimit)
    {
        _device = device;
        _stopLimit = stopLimit;
        CancellationToken stop = _stop.Token;
        _thread = new Thread(() => Run(stop)) { IsBackground = true, Name = "video device" };
    }

    /// <summary>Whether the library is still busy with the device.</summary>
    public bool IsRunning => _thread.IsAlive;

    /// <summary>Whether it ended and every frame has been taken.</summary>
    public bool IsFinished => _frames.IsFinished;

    /// <summary>Why it ended, once <see cref="IsFinished"/>; <see langword="null"/> if the library just stopped.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Starts a device, which it owns from now on, also if this fails.</summary>
    public static VideoDeviceCapture Start(VideoDevice device, TimeSpan stopLimit)
    {
        var capture = new VideoDeviceCapture(device, stopLimit);
        try
        {
            // Without pooling the library allocates every frame.
            device.ImageBufferPoolingEnabled = true;
            device.NewImageBufferReady += capture.Keep;
            device.StartCaptureContinuous();
            capture._thread.Start();
            return capture;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Takes the newest frame; its format is not set.</summary>
    public bool TryTake(TimeSpan timeout, [NotNullWhen(true)] out CameraFrame? frame) => _frames.TryTake(timeout, out frame);

    /// <summary>Stops, and waits for that until the limit; see <see cref="IsRunning"/>.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _stop.Cancel();
        _thread.Join(_stopLimit);
        _stop.Dispose();
    }

    private void Run(CancellationToken stop)
    {
        try
        {
            using (_device)
            {
                try
                {
                    _device.CaptureContinuous(stop);
                }
                finally
                {
                    _device.StopCaptureContinuous();
                }
            }
        }
        catch (Exception failure)
        {
            // Whatever the library throws must reach the reader instead of ending the program.
            Failure = failure;
        }

        _frames.End();
    }

    private void Keep(object sender, NewImageBufferReadyEventArgs image)
    {
        CameraFrame frame = _frames.Writing;
        image.ImageBuffer.AsSpan(0, image.Length).CopyTo(frame.Reserve(image.Length));
        frame.TimestampNanoseconds = MonotonicClock.Nanoseconds;
        _frames.Publish();
    }
}
