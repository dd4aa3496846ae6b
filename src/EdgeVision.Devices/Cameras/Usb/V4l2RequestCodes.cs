using System.Runtime.CompilerServices;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>
/// The numbers of the <c>ioctl</c> requests, composed as <c>_IOR</c>, <c>_IOW</c> and <c>_IOWR</c> of <c>asm-generic/ioctl.h</c> do.
/// </summary>
internal static class V4l2RequestCodes
{
    private const uint Write = 1;
    private const uint Read = 2;
    private const uint ReadWrite = 3;

    public static uint QueryCapability { get; } = Code<V4l2Capability>(Read, 0);

    public static uint EnumerateFormats { get; } = Code<V4l2FormatDescription>(ReadWrite, 2);

    public static uint SetFormat { get; } = Code<V4l2Format>(ReadWrite, 5);

    public static uint RequestBuffers { get; } = Code<V4l2BufferRequest>(ReadWrite, 8);

    public static uint QueryBuffer { get; } = Code<V4l2Buffer>(ReadWrite, 9);

    public static uint Queue { get; } = Code<V4l2Buffer>(ReadWrite, 15);

    public static uint Dequeue { get; } = Code<V4l2Buffer>(ReadWrite, 17);

    public static uint StreamOn { get; } = Code<int>(Write, 18);

    public static uint StreamOff { get; } = Code<int>(Write, 19);

    public static uint SetParameters { get; } = Code<V4l2StreamParameters>(ReadWrite, 22);

    private static uint Code<T>(uint direction, uint number) => (direction << 30) | ((uint)Unsafe.SizeOf<T>() << 16) | ('V' << 8) | number;
}
