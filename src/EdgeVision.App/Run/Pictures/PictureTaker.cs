using System.Globalization;
using EdgeVision.App.Run.Actions;
using EdgeVision.App.Run.Events;
using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Run.Pictures;

/// <summary>
/// Stores pictures that rules and buttons want. A wish is remembered until the loop hands over the next frame; that is copied into one of
/// a few buffers and encoded and written by another thread.
/// </summary>
internal sealed class PictureTaker : IDisposable
{
    private const int Buffers = 4;
    private const int MaxWishes = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly EventLog _events;
    private readonly WallClock _clock;
    private readonly PictureFolder _snapshots;
    private readonly PictureFolder _lessons;
    private readonly FrameCopy[] _copies = [.. Enumerable.Range(0, Buffers).Select(_ => new FrameCopy())];
    private readonly bool[] _inUse = new bool[Buffers];
    private readonly Wish[] _wishes = new Wish[MaxWishes];
    private readonly WorkQueue<Job> _queue;
    private int _wishCount;
    private long _lost;
    private volatile bool _isPaused;

    /// <param name="events">Who hears of pictures and failures.</param>
    /// <param name="clock">For the time in the names.</param>
    /// <param name="snapshots">Where snapshots go.</param>
    /// <param name="lessons">Where pictures for training go.</param>
    public PictureTaker(EventLog events, WallClock clock, PictureFolder snapshots, PictureFolder lessons)
    {
        (_events, _clock, _snapshots, _lessons) = (events, clock, snapshots, lessons);
        _queue = new WorkQueue<Job>("pictures", Buffers, Patience, Store);
    }

    /// <summary>How many pictures were wanted and not stored, because the disk could not keep up.</summary>
    public long Lost => Volatile.Read(ref _lost) + _queue.Lost;

    /// <summary>Set while the disk has no room: wishes are refused. For any thread.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set => _isPaused = value;
    }

    /// <summary>Wants the present or next frame as a picture; from the loop.</summary>
    public void Want(PictureUse use, in Cause cause)
    {
        if (IsPaused || _wishCount == MaxWishes)
            Lose(cause, IsPaused ? "the disk is full; no picture" : "too many pictures at once; this one is left out");
        else
            _wishes[_wishCount++] = new Wish(use, cause);
    }

    /// <summary>Gives the frame to all who want it; from the loop.</summary>
    public void Take(CameraFrame frame)
    {
        for (int i = 0; i < _wishCount; i++)
            Copy(frame, _wishes[i]);
        _wishCount = 0;
    }

    public void Dispose() => _queue.Dispose();

    private void Copy(CameraFrame frame, in Wish wish)
    {
        int free = 0;
        while (free < Buffers && Volatile.Read(ref _inUse[free]))
            free++;
        if (free == Buffers)
        {
            Lose(wish.Cause, "pictures cannot be written as fast; this one is left out");
            return;
        }

        _copies[free].Take(frame);
        Volatile.Write(ref _inUse[free], true);
        _queue.TryAdd(new Job(free, wish, frame.TimestampNanoseconds)); // as many places as buffers: it fits
    }

    private void Store(Job job, CancellationToken stop)
    {
        Cause cause = job.Wish.Cause;
        PictureFolder folder = job.Wish.Use == PictureUse.Snapshot ? _snapshots : _lessons;
        try
        {
            byte[] png = PngWriter.Encode(_copies[job.Buffer].ToImage());
            string what = cause.Label is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{cause.Label}-{cause.Probability:F2}");
            string file = folder.Store(png, _clock.TimeOf(job.Nanoseconds), what);
            _events.Tell(new RunEvent(RunEventKind.Picture, cause.Nanoseconds) { Rule = cause.Rule, Message = file });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ImageFormatException)
        {
            Lose(cause, $"no picture: {failure.Message}");
        }
        finally
        {
            Volatile.Write(ref _inUse[job.Buffer], false);
        }
    }

    private void Lose(in Cause cause, string why)
    {
        Interlocked.Increment(ref _lost);
        _events.Tell(new RunEvent(RunEventKind.ActionFailed, cause.Nanoseconds) { Rule = cause.Rule, Message = why });
    }

    private readonly record struct Wish(PictureUse Use, Cause Cause);

    private readonly record struct Job(int Buffer, Wish Wish, long Nanoseconds);
}

/// <summary>What a picture is for.</summary>
internal enum PictureUse
{
    /// <summary>To look at.</summary>
    Snapshot,

    /// <summary>To train a model with.</summary>
    Lesson,
}
