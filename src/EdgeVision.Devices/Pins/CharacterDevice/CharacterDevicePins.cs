using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>
/// The pins of a GPIO chip through the kernel's character device, version 2 (Linux 5.10 and later). Lines requested together change
/// hands together; the kernel debounces, and stamps edges when they happen, not when somebody reads them.
/// </summary>
public sealed class CharacterDevicePins : IPinBank
{
    private readonly IGpioKernel _kernel;
    private readonly GpioChip _chip;
    private readonly List<LineHandle> _requests = [];

    private CharacterDevicePins(IGpioKernel kernel, GpioChip chip)
    {
        _kernel = kernel;
        _chip = chip;
    }

    /// <inheritdoc/>
    public string Description => _chip.ToString();

    /// <summary>The chip's device file.</summary>
    internal string ChipPath => _chip.Path;

    /// <summary>Opens the chip with a label.</summary>
    /// <param name="label">The chip's label: <c>pinctrl-bcm2835</c>, <c>pinctrl-bcm2711</c>, <c>pinctrl-rp1</c>.</param>
    /// <exception cref="PinChipMissingException">There is no chip with that label; the message lists those that are there.</exception>
    /// <exception cref="PinPermissionException">The user may not open it.</exception>
    public static CharacterDevicePins Open(string label) => Open(label, new LinuxGpioKernel());

    /// <inheritdoc/>
    public IOutputPins RequestOutputs(IReadOnlyList<OutputRequest> requests, string consumer)
    {
        int[] numbers = [.. requests.Select(request => request.Number)];
        PinRequestRules.CheckNumbers(numbers, _chip.LineCount, Description);
        GpioLineRequest request = LineRequests.Outputs(requests, consumer);
        return new OutputPins(Request(ref request, numbers), requests);
    }

    /// <inheritdoc/>
    public IInputPins RequestInputs(IReadOnlyList<InputRequest> requests, string consumer)
    {
        int[] numbers = [.. requests.Select(request => request.Number)];
        PinRequestRules.CheckNumbers(numbers, _chip.LineCount, Description);
        PinRequestRules.CheckDebounce(requests);
        GpioLineRequest request = LineRequests.Inputs(requests, consumer);
        return new InputPins(new InputLines(Request(ref request, numbers)), requests);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PinLine> Lines()
    {
        var lines = new PinLine[_chip.LineCount];
        for (int number = 0; number < lines.Length; number++)
        {
            GpioLineInfo info = _chip.LineInfo(number);
            lines[number] = new PinLine(
                number,
                info.Name.ToString(),
                info.Flags.HasFlag(GpioLineFlags.Output) ? PinDirection.Output : PinDirection.Input,
                info.Flags.HasFlag(GpioLineFlags.Used) ? info.Consumer.ToString() : null,
                Level: null);
        }

        return lines;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LineHandle request in _requests)
            request.Dispose();
        _chip.Dispose();
    }

    internal static CharacterDevicePins Open(string label, IGpioKernel kernel) => new(kernel, GpioChip.Find(kernel, label));

    private LineHandle Request(ref GpioLineRequest request, int[] numbers)
    {
        int file = _chip.Request(ref request);
        if (file < 0)
            throw Refusal(file, numbers);
        _requests.RemoveAll(earlier => earlier.IsDisposed);
        var handle = new LineHandle(_kernel, file, numbers, Description);
        _requests.Add(handle);
        return handle;
    }

    private PinException Refusal(int result, int[] numbers)
    {
        string pins = string.Join(", ", numbers.Select(number => $"GPIO{number}"));
        return result switch
        {
            -Errno.Busy => PinRequestRules.Busy(Holders(numbers), Description),
            -Errno.AccessDenied => GpioErrors.MayNotOpen(_chip.Path),
            -Errno.Invalid => new PinException(
                $"{Description}: requesting {pins}: the chip cannot do what was asked; leave out pull resistors or debouncing, and check that the kernel is 5.10 or later"),
            _ => GpioErrors.Of(result, $"requesting {pins}", Description),
        };
    }

    private string[] Holders(int[] numbers)
    {
        string[] holders =
        [
            .. numbers.Select(number => (Number: number, Info: _chip.LineInfo(number)))
                .Where(line => line.Info.Flags.HasFlag(GpioLineFlags.Used))
                .Select(line => $"GPIO{line.Number} is held by '{line.Info.Consumer}'"),
        ];
        return holders.Length > 0
            ? holders
            : [$"one of {string.Join(", ", numbers.Select(number => $"GPIO{number}"))} was held a moment ago"];
    }
}
