using EdgeVision.Devices.Pins.CharacterDevice;

namespace EdgeVision.Devices.Tests.Pins;

/// <summary>A kernel that plays a script: chips with labels, calls that fail with an error number, events that were noted.</summary>
internal sealed class FakeGpioKernel : IGpioKernel
{
    private const int FirstLineFile = 100;

    private readonly List<(string Path, string Label, int Lines)> _chips = [];
    private readonly Dictionary<int, GpioLineInfo> _lines = [];
    private readonly Queue<object> _waits = new();
    private int _lineFile = FirstLineFile;

    public List<string> Calls { get; } = [];

    public HashSet<int> OpenFiles { get; } = [];

    public Dictionary<string, int> OpenErrors { get; } = [];

    public List<GpioLineRequest> Requests { get; } = [];

    /// <summary>The values last written, and those that reading gives.</summary>
    public GpioLineValues Values { get; set; }

    public int ChipInfoError { get; set; }

    public int LineInfoError { get; set; }

    public int RequestError { get; set; }

    public int GetError { get; set; }

    public int SetError { get; set; }

    public int SetCalls { get; private set; }

    public FakeGpioKernel WithChip(string path, string label, int lines = 54)
    {
        _chips.Add((path, label, lines));
        return this;
    }

    public FakeGpioKernel WithLine(int number, string name, GpioLineFlags flags, string consumer)
    {
        _lines[number] = new GpioLineInfo { Name = GpioText.From(name), Flags = flags, Consumer = GpioText.From(consumer), Offset = (uint)number };
        return this;
    }

    /// <summary>The next wait for events gives this number, then, if it is 1, reading gives the events.</summary>
    public void NextWait(int result, params GpioLineEvent[] events)
    {
        _waits.Enqueue(result);
        if (result > 0)
            _waits.Enqueue(events);
    }

    /// <summary>The next wait reports events, but reading them fails.</summary>
    public void NextReadFails(int error)
    {
        _waits.Enqueue(1);
        _waits.Enqueue(error);
    }

    public IReadOnlyList<string> ChipPaths() => [.. _chips.Select(chip => chip.Path)];

    public int Open(string path)
    {
        if (OpenErrors.TryGetValue(path, out int error))
            return -error;
        int file = _chips.FindIndex(chip => chip.Path == path) + 1;
        OpenFiles.Add(file);
        return file;
    }

    public void Close(int file) => Assert.True(OpenFiles.Remove(file), $"file {file} is closed twice");

    public int ChipInfo(int chip, ref GpioChipInfo info)
    {
        Assert.Contains(chip, OpenFiles);
        info = new GpioChipInfo { Label = GpioText.From(_chips[chip - 1].Label), Lines = (uint)_chips[chip - 1].Lines };
        return -ChipInfoError;
    }

    public int LineInfo(int chip, ref GpioLineInfo info)
    {
        Assert.Contains(chip, OpenFiles);
        if (_lines.TryGetValue((int)info.Offset, out GpioLineInfo known))
            info = known;
        return -LineInfoError;
    }

    public int RequestLines(int chip, ref GpioLineRequest request)
    {
        Assert.Contains(chip, OpenFiles);
        if (RequestError != 0)
            return -RequestError;
        Requests.Add(request);
        request.FileDescriptor = _lineFile++;
        OpenFiles.Add(request.FileDescriptor);
        return 0;
    }

    public int GetValues(int lines, ref GpioLineValues values)
    {
        Assert.Contains(lines, OpenFiles);
        values.Bits = Values.Bits & values.Mask;
        return -GetError;
    }

    public int SetValues(int lines, ref GpioLineValues values)
    {
        SetCalls++;
        if (!OpenFiles.Contains(lines))
            Assert.Fail($"file {lines} is not open");
        Values = values;
        return -SetError;
    }

    public int WaitForEvents(int lines, int milliseconds)
    {
        Assert.Contains(lines, OpenFiles);
        Assert.True(milliseconds >= 0);
        return _waits.TryDequeue(out object? next) ? (int)next : 0;
    }

    public int ReadEvents(int lines, Span<GpioLineEvent> events)
    {
        object next = _waits.Dequeue();
        if (next is int error)
            return -error;
        var noted = (GpioLineEvent[])next;
        noted.CopyTo(events);
        return noted.Length;
    }
}
