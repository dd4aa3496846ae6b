namespace EdgeVision.Runtime.Tests.Support;

/// <summary>
/// The pieces of a divided step one after another, the last first: the order that does most harm to a step that writes over what it reads,
/// which threads would take only by chance.
/// </summary>
internal sealed class BackwardsStep(Step inner, WorkSplit split) : Step(inner.Reads, inner.Writes)
{
    /// <summary>Makes all divided steps of a plan run backwards, on the caller's thread.</summary>
    public static ExecutionPlan Apply(ExecutionPlan plan)
    {
        for (int i = 0; i < plan.Code.Length; i++)
        {
            plan.Code[i] = new BackwardsStep(plan.Code[i], plan.Splits[i]);
            plan.Splits[i] = new WorkSplit(1, 1);
        }

        return plan;
    }

    public override void Run(TensorMemory memory, WorkRange range)
    {
        for (int piece = split.Pieces - 1; piece >= 0; piece--)
            inner.Run(memory, split.Piece(piece, thread: 0));
    }
}
