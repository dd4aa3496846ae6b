using System.Collections.Concurrent;
using Iot.Device.Media;

namespace EdgeVision.DotnetIot.Tests;

/// <summary>A device that gives the frames it is told to, in one pooled buffer that is overwritten as soon as the event is over.</summary>
internal sealed class FakeVideoDevice : VideoDevice
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<Action> _todo = [];

    public override event NewImageBufferReadyEvent? NewImageBufferReady;

    public override bool ImageBufferPoolingEnabled { get; set; }

    /// <summary>What happened to it, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Thrown when it is started.</summary>
    public Exception? StartFailure { get; init; }

    /// <summary>Keeps it in the driver, deaf to the token, until this is set; not at all if <see langword="null"/>.</summary>
    public ManualResetEventSlim? Stuck { get; init; }

    /// <summary>Gives a frame of equal bytes and returns when the event is over.</summary>
    public void Give(byte value, int length)
    {
        byte[] pooled = new byte[length + 7];
        Do(() =>
        {
            pooled.AsSpan(0, length).Fill(value);
            NewImageBufferReady!(this, new NewImageBufferReadyEventArgs(pooled, length));
            pooled.AsSpan().Fill(0xEE);
        });
    }

    /// <summary>Says that a frame is longer than its buffer.</summary>
    public void GiveImpossible() => _todo.Add(() => NewImageBufferReady!(this, new NewImageBufferReadyEventArgs(new byte[7], 8)));

    /// <summary>Throws out of the capture.</summary>
    public void Throw(Exception failure) => _todo.Add(() => throw failure);

    public override void StartCaptureContinuous()
    {
        Calls.Enqueue(ImageBufferPoolingEnabled ? "start pooled" : "start");
        if (StartFailure is not null)
            throw StartFailure;
    }

    public override void CaptureContinuous(CancellationToken token)
    {
        Stuck?.Wait(Patience, CancellationToken.None);
        while (!token.IsCancellationRequested)
        {
            if (_todo.TryTake(out Action? next, TimeSpan.FromMilliseconds(10)))
                next();
        }
    }

    public override void StopCaptureContinuous() => Calls.Enqueue("stop");

    protected override void Dispose(bool disposing)
    {
        Calls.Enqueue("dispose");
        base.Dispose(disposing);
    }

    private void Do(Action action)
    {
        using var done = new ManualResetEventSlim();
        _todo.Add(() =>
        {
            action();
            done.Set();
        });
        Assert.True(done.Wait(Patience));
    }
}
