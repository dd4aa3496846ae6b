namespace EdgeVision.App.Run.Actions;

/// <summary>Why something is done: what webhooks, programs and pictures are told.</summary>
/// <param name="Nanoseconds">When, by the monotonic clock.</param>
/// <param name="Rule">The rule's name, or <see langword="null"/> when a button asked for it.</param>
/// <param name="Label">What the rule saw, or <see langword="null"/>.</param>
/// <param name="Probability">Its probability.</param>
internal readonly record struct Cause(long Nanoseconds, string? Rule, string? Label, float Probability);
