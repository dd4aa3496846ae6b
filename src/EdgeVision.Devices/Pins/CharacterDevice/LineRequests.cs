namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>Composes what the kernel is asked for.</summary>
internal static class LineRequests
{
    private const GpioLineFlags Listen = GpioLineFlags.Input | GpioLineFlags.EdgeRising | GpioLineFlags.EdgeFalling;

    public static GpioLineRequest Outputs(IReadOnlyList<OutputRequest> requests, string consumer)
    {
        GpioLineRequest result = Lines([.. requests.Select(request => (uint)request.Number)], consumer);
        result.Config.Flags = GpioLineFlags.Output;
        Add(ref result.Config, GpioAttributeId.OutputValues, MaskOf(requests, request => request.Initial == PinLevel.High),
            MaskOf(requests, _ => true));
        return result;
    }

    /// <summary>
    /// The lines' default is a listener without a bias; each other bias and each debounce time is an attribute of some lines.
    /// </summary>
    /// <exception cref="PinException">More attributes are needed than the kernel takes.</exception>
    public static GpioLineRequest Inputs(IReadOnlyList<InputRequest> requests, string consumer)
    {
        GpioLineRequest result = Lines([.. requests.Select(request => (uint)request.Number)], consumer);
        result.Config.Flags = Listen;
        result.EventBufferSize = (uint)PinRequestRules.EdgeBufferSize(requests.Count);
        PinBias[] biases = [.. requests.Select(request => request.Bias).Where(bias => bias != PinBias.AsIs).Distinct()];
        uint[] debounces = [.. requests.Select(Microseconds).Where(time => time > 0).Distinct()];
        if (biases.Length + debounces.Length > GpioConfigAttributes.Size)
        {
            throw new PinException(
                $"{debounces.Length} different debounce times and {biases.Length} resistors for inputs requested together; "
                + $"the kernel takes {GpioConfigAttributes.Size} in all: use fewer different times");
        }

        foreach (PinBias bias in biases)
        {
            Add(ref result.Config, GpioAttributeId.Flags, (ulong)(Listen | FlagOf(bias)),
                MaskOf(requests, request => request.Bias == bias));
        }

        foreach (uint debounce in debounces)
            Add(ref result.Config, GpioAttributeId.Debounce, debounce, MaskOf(requests, request => Microseconds(request) == debounce));
        return result;
    }

    private static GpioLineRequest Lines(uint[] numbers, string consumer)
    {
        var result = new GpioLineRequest { Consumer = GpioText.From(consumer), LineCount = (uint)numbers.Length };
        numbers.CopyTo(result.Offsets);
        return result;
    }

    private static void Add(ref GpioLineConfig config, GpioAttributeId id, ulong value, ulong mask)
    {
        ref GpioConfigAttribute attribute = ref config.Attributes[(int)config.AttributeCount++];
        attribute.Attribute.Id = id;
        attribute.Attribute.Value = value;
        attribute.Mask = mask;
    }

    private static ulong MaskOf<T>(IReadOnlyList<T> requests, Func<T, bool> belongs)
    {
        ulong mask = 0;
        for (int i = 0; i < requests.Count; i++)
            mask |= belongs(requests[i]) ? 1UL << i : 0;
        return mask;
    }

    private static uint Microseconds(InputRequest request) => (uint)Math.Ceiling(request.Debounce.TotalMicroseconds);

    private static GpioLineFlags FlagOf(PinBias bias) => bias switch
    {
        PinBias.PullUp => GpioLineFlags.BiasPullUp,
        PinBias.PullDown => GpioLineFlags.BiasPullDown,
        PinBias.Off => GpioLineFlags.BiasDisabled,
        _ => GpioLineFlags.None,
    };
}
