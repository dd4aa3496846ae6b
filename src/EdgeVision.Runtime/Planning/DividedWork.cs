namespace EdgeVision.Runtime;

/// <summary>How much work steps are, and how threads share it.</summary>
internal sealed class DividedWork(PlanOptions options, PlannedTensor[] tensors)
{
    /// <summary>Multiply-accumulates, or values looked at, and values read and written.</summary>
    public double WorkOf(PreparedOperator prepared)
    {
        double values = tensors[prepared.Step.Writes].Elements;
        foreach (int tensor in prepared.Step.Reads)
            values += tensors[tensor].Elements;
        return Math.Max(prepared.Macs, prepared.Work) + values;
    }

    /// <summary>The pieces of a step.</summary>
    public WorkSplit Split(PreparedOperator prepared) => WorkSplit.Choose(prepared.Step, WorkOf(prepared), options);

    /// <summary>The lead holds for one range in ascending order: a divided step has to give it up.</summary>
    public int LeadOf(PreparedOperator prepared) => IsDivided(prepared) ? BufferRequest.NoLead : prepared.Lead;

    /// <summary>Bytes of the strips of all threads that work on a step.</summary>
    public int StripBytes(PreparedOperator prepared)
    {
        int others = IsDivided(prepared) ? options.Threads - 1 : 0;
        return (others * TensorMemory.StripStride(prepared.Step.StripBytes)) + prepared.Step.StripBytes;
    }

    private bool IsDivided(PreparedOperator prepared) => WorkSplit.IsDivided(prepared.Step, WorkOf(prepared), options);
}
