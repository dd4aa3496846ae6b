using EdgeVision.Triggers.Reading;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Checking;

/// <summary>Checks rules against a model's labels and a computer's pins.</summary>
internal static class RuleChecker
{
    public static IReadOnlyList<RuleError> Check(RuleSet rules, RuleContext context)
    {
        var errors = new ErrorList(rules.FileName);
        errors.AddRange(rules.ReadErrors);
        if (context.Labels is { } labels)
        {
            foreach (Rule rule in rules.Rules)
                CheckLabel(rule.When.Label, labels, errors);
        }

        CheckPins(rules, context.Pins, errors);
        return errors.InOrder;
    }

    private static void CheckLabel(LabelPattern label, IReadOnlyList<string> labels, ErrorList errors)
    {
        if (label.Match(labels).Length > 0)
            return;
        if (label.Index is not null)
            errors.Add(label.At, $"the model has no {label}; its classes are 0 to {labels.Count - 1}");
        else if (label.IsGlob)
            errors.Add(label.At, $"no label of the model is like '{label}'; 'edgevision inspect' shows the labels");
        else
            errors.Add(label.At, $"the model has no label '{label}'; {Nearest.Suggest(label.ToString(), labels)}");
    }

    private static void CheckPins(RuleSet rules, BoardPins? board, ErrorList errors)
    {
        IEnumerable<(string Who, PinName Pin, FilePlace At)> uses =
        [
            .. rules.Inputs.Select(input => ($"the input '{input.Name}'", input.Pin, input.At)),
            .. rules.Outputs.Select(output => ($"the output '{output.Name}'", output.Pin, output.At)),
        ];
        var users = new Dictionary<PinName, string>();
        foreach ((string who, PinName pin, FilePlace at) in uses.OrderBy(use => use.At.Line).ThenBy(use => use.At.Column))
        {
            if (pin == PinName.Unknown)
                continue;
            string problem = "";
            if (board is not null && board.Find(pin, out problem) is null)
                errors.Add(at, problem);

            // Two names of one pin are the same pin as soon as the board tells.
            PinName known = board?.Find(pin, out _) is { } number ? new PinName(number, OnHeader: false) : pin;
            if (!users.TryAdd(known, who))
                errors.Add(at, $"the pin {pin} is used by {users[known]} too; choose another pin");
        }
    }
}
