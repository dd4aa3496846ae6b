using EdgeVision.App.Pins;
using EdgeVision.App.Rules;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Doctor;

/// <summary>The rules file that the doctor was given.</summary>
internal static class DoctorRules
{
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
        return used.Select(pin => (pin.User, Number: Resolved(header, pin.Pin)))
            .Where(pin => pin.Number is not null)
            .Select(pin => (pin.User, pin.Number!.Value));
    }

    private static RuleSet? Readable(string file)
    {
        try
        {
            return RulesFile.Load(file);
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
