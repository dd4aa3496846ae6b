using System.ComponentModel;
using System.Diagnostics;

namespace EdgeVision.Devices.Health;

/// <summary>
/// Asks a Raspberry Pi's firmware what slows the machine down: through the kernel's file <c>get_throttled</c>, else <c>vcgencmd</c>, else
/// the kernel's voltage alarm (<c>rpi_volt</c>), which knows of under-voltage only.
/// </summary>
public sealed class ThrottleSensor
{
    private const string FileName = "get_throttled";
    private static readonly string[] FirmwareFolders =
        ["/sys/bus/platform/drivers/raspberrypi-firmware", "/sys/devices/platform/soc", "/sys/devices/platform"];
    private static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(2);

    private readonly Func<ThrottleState?> _read;

    private ThrottleSensor(string source, ThrottleCauses knows, Func<ThrottleState?> read)
    {
        Source = source;
        Knows = knows;
        _read = read;
    }

    /// <summary>The file or program that is asked.</summary>
    public string Source { get; }

    /// <summary>What it would tell if it happened; of other causes it never says anything.</summary>
    public ThrottleCauses Knows { get; }

    /// <summary>The way to ask on this machine, or <see langword="null"/> where there is none, as on anything but a Raspberry Pi.</summary>
    /// <param name="root">The machine.</param>
    public static ThrottleSensor? Find(SystemRoot root) => Find(root, ProgramPatience);

    /// <param name="root">The machine.</param>
    /// <param name="patience">How long a program may take.</param>
    internal static ThrottleSensor? Find(SystemRoot root, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (FirmwareFile(root) is { } file)
            return new ThrottleSensor(file, ThrottleState.AllCauses, () => ThrottleState.TryParse(root.ReadText(file), out ThrottleState state) ? state : null);
        if (root.FindProgram("vcgencmd") is { } program && root.Exists("/dev/vcio"))
        {
            return new ThrottleSensor(program, ThrottleState.AllCauses,
                () => ThrottleState.TryParse(Ask(root.PathOf(program), patience), out ThrottleState state) ? state : null);
        }

        return VoltageAlarm(root) is { } alarm
            ? new ThrottleSensor(alarm, ThrottleCauses.UnderVoltage, () => root.ReadText(alarm) switch
            {
                "0" => default(ThrottleState),
                // The kernel polls a bit that stays set for a while.
                "1" => new ThrottleState(ThrottleCauses.None, ThrottleCauses.UnderVoltage),
                _ => null,
            })
            : null;
    }

    /// <summary>The state now, or <see langword="null"/> if there is no answer; a program is given two seconds.</summary>
    public ThrottleState? Read() => _read();

    /// <summary>Its folder is called differently on every model, so it is looked for by the driver's name and then by its own.</summary>
    private static string? FirmwareFile(SystemRoot root) =>
        FirmwareFolders.SelectMany(folder => root.Entries(folder).Select(entry => $"{folder}/{entry}/{FileName}"))
            .FirstOrDefault(root.Exists);

    private static string? VoltageAlarm(SystemRoot root) =>
        root.Entries("/sys/class/hwmon").Select(entry => $"/sys/class/hwmon/{entry}")
            .Where(folder => root.ReadText($"{folder}/name") == "rpi_volt")
            .Select(folder => $"{folder}/in0_lcrit_alarm")
            .FirstOrDefault(root.Exists);

    private static string? Ask(string program, TimeSpan patience)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, FileName) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return output.Wait(patience) ? output.Result : null;
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
