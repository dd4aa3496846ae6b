namespace EdgeVision.Triggers.Rules;

/// <summary>Something wrong in a rules file.</summary>
/// <param name="File">The file.</param>
/// <param name="Place">Where in the file.</param>
/// <param name="Message">What is wrong and what to do, one line.</param>
public sealed record RuleError(string File, FilePlace Place, string Message)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{File}:{Place.Line}:{Place.Column}: {Message}";
}

/// <summary>Rules cannot be used.</summary>
public sealed class RulesException : Exception
{
    /// <summary>Rules with errors, at least one.</summary>
    public RulesException(IReadOnlyList<RuleError> errors)
        : base(errors[0].ToString()) => Errors = errors;

    internal RulesException(string message)
        : base(message) => Errors = [];

    /// <summary>All that is wrong, in the order of the file; empty when it is not about a file.</summary>
    public IReadOnlyList<RuleError> Errors { get; }
}
