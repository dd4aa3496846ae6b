using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Devices.Cameras.Usb;

// The structures of linux/videodev2.h that capturing needs, as they are on 64-bit systems.

/// <summary><c>struct v4l2_capability</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 104)]
internal struct V4l2Capability
{
    public const uint VideoCapture = 0x1;
    public const uint VideoCaptureMultiPlanar = 0x1000;
    public const uint Streaming = 0x0400_0000;
    public const uint HasDeviceCapabilities = 0x8000_0000;

    [FieldOffset(16)]
    public Text32 Card;

    [FieldOffset(84)]
    public uint Capabilities;

    [FieldOffset(88)]
    public uint DeviceCapabilities;
}

/// <summary><c>struct v4l2_fmtdesc</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct V4l2FormatDescription
{
    [FieldOffset(0)]
    public uint Index;

    [FieldOffset(4)]
    public uint Type;

    [FieldOffset(44)]
    public uint PixelFormat;
}

/// <summary><c>struct v4l2_format</c> with its <c>v4l2_pix_format</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 208)]
internal struct V4l2Format
{
    public const uint AnyField = 0;
    public const uint ColorspaceJpeg = 7;
    public const uint QuantizationFull = 1;
    public const uint QuantizationLimited = 2;

    [FieldOffset(0)]
    public uint Type;

    [FieldOffset(8)]
    public uint Width;

    [FieldOffset(12)]
    public uint Height;

    [FieldOffset(16)]
    public uint PixelFormat;

    [FieldOffset(20)]
    public uint Field;

    [FieldOffset(24)]
    public uint BytesPerLine;

    [FieldOffset(28)]
    public uint SizeImage;

    [FieldOffset(32)]
    public uint Colorspace;

    [FieldOffset(48)]
    public uint Quantization;
}

/// <summary><c>struct v4l2_streamparm</c> with its <c>v4l2_captureparm</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 204)]
internal struct V4l2StreamParameters
{
    [FieldOffset(0)]
    public uint Type;

    /// <summary>The time of a frame is this many …</summary>
    [FieldOffset(12)]
    public uint Numerator;

    /// <summary>… of so many parts of a second.</summary>
    [FieldOffset(16)]
    public uint Denominator;
}

/// <summary><c>struct v4l2_requestbuffers</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 20)]
internal struct V4l2BufferRequest
{
    [FieldOffset(0)]
    public uint Count;

    [FieldOffset(4)]
    public uint Type;

    [FieldOffset(8)]
    public uint Memory;
}

/// <summary><c>struct v4l2_buffer</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal struct V4l2Buffer
{
    public const uint VideoCapture = 1;
    public const uint MemoryMap = 1;
    public const uint FlagError = 0x40;
    public const uint FlagTimestampMask = 0xE000;
    public const uint FlagTimestampMonotonic = 0x2000;

    [FieldOffset(0)]
    public uint Index;

    [FieldOffset(4)]
    public uint Type;

    [FieldOffset(8)]
    public uint BytesUsed;

    [FieldOffset(12)]
    public uint Flags;

    [FieldOffset(24)]
    public long Seconds;

    [FieldOffset(32)]
    public long Microseconds;

    [FieldOffset(56)]
    public uint Sequence;

    [FieldOffset(60)]
    public uint Memory;

    [FieldOffset(64)]
    public uint Offset;

    [FieldOffset(72)]
    public uint Length;
}

/// <summary>A text of up to 32 bytes, ended by a zero byte.</summary>
[InlineArray(32)]
internal struct Text32
{
    private byte _first;
}
