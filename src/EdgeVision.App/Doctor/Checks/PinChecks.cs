using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Can the board's pins be used, and who has them?</summary>
internal static class PinChecks
{
    private const string Area = "pins";

    private static readonly string[] ConfigFiles = ["/boot/firmware/config.txt", "/boot/config.txt"];

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        if (!context.HasPins)
        {
            yield return Finding.Ok(Area, "chip", "none: pins are simulated on this board");
            yield break;
        }

        IReadOnlyList<string> nodes = DeviceNode.Numbered(context.Root, "gpiochip");
        Finding[] troubles = [.. nodes.Select(node => DeviceNode.Trouble(context, Area, node, "gpio", "char-gpiochip")).OfType<Finding>()];
        foreach (Finding trouble in troubles)
            yield return trouble;
        foreach (Finding finding in troubles.Length == 0 ? Lines(context) : [])
            yield return finding;
        if (Release(context) is { } release)
            yield return release;
    }

    private static List<Finding> Lines(DoctorContext context)
    {
        try
        {
            using IPinBank bank = context.Machine.OpenPins(context.Board);
            IReadOnlyList<PinLine> lines = bank.Lines();
            return [Finding.Ok(Area, "chip", bank.Description), Header(context.Board, lines), .. Used(context, lines)];
        }
        catch (PinException failure)
        {
            return [Finding.Failure(Area, "chip", failure)];
        }
    }

    private static Finding Header(Board board, IReadOnlyList<PinLine> lines)
    {
        PinLine[] usable =
            [.. board.Header.Where(pin => pin.Bcm < lines.Count && pin.Reserved is null).Select(pin => lines[pin.Bcm!.Value])];
        PinLine[] held = [.. usable.Where(line => line.Consumer is not null)];
        string found = $"{usable.Length - held.Length} of {usable.Length} are free";
        return Finding.Ok(Area, "header",
            held.Length == 0
                ? found
                : $"{found}; {string.Join(", ", held.Select(line => $"GPIO{line.Number} is held by {Holder(line)}"))}");
    }

    /// <summary>The pins of the rules file.</summary>
    private static IEnumerable<Finding> Used(DoctorContext context, IReadOnlyList<PinLine> lines)
    {
        foreach ((string user, int number) in DoctorRules.PinsOf(context))
        {
            string name = $"GPIO{number}";
            PinLine? line = number < lines.Count ? lines[number] : null;
            yield return line switch
            {
                null => Finding.Problem(Area, name, $"{user}: the chip has no such pin", "choose another pin in the rules file"),
                { Consumer: null } => Finding.Ok(Area, name, $"{user}: free"),
                { Consumer: PinConsumer.Name } => Finding.Note(Area, name, $"{user}: held by a running edgevision",
                    "before you start another one: sudo systemctl stop edgevision"),
                _ => Finding.Problem(Area, name, $"{user}: held by {Holder(line)}",
                    "end that program, remove the overlay from config.txt, or choose another pin in the rules file"),
            };
        }
    }

    private static string Holder(PinLine line) => line.Consumer!.Length > 0 ? $"'{line.Consumer}'" : "somebody without a name";

    /// <summary>What happens to a pin when the program that drives it is gone.</summary>
    private static Finding? Release(DoctorContext context)
    {
        const string Name = "release";
        if (ConfigFiles.Select(context.Root.ReadText).OfType<string>().FirstOrDefault() is not { } config)
            return null;
        bool strict = config.Split('\n').Any(line =>
            line.Trim().Replace(" ", "", StringComparison.Ordinal) is "dtparam=strict_gpiod" or "dtparam=strict_gpiod=on");
        return strict
            ? Finding.Ok(Area, Name, "strict_gpiod: pins fall back to inputs when the program ends")
            : Finding.Note(Area, Name, "pins keep their last level when the program is killed",
                "let the service's ExecStopPost= run 'edgevision pins --safe', or add dtparam=strict_gpiod to config.txt; a resistor at the pin is safest");
    }
}
