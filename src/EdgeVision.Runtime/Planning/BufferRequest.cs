namespace EdgeVision.Runtime;

/// <summary>
/// Bytes that must stay untouched from the step that writes them to the last step that reads them. Several tensors can stand behind one
/// request when they are names of the same bytes (reshape) or one is computed in place of the other.
/// </summary>
/// <param name="Bytes">Size, at least 1.</param>
/// <param name="FirstStep">Index of the step that writes it; −1 for a model input, which is written before the run.</param>
/// <param name="LastStep">Index of the last step that reads it; the number of steps for a model output, which is read after the
/// run.</param>
/// <param name="Lead">By how many bytes the buffer that <paramref name="FirstStep"/> reads for the last time must at least start after
/// this one for both to share bytes (<see cref="Kernels.TensorOperation.Lead"/>).</param>
internal readonly record struct BufferRequest(int Bytes, int FirstStep, int LastStep, int Lead = BufferRequest.NoLead)
{
    /// <summary>The lead of a step that must not write over what it reads.</summary>
    public const int NoLead = int.MaxValue;

    /// <summary>Whether both are needed at the same step, so that they must not share a byte, or only as the lead allows.</summary>
    public bool LivesWith(BufferRequest other) => FirstStep <= other.LastStep && other.FirstStep <= LastStep;

    /// <summary>Whether the step that writes this one reads the other for the last time.</summary>
    public bool IsWrittenFrom(BufferRequest other) => other.LastStep == FirstStep && other.FirstStep < FirstStep;

    /// <summary>By how many bytes this one must at least start after another with which it lives, unless it ends before that one.</summary>
    public int DistanceAfter(BufferRequest other) => other.IsWrittenFrom(this) ? Math.Min(other.Lead, other.Bytes) : other.Bytes;
}
