namespace EdgeVision.Runtime;

/// <summary>Several operations in one step; of the tensors between them there are only strips of rows, for each thread its own.</summary>
internal sealed class StreamedStep(int input, int[] between, int output, StreamedRows rows) : Step([input], output)
{
    public StreamedRows Rows => rows;

    public override int Units => rows.Count;

    public override int[] StripsOf => between;

    public override int StripBytes => rows.StripLength;

    public override void Run(TensorMemory memory, WorkRange range) => rows.Run(
        memory.Get<sbyte>(input), memory.Strip(between[0], range.Thread, rows.StripLength), memory.Get<sbyte>(Writes), range.First, range.Count);
}
