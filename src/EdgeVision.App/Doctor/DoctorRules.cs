using EdgeVision.App.Pins;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Doctor;

/// <summary>The rules file that the doctor was given.</summary>
internal static class DoctorRules
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads it.</summary>
    /// <exception cref="BadInputException">It is too long to be a rules file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static RuleSet Load(string file) => new FileInfo(file).Length <= MaxBytes
        ? RuleSet.Parse(File.ReadAllText(file), file)
        : throw new BadInputException($"{file}: more than {MaxBytes >> 20} MiB; this is not a rules file");

    /// <summary>Who uses which pin, as far as the file can be understood; another check tells what is wrong with it.</summary>
    public static IEnumerable<(string User, int Number)> PinsOf(DoctorContext context)
    {
        if (context.Rules is null || Readable(context.Rules) is not { } rules)
            return [];
        IEnumerable<(string User, PinName Pin)> used =
        [
            .. rules.Outputs.Select(output => ($"output '{output.Name}'", output.Pin)),
            .. rules.Inputs.Select(input => ($"input '{input.Name}'", input.Pin)),
        ];
        var header = HeaderPins.Of(context.Board);
        return used.Select(pin => (pin.User, Number: Resolved(header, pin.Pin))).Where(pin => pin.Number is not null).Select(pin => (pin.User, pin.Number!.Value));
    }

    private static RuleSet? Readable(string file)
    {
        try
        {
            return Load(file);
        }
        catch (Exception failure) when (failure is BadInputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? Resolved(BoardPins header, PinName name)
    {
        try
        {
            return header.Resolve(name);
        }
        catch (RulesException)
        {
            return null;
        }
    }
}
