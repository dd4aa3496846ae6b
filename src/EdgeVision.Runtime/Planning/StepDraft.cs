using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>A step of a plan that is being built.</summary>
/// <param name="Parts">The operators that it computes, without those that only rename.</param>
/// <param name="Prepared">The work.</param>
internal sealed record StepDraft(List<StepPart> Parts, PreparedOperator Prepared);

/// <summary>An operator that a step computes, and the kernel that does.</summary>
internal readonly record struct StepPart(Operator Operator, string Kernel);
