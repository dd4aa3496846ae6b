using System.Runtime.InteropServices;
using System.Text;
using EdgeVision.Devices.Cameras.Usb;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Tests.Cameras.Usb;

/// <summary>
/// A kernel with one camera that behaves as a driver should, except where a test says otherwise: any call can be made to fail, and each
/// frame is written down. It checks that the program keeps to the rules: buffers are queued before they are filled, memory is unmapped
/// before the buffers are freed, files are closed.
/// </summary>
internal sealed unsafe class FakeVideoKernel : IVideoKernel, IDisposable
{
    public const int BufferLength = 64 * 48 * 2;

    private readonly object _gate = new();
    private readonly Queue<Step> _steps = [];
    private readonly Queue<uint> _queued = [];
    private readonly Dictionary<nint, uint> _maps = [];
    private readonly HashSet<int> _open = [];
    private nint _memory = (nint)NativeMemory.AllocZeroed(32 * BufferLength);
    private uint _buffers;
    private bool _streams;
    private uint _sequence;
    private int _nextFile = 100;

    /// <summary>Error numbers that calls return, by name; taken away when <see cref="Cure"/>d.</summary>
    public Dictionary<string, int> Failures { get; } = [];

    /// <summary>How often a call was made, by name.</summary>
    public Dictionary<string, int> Calls { get; } = [];

    public uint Capabilities { get; set; } = V4l2Capability.VideoCapture | V4l2Capability.Streaming;

    public uint DeviceCapabilities { get; set; } = V4l2Capability.VideoCapture | V4l2Capability.Streaming;

    public string Card { get; set; } = "Fake Camera";

    public List<string> Formats { get; } = ["YUYV", "MJPG"];

    /// <summary>What the driver makes of a format that is asked for.</summary>
    public Func<V4l2Format, V4l2Format> Adjust { get; set; } = Obedient;

    public V4l2StreamParameters LastParameters { get; private set; }

    public uint MostBuffers { get; set; } = 32;

    /// <summary>Whether frames come without being written down.</summary>
    public bool Endless { get; set; }

    public string? Broken { get; private set; }

    /// <summary>Files that were opened and not closed, and mappings that were not taken away.</summary>
    public int Leaks => _open.Count + _maps.Count;

    public static V4l2Format Obedient(V4l2Format format)
    {
        bool isCompressed = format.PixelFormat == Code("MJPG");
        format.Width = 64;
        format.Height = 48;
        format.BytesPerLine = isCompressed ? 0 : 64u * (format.PixelFormat == Code("YUYV") ? 2u : 1u);
        format.SizeImage = BufferLength;
        return format;
    }

    public static uint Code(string letters) => BitConverter.ToUInt32(Encoding.ASCII.GetBytes(letters));

    public FakeVideoKernel Frame(byte value = 0, uint bytes = BufferLength, uint skipped = 0, uint flags = V4l2Buffer.FlagTimestampMonotonic) =>
        Then(new Step(value, bytes, skipped, flags, 0, LibC.PollIn));

    /// <summary>A frame that cannot be taken.</summary>
    public FakeVideoKernel Error(int error, short happened = LibC.PollIn) => Then(new Step(0, 0, 0, 0, error, happened));

    public void Cure(string call)
    {
        lock (_gate)
            Failures.Remove(call);
    }

    public void Dispose()
    {
        NativeMemory.Free((void*)_memory);
        _memory = 0;
    }

    public int Open(string path) => Call(nameof(Open), () =>
    {
        _open.Add(_nextFile);
        return _nextFile++;
    });

    public int Close(int file) => Call(nameof(Close), () =>
    {
        Require(_open.Remove(file), "closed twice");
        Require(_maps.Count == 0, "closed while mapped");
        return 0;
    });

    public int QueryCapability(int file, ref V4l2Capability capability)
    {
        capability.Capabilities = Capabilities | V4l2Capability.HasDeviceCapabilities;
        capability.DeviceCapabilities = DeviceCapabilities;
        Encoding.UTF8.GetBytes(Card).CopyTo(capability.Card);
        return Call(nameof(QueryCapability), () => 0);
    }

    public int EnumerateFormats(int file, ref V4l2FormatDescription description)
    {
        if (description.Index >= Formats.Count)
            return -Errno.Invalid;
        description.PixelFormat = Code(Formats[(int)description.Index]);
        return Call(nameof(EnumerateFormats), () => 0);
    }

    public int SetFormat(int file, ref V4l2Format format)
    {
        Require(format is { Type: V4l2Buffer.VideoCapture, Width: > 0, Height: > 0 }, "a format without a size");
        format = Adjust(format);
        return Call(nameof(SetFormat), () => 0);
    }

    public int SetParameters(int file, ref V4l2StreamParameters parameters)
    {
        LastParameters = parameters;
        return Call(nameof(SetParameters), () => 0);
    }

    public int RequestBuffers(int file, ref V4l2BufferRequest request)
    {
        Require(request is { Type: V4l2Buffer.VideoCapture, Memory: V4l2Buffer.MemoryMap }, "the wrong kind of buffers");
        Require(request.Count > 0 || _maps.Count == 0, "buffers freed while mapped");
        uint count = request.Count = Math.Min(request.Count, MostBuffers);
        return Call(nameof(RequestBuffers), () =>
        {
            _buffers = count;
            return 0;
        });
    }

    public int QueryBuffer(int file, ref V4l2Buffer buffer)
    {
        if (buffer.Index >= _buffers)
            return -Errno.Invalid;
        buffer.Length = BufferLength;
        buffer.Offset = buffer.Index * BufferLength;
        return Call(nameof(QueryBuffer), () => 0);
    }

    public nint Map(int file, uint length, uint offset)
    {
        int result = Call(nameof(Map), () => 0);
        if (result < 0)
            return result;
        Require(length == BufferLength && offset % BufferLength == 0, "mapped something else than a buffer");
        _maps.Add(_memory + (nint)offset, length);
        return _memory + (nint)offset;
    }

    public void Unmap(nint address, uint length) => Require(_maps.Remove(address, out uint mapped) && mapped == length, "unmapped what is not mapped");

    public int Queue(int file, ref V4l2Buffer buffer)
    {
        uint index = buffer.Index;
        if (index >= _buffers || _queued.Contains(index))
            return -Errno.Invalid;
        int result = Endless ? 0 : Call(nameof(Queue), () => 0);
        if (result == 0)
            _queued.Enqueue(index);
        return result;
    }

    public int StreamOn(int file) => Call(nameof(StreamOn), () =>
    {
        Require(_queued.Count > 0, "started without buffers");
        _streams = true;
        return 0;
    });

    public int StreamOff(int file) => Call(nameof(StreamOff), () =>
    {
        _streams = false;
        _queued.Clear();
        return 0;
    });

    public int Poll(int file, int milliseconds)
    {
        if (Endless)
            return LibC.PollIn;
        if (Failures.TryGetValue(nameof(Poll), out int error))
            return -error;
        lock (_gate)
        {
            if (_steps.TryPeek(out Step step))
                return step.Happened;
            Monitor.Wait(_gate, Math.Min(milliseconds, 10));
            return 0;
        }
    }

    public int Dequeue(int file, ref V4l2Buffer buffer)
    {
        var step = new Step(0, BufferLength, 0, V4l2Buffer.FlagTimestampMonotonic, 0, 0);
        lock (_gate)
        {
            if (!Endless && !_steps.TryDequeue(out step))
                return -Errno.TryAgain;
        }

        if (step.Error != 0)
            return -step.Error;
        Require(_streams, "taken without streaming");
        buffer.Index = _queued.Dequeue();
        buffer.BytesUsed = step.Bytes;
        buffer.Flags = step.Flags;
        _sequence += step.Skipped;
        buffer.Sequence = _sequence++;
        buffer.Seconds = 12;
        buffer.Microseconds = 345;
        new Span<byte>((void*)(_memory + (nint)(buffer.Index * BufferLength)), BufferLength).Fill(step.Value);
        return 0;
    }

    private FakeVideoKernel Then(Step step)
    {
        lock (_gate)
        {
            _steps.Enqueue(step);
            Monitor.PulseAll(_gate);
        }

        return this;
    }

    private int Call(string name, Func<int> work)
    {
        lock (_gate)
        {
            Calls[name] = Calls.GetValueOrDefault(name) + 1;
            return Failures.TryGetValue(name, out int error) ? -error : work();
        }
    }

    private void Require(bool condition, string broken)
    {
        if (!condition)
            Broken = broken;
    }

    private readonly record struct Step(byte Value, uint Bytes, uint Skipped, uint Flags, int Error, short Happened);
}
