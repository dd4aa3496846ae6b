using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>The file descriptor of lines that were requested together.</summary>
internal sealed class LineHandle(IGpioKernel kernel, int file, int[] numbers, string chip) : IOutputLines
{
    // Held during the system calls that do not wait: a file descriptor must not be closed, and given to another file, under a call.
    private readonly Lock _gate = new();

    public bool IsDisposed { get; private set; }

    public int Count => numbers.Length;

    public void Write(int index, PinLevel level)
    {
        var values = new GpioLineValues { Mask = 1UL << index, Bits = (ulong)level << index };
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            int result = kernel.SetValues(file, ref values);
            if (result < 0)
                throw GpioErrors.Of(result, $"writing GPIO{numbers[index]}", chip);
        }
    }

    public PinLevel Read(int index)
    {
        var values = new GpioLineValues { Mask = 1UL << index };
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            int result = kernel.GetValues(file, ref values);
            if (result < 0)
                throw GpioErrors.Of(result, $"reading GPIO{numbers[index]}", chip);
        }

        return (values.Bits >> index & 1) == 1 ? PinLevel.High : PinLevel.Low;
    }

    /// <summary>Reads events into <paramref name="events"/>, waiting for the first; gives how many, 0 after the time.</summary>
    public int ReadEvents(Span<GpioLineEvent> events, TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            int result = kernel.WaitForEvents(file, (int)Math.Max(0, deadline - Environment.TickCount64));
            if (result == 0)
                return 0;
            if (result > 0)
                result = kernel.ReadEvents(file, events);
            if (result > 0)
                return result;
            if (result != -Errno.Interrupted)
                throw GpioErrors.Of(result, "waiting for edges", chip);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (IsDisposed)
                return;
            IsDisposed = true;
            kernel.Close(file);
        }
    }
}
