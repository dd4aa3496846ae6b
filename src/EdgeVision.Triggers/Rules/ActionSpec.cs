namespace EdgeVision.Triggers.Rules;

/// <summary>Something that a rule does when it turns on (<see cref="Rule.Then"/>) or off (<see cref="Rule.Finally"/>).</summary>
public abstract record ActionSpec
{
    private protected ActionSpec()
    {
    }
}

/// <summary>Something that a rule does with an output.</summary>
/// <param name="Output">The output's index in <see cref="RuleSet.Outputs"/>.</param>
public abstract record OutputSpec(int Output) : ActionSpec;

/// <summary>Sets an output until something else sets it: on, off, a duty, or an angle.</summary>
/// <param name="Output">The output's index.</param>
/// <param name="Value">1 (on), 0 (off), a duty 0 … 1, or an angle in degrees.</param>
public sealed record SetSpec(int Output, double Value) : OutputSpec(Output);

/// <summary>Switches an output through steps, then leaves it: a pulse or a pattern.</summary>
/// <param name="Output">The output's index; a switch.</param>
/// <param name="Steps">What it does, 1 … 64 steps.</param>
/// <param name="Repeat">How often, 1 … 1000; 0 for as long as the rule is on.</param>
public sealed record PatternSpec(int Output, IReadOnlyList<PatternStep> Steps, int Repeat) : OutputSpec(Output);

/// <summary>A part of a pattern.</summary>
/// <param name="Value">1 (on) or 0 (off).</param>
/// <param name="Duration">How long, 10 ms … 7 days.</param>
public readonly record struct PatternStep(double Value, TimeSpan Duration);

/// <summary>Sends an HTTP POST.</summary>
/// <param name="Url">Where to: absolute, http or https.</param>
/// <param name="Retry">How often to try again, 0 … 10.</param>
/// <param name="Timeout">How long one attempt may take, 100 ms … 1 min.</param>
public sealed record WebhookSpec(Uri Url, int Retry, TimeSpan Timeout) : ActionSpec;

/// <summary>Starts a program, without a shell.</summary>
/// <param name="Run">The program and its arguments.</param>
/// <param name="Timeout">How long it may take, 100 ms … 1 h.</param>
public sealed record CommandSpec(IReadOnlyList<string> Run, TimeSpan Timeout) : ActionSpec;

/// <summary>Stores the newest picture.</summary>
public sealed record SnapshotSpec : ActionSpec;
