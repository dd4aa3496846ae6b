namespace EdgeVision.Devices.Pins;

/// <summary>What is known of a pin without touching it.</summary>
/// <param name="Number">The pin's number on its chip (BCM).</param>
/// <param name="Name">The chip's name for it, or an empty string.</param>
/// <param name="Direction">Whether it is driven or listened to.</param>
/// <param name="Consumer">Who has it, an empty string when the user gave no name, or <see langword="null"/> when it is free.</param>
/// <param name="Level">Its level, or <see langword="null"/>: the kernel tells the level of a pin only to who has it.</param>
public sealed record PinLine(int Number, string Name, PinDirection Direction, string? Consumer, PinLevel? Level);

/// <summary>Whether a pin is driven or listened to.</summary>
public enum PinDirection
{
    /// <summary>Listened to, or used by another part of the chip such as a serial port.</summary>
    Input,

    /// <summary>Driven.</summary>
    Output,
}
