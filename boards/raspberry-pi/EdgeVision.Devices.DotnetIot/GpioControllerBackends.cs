using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Globalization;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.CharacterDevice;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>The ways to reach pins through .NET's GPIO library.</summary>
public static class GpioControllerBackends
{
    /// <summary>The library over our own driver for the kernel's GPIO character device: the default on a device.</summary>
    /// <param name="board">The board.</param>
    /// <exception cref="PinException">The chip is missing or may not be used.</exception>
    public static IPinBank OverCharacterDevice(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return Over(PinBackends.Open(PinBackends.CharacterDevice, board));
    }

    /// <summary>The library over its own drivers for libgpiod, version 2 of it if there is one, else version 1.</summary>
    /// <param name="board">The board.</param>
    /// <exception cref="PinException">The chip is missing or may not be used, or libgpiod is not installed.</exception>
    public static IPinBank OverLibGpiod(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        using CharacterDevicePins chip = CharacterDevicePins.Open(board.Chip);
        int number = int.Parse(chip.ChipPath.AsSpan("/dev/gpiochip".Length), NumberStyles.None, CultureInfo.InvariantCulture);
        return new GpioControllerPins(new GpioController(Driver(number)), $"{chip.Description} by libgpiod", () => LinesOf(board),
            debounce: null);
    }

    internal static IPinBank Over(IPinBank bank)
    {
        var driver = new CharacterDeviceDriver(bank, PinConsumer.Name);
        return new GpioControllerPins(new GpioController(driver), bank.Description, bank.Lines, driver.SetDebounce);
    }

    internal static GpioDriver Driver(int chip)
    {
        try
        {
            return new LibGpiodV2Driver(chip);
        }
        catch (Exception missing) when (missing is DllNotFoundException or PlatformNotSupportedException)
        {
            try
            {
                return new LibGpiodDriver(chip);
            }
            catch (Exception alsoMissing) when (alsoMissing is DllNotFoundException or PlatformNotSupportedException)
            {
                throw new PinException(
                    $"libgpiod is not installed; install it (sudo apt install gpiod) or use --pins {PinBackends.CharacterDevice}",
                    alsoMissing);
            }
        }
    }

    private static IReadOnlyList<PinLine> LinesOf(Board board)
    {
        using CharacterDevicePins chip = CharacterDevicePins.Open(board.Chip);
        return chip.Lines();
    }
}
