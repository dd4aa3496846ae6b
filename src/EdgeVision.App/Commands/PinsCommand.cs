using System.CommandLine;
using EdgeVision.App.Pins;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision pins</c>: who uses which pin? And: drive these to their safe levels.</summary>
internal static class PinsCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string?> board = SharedOptions.Board();
        Option<string?> backend = SharedOptions.Pins();
        var header = new Option<bool>("--header") { Description = "Only draw the board's header." };
        var safe = new Option<string[]>("--safe")
        {
            Description = "Drive pins to these levels and leave them so, such as --safe 17=low pin:13=high; what a service does after the program was killed.",
            HelpName = "pin=level",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.ZeroOrMore,
        };
        var rules = new Option<string?>("--rules")
        {
            Description = "With --safe: also every output of this rules file, at its safe level.",
            HelpName = "rules.json",
        };
        var command = new Command("pins", "Show the board's pins and who uses them, or drive them to safe levels.")
        {
            board, backend, header, safe, rules,
        };
        command.SetAction(line =>
        {
            Board chosen = BuiltInBoards.Load(line.GetValue(board) ?? BuiltInBoards.Detect());
            if (line.GetValue(header))
            {
                output.Write(HeaderDrawing.Draw(chosen.Header));
                return ExitCodes.Success;
            }

            OutputRequest[] given = SafeLevels.Parse(chosen, line.GetValue(safe) ?? []);
            string? rulesFile = line.GetValue(rules);
            bool makeSafe = line.GetResult(safe) is not null;
            if (rulesFile is null ? makeSafe && given.Length == 0 : !makeSafe)
                throw new UsageException("to make pins safe, give --safe levels such as --safe 17=low, or --safe --rules FILE");
            string name = line.GetValue(backend) ?? PinBackends.DefaultFor(chosen);
            using IPinBank bank = PinBackends.Open(name, chosen);
            if (makeSafe)
                return DriveSafe(bank, chosen, given, rulesFile, output, error);
            output.WriteLine($"board  {chosen.Name}");
            output.WriteLine($"pins   {bank.Description}, through {name}");
            output.WriteLine();
            PrintLines(output, chosen, bank.Lines());
            return ExitCodes.Success;
        });
        return command;
    }

    private static int DriveSafe(IPinBank bank, Board board, OutputRequest[] given, string? rulesFile, TextWriter output, TextWriter error)
    {
        // What was given does not wait for a rules file, which may be broken by now.
        IReadOnlyList<PinException> failures = SafeLevels.Drive(bank, given, output);
        if (rulesFile is not null)
            failures = [.. failures, .. SafeLevels.Drive(bank, SafeLevels.OfRules(rulesFile, board, given), output)];
        foreach (PinException failure in failures)
            error.WriteLine($"edgevision: {failure.Message}");
        return failures.Count == 0 ? ExitCodes.Success : ExitCodes.Device;
    }

    private static void PrintLines(TextWriter output, Board board, IReadOnlyList<PinLine> lines)
    {
        output.WriteLine("BCM  header  direction  level  used by");
        foreach (HeaderPin pin in board.Header.Where(pin => pin.Bcm < lines.Count).OrderBy(pin => pin.Bcm))
        {
            PinLine line = lines[pin.Bcm!.Value];
            string level = line.Level switch { PinLevel.High => "high", PinLevel.Low => "low", _ => "-" };
            string direction = line.Direction == PinDirection.Output ? "output" : "input";
            string user = line.Consumer switch { null => "-", "" => "(no name)", _ => line.Consumer };
            string note = pin.Reserved is { } reason ? $"reserved: {reason}" : pin.Warning ?? "";
            output.WriteLine($"{line.Number,3}  pin {pin.Position,-2}  {direction,-9}  {level,-5}  {user,-16} {note}".TrimEnd());
        }
    }
}
