namespace EdgeVision.Runtime;

/// <summary>Sees each step of a run: the hook for profilers and dumps. An observer that allocates makes the run allocate.</summary>
public interface IStepObserver
{
    /// <summary>Called just before step <paramref name="index"/> of the plan.</summary>
    void StepStarting(int index);

    /// <summary>Called just after it: its output can be read from the session, and may be overwritten by a later step.</summary>
    void StepFinished(int index);
}
