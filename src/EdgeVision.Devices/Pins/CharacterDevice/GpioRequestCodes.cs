using System.Runtime.CompilerServices;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>The numbers of the <c>ioctl</c> requests, composed as <c>_IOR</c> and <c>_IOWR</c> of <c>asm-generic/ioctl.h</c> do.</summary>
internal static class GpioRequestCodes
{
    private const uint Read = 2;
    private const uint ReadWrite = 3;
    private const uint Gpio = 0xB4;

    public static uint ChipInfo { get; } = Code<GpioChipInfo>(Read, 0x01);

    public static uint LineInfo { get; } = Code<GpioLineInfo>(ReadWrite, 0x05);

    public static uint RequestLines { get; } = Code<GpioLineRequest>(ReadWrite, 0x07);

    public static uint GetValues { get; } = Code<GpioLineValues>(ReadWrite, 0x0E);

    public static uint SetValues { get; } = Code<GpioLineValues>(ReadWrite, 0x0F);

    private static uint Code<T>(uint direction, uint number) => (direction << 30) | ((uint)Unsafe.SizeOf<T>() << 16) | (Gpio << 8) | number;
}
