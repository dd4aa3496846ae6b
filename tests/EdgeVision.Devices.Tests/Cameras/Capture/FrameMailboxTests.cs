using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Tests.Cameras.Support;

namespace EdgeVision.Devices.Tests.Cameras.Capture;

public sealed class FrameMailboxTests
{
    [Fact]
    public void The_newest_frame_wins_and_the_others_are_counted()
    {
        var mailbox = new FrameMailbox();
        for (byte i = 0; i < 5; i++)
            Publish(mailbox, i);
        Assert.Equal((5L, 4L), mailbox.Counts);
        Assert.True(mailbox.TryTake(TimeSpan.Zero, out CameraFrame? frame));
        Assert.Equal((4L, (byte)4), (frame.Sequence, frame.Data[0]));
        Assert.False(mailbox.TryTake(TimeSpan.Zero, out _));
        Assert.Equal((5L, 4L), mailbox.Counts);
    }

    [Fact]
    public void A_taken_frame_is_left_alone_until_the_next_is_taken()
    {
        var mailbox = new FrameMailbox();
        Publish(mailbox, 1);
        Assert.True(mailbox.TryTake(TimeSpan.Zero, out CameraFrame? frame));
        for (byte i = 2; i < 20; i++)
        {
            Publish(mailbox, i);
            Assert.Equal((0L, (byte)1), (frame.Sequence, frame.Data[0]));
        }

        Assert.True(mailbox.TryTake(TimeSpan.Zero, out CameraFrame? next));
        Assert.NotSame(frame, next);
        Assert.Equal((18L, (byte)19), (next.Sequence, next.Data[0]));
    }

    [Fact]
    public void Three_buffers_serve_for_ever()
    {
        var mailbox = new FrameMailbox();
        HashSet<CameraFrame> seen = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < 100; i++)
        {
            seen.Add(mailbox.Writing);
            Publish(mailbox, 0);
            if (i % 3 == 0 && mailbox.TryTake(TimeSpan.Zero, out CameraFrame? frame))
                seen.Add(frame);
        }

        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public void Taking_waits_for_a_frame()
    {
        var mailbox = new FrameMailbox();
        using var waiting = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            waiting.Wait();
            Publish(mailbox, 7);
        });
        writer.Start();
        waiting.Set();
        Assert.True(mailbox.TryTake(Patience.Limit, out CameraFrame? frame));
        Assert.Equal(7, frame.Data[0]);
        writer.Join();
    }

    [Fact]
    public void Taking_gives_up_after_the_time()
    {
        var mailbox = new FrameMailbox();
        long start = Environment.TickCount64;
        Assert.False(mailbox.TryTake(TimeSpan.FromMilliseconds(50), out CameraFrame? frame));
        Assert.Null(frame);
        Assert.InRange(Environment.TickCount64 - start, 45, long.MaxValue);
    }

    [Fact]
    public void The_end_wakes_whoever_waits_but_leaves_the_last_frame()
    {
        var mailbox = new FrameMailbox();
        var ender = new Thread(mailbox.End);
        ender.Start();
        Assert.False(mailbox.TryTake(Timeout.InfiniteTimeSpan, out _));
        ender.Join();
        Assert.True(mailbox.IsFinished);

        mailbox = new FrameMailbox();
        Publish(mailbox, 3);
        mailbox.End();
        Assert.False(mailbox.IsFinished);
        Assert.True(mailbox.TryTake(TimeSpan.Zero, out _));
        Assert.True(mailbox.IsFinished);
    }

    [Fact]
    public void What_is_discarded_counts_as_dropped()
    {
        var mailbox = new FrameMailbox();
        Publish(mailbox, 3);
        mailbox.Discard();
        Assert.Equal((1L, 1L), mailbox.Counts);
        Assert.True(mailbox.IsFinished);
        mailbox.Discard();
        Assert.Equal((1L, 1L), mailbox.Counts);
        Assert.False(mailbox.TryTake(Timeout.InfiniteTimeSpan, out _));
    }

    /// <summary>A writer at full speed against a reader: no torn frames, no frame twice, none lost in the counts.</summary>
    [Fact]
    public void Two_threads_agree_on_every_frame()
    {
        const int Frames = 20_000;
        var mailbox = new FrameMailbox();
        var writer = new Thread(() =>
        {
            for (int i = 0; i < Frames; i++)
                Publish(mailbox, (byte)i, length: 200);
            mailbox.End();
        });
        writer.Start();
        long last = -1;
        long taken = 0;
        while (!mailbox.IsFinished)
        {
            if (!mailbox.TryTake(Patience.Limit, out CameraFrame? frame))
                continue;
            Assert.InRange(frame.Sequence, last + 1, Frames - 1);
            Assert.Equal(-1, frame.Data.IndexOfAnyExcept((byte)frame.Sequence));
            last = frame.Sequence;
            taken++;
        }

        writer.Join();
        Assert.Equal(Frames - 1, last);
        Assert.Equal((Frames, Frames - taken), (mailbox.Counts.Received, mailbox.Counts.Dropped));
    }

    private static void Publish(FrameMailbox mailbox, byte value, int length = 1)
    {
        mailbox.Writing.Reserve(length).Fill(value);
        mailbox.Publish();
    }
}
