namespace EdgeVision.Runtime;

/// <summary>
/// Bytes that must stay untouched from the step that writes them to the last step that reads them. Several tensors can stand behind one
/// request when they are names of the same bytes (reshape) or one is computed in place of the other.
/// </summary>
/// <param name="Bytes">Size, at least 1.</param>
/// <param name="FirstStep">Index of the step that writes it; −1 for a model input, which is written before the run.</param>
/// <param name="LastStep">Index of the last step that reads it; the number of steps for a model output, which is read after the
/// run.</param>
internal readonly record struct BufferRequest(int Bytes, int FirstStep, int LastStep)
{
    /// <summary>Whether it is needed at this step.</summary>
    public bool LivesAt(int step) => FirstStep <= step && step <= LastStep;

    /// <summary>Whether both are needed at the same step, so that they must not share a byte.</summary>
    public bool LivesWith(BufferRequest other) => FirstStep <= other.LastStep && other.FirstStep <= LastStep;
}
