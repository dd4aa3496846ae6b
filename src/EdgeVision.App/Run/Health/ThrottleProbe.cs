using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EdgeVision.App.Run.Health;

/// <summary>
/// What the Raspberry Pi's firmware complains about now: a weak supply or heat. Read from sysfs where the kernel shows it, else from the
/// program <c>vcgencmd</c> where it is installed; elsewhere nothing is known.
/// </summary>
internal sealed class ThrottleProbe : IHealthProbe
{
    private const uint UnderVoltage = 1 << 0;
    private const uint SlowedDown = 1 << 1 | 1 << 2 | 1 << 3; // capped frequency, throttled, soft temperature limit
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string? _file;
    private readonly string? _program;

    public ThrottleProbe()
        : this("/sys/devices/platform/soc", Environment.GetEnvironmentVariable("PATH") ?? "")
    {
    }

    internal ThrottleProbe(string folder, string path)
    {
        _file = Directory.Exists(folder)
            ? Directory.GetDirectories(folder, "*firmware").Select(firmware => Path.Combine(firmware, "get_throttled")).FirstOrDefault(File.Exists)
            : null;
        _program = path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(part => Path.Combine(part, "vcgencmd")).FirstOrDefault(File.Exists);
    }

    public string Name => "supply and speed";

    public string? Look()
    {
        string text = _file is not null ? File.ReadAllText(_file) : _program is not null ? Ask(_program) : "";
        uint flags = Parse(text) ?? 0;
        if ((flags & UnderVoltage) != 0)
            return "the supply voltage is too low; use a stronger supply or a shorter cable";
        return (flags & SlowedDown) != 0 ? "the firmware has slowed the processor down; give it air or a heat sink, or choose fewer frames with --fps" : null;
    }

    /// <summary><c>50005</c> (sysfs) or <c>throttled=0x50005</c> (vcgencmd).</summary>
    internal static uint? Parse(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().Trim();
        digits = digits[(digits.LastIndexOfAny('=', 'x') + 1)..];
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint flags) ? flags : null;
    }

    private static string Ask(string program)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, ["get_throttled"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (process.WaitForExit(Patience))
                return process.StandardOutput.ReadToEnd();
            process.Kill();
        }
        catch (Win32Exception)
        {
            // Not a program of this machine.
        }

        return "";
    }
}
