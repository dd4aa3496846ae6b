using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeVision.Devices.Pins.CharacterDevice;

// The structures of <linux/gpio.h>, version 2 of the GPIO character device's interface (Linux 5.10 and later), field by field. A
// test compares sizes and offsets with what a C compiler makes of that header.

/// <summary><c>struct gpiochip_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioChipInfo
{
    public GpioText Name;
    public GpioText Label;
    public uint Lines;
}

/// <summary><c>struct gpio_v2_line_values</c>: bit n is line n of the request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineValues
{
    public ulong Bits;
    public ulong Mask;
}

/// <summary><c>struct gpio_v2_line_attribute</c>; <see cref="Value"/> is the union of flags, values and debounce period.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineAttribute
{
    public GpioAttributeId Id;
    private readonly uint _padding;
    public ulong Value;
}

/// <summary><c>struct gpio_v2_line_config_attribute</c>: an attribute of the lines in the mask.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioConfigAttribute
{
    public GpioLineAttribute Attribute;
    public ulong Mask;
}

/// <summary><c>struct gpio_v2_line_config</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineConfig
{
    public GpioLineFlags Flags;
    public uint AttributeCount;
    private readonly Padding5 _padding;
    public GpioConfigAttributes Attributes;
}

/// <summary><c>struct gpio_v2_line_request</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineRequest
{
    public GpioOffsets Offsets;
    public GpioText Consumer;
    public GpioLineConfig Config;
    public uint LineCount;
    public uint EventBufferSize;
    private readonly Padding5 _padding;
    public int FileDescriptor;
}

/// <summary><c>struct gpio_v2_line_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineInfo
{
    public GpioText Name;
    public GpioText Consumer;
    public uint Offset;
    public uint AttributeCount;
    public GpioLineFlags Flags;
    public GpioLineAttributes Attributes;
    private readonly Padding4 _padding;
}

/// <summary><c>struct gpio_v2_line_event</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineEvent
{
    public ulong TimestampNanoseconds;
    public GpioEventId Id;
    public uint Offset;

    /// <summary>Counts the events of the request from 1; a gap means that some were lost.</summary>
    public uint SequenceNumber;
    public uint LineSequenceNumber;
    private readonly Padding6 _padding;
}

/// <summary><c>enum gpio_v2_line_flag</c>.</summary>
[Flags]
internal enum GpioLineFlags : ulong
{
    None = 0,
    Used = 1 << 0,
    Input = 1 << 2,
    Output = 1 << 3,
    EdgeRising = 1 << 4,
    EdgeFalling = 1 << 5,
    BiasPullUp = 1 << 8,
    BiasPullDown = 1 << 9,
    BiasDisabled = 1 << 10,
}

/// <summary><c>enum gpio_v2_line_attr_id</c>.</summary>
internal enum GpioAttributeId : uint
{
    Flags = 1,
    OutputValues = 2,
    Debounce = 3,
}

/// <summary><c>enum gpio_v2_line_event_id</c>.</summary>
internal enum GpioEventId : uint
{
    RisingEdge = 1,
    FallingEdge = 2,
}

/// <summary><c>char[GPIO_MAX_NAME_SIZE]</c>: zero-terminated.</summary>
[InlineArray(Size)]
internal struct GpioText
{
    public const int Size = 32;
    private byte _first;

    /// <summary>Keeps the first 31 bytes of UTF-8, without cutting a character.</summary>
    public static GpioText From(string text)
    {
        GpioText result = default;
        Encoding.UTF8.GetEncoder().Convert(text, ((Span<byte>)result)[..(Size - 1)], flush: false, out _, out _, out _);
        return result;
    }

    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}

/// <summary><c>__u32[GPIO_V2_LINES_MAX]</c>.</summary>
[InlineArray(PinRequestRules.MaxPins)]
internal struct GpioOffsets
{
    private uint _first;
}

/// <summary><c>struct gpio_v2_line_config_attribute[GPIO_V2_LINE_NUM_ATTRS_MAX]</c>.</summary>
[InlineArray(Size)]
internal struct GpioConfigAttributes
{
    public const int Size = 10;
    private GpioConfigAttribute _first;
}

/// <summary><c>struct gpio_v2_line_attribute[GPIO_V2_LINE_NUM_ATTRS_MAX]</c>.</summary>
[InlineArray(GpioConfigAttributes.Size)]
internal struct GpioLineAttributes
{
    private GpioLineAttribute _first;
}

[InlineArray(4)]
internal struct Padding4
{
    private uint _first;
}

[InlineArray(5)]
internal struct Padding5
{
    private uint _first;
}

[InlineArray(6)]
internal struct Padding6
{
    private uint _first;
}
