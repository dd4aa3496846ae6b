using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>An open <c>/dev/gpiochipN</c>.</summary>
internal sealed class GpioChip : IDisposable
{
    private readonly IGpioKernel _kernel;
    private readonly int _file;
    private bool _disposed;

    private GpioChip(IGpioKernel kernel, int file, string path, GpioChipInfo info)
    {
        _kernel = kernel;
        _file = file;
        Path = path;
        Label = info.Label.ToString();
        LineCount = checked((int)info.Lines);
    }

    public string Path { get; }

    public string Label { get; }

    public int LineCount { get; }

    /// <summary>Finds a chip by its label; its number depends on the kernel's version and on what is plugged in.</summary>
    /// <exception cref="PinException">It is missing, or may be one of those that the user may not open.</exception>
    public static GpioChip Find(IGpioKernel kernel, string label)
    {
        var found = new List<string>();
        string? closed = null;
        foreach (string path in kernel.ChipPaths())
        {
            int file = kernel.Open(path);
            if (file is -Errno.AccessDenied or -Errno.NotPermitted)
                closed ??= path;
            if (file < 0)
                continue;
            GpioChipInfo info = default;
            if (kernel.ChipInfo(file, ref info) >= 0)
            {
                if (info.Label.ToString() == label)
                    return new GpioChip(kernel, file, path, info);
                found.Add($"{path} ({info.Label})");
            }

            kernel.Close(file);
        }

        throw closed is not null ? GpioErrors.MayNotOpen(closed)
            : found.Count > 0 ? new PinChipMissingException(
                $"no GPIO chip is labelled '{label}', there are {string.Join(", ", found)}; is this the board that --board names?")
            : new PinChipMissingException(
                $"no GPIO chip is labelled '{label}', there is no usable /dev/gpiochip* at all; in a container pass the device in, without pins use --pins {PinBackends.Simulated}");
    }

    public GpioLineInfo LineInfo(int number)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var info = new GpioLineInfo { Offset = (uint)number };
        int result = _kernel.LineInfo(_file, ref info);
        return result >= 0 ? info : throw GpioErrors.Of(result, $"asking about GPIO{number}", ToString());
    }

    /// <summary>Gives the file descriptor of the request, or an error number with its sign changed.</summary>
    public int Request(ref GpioLineRequest request)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int result = _kernel.RequestLines(_file, ref request);
        return result < 0 ? result : request.FileDescriptor;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _kernel.Close(_file);
    }

    public override string ToString() => $"{Path} ({Label})";
}
