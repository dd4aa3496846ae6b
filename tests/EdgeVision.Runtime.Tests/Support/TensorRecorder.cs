namespace EdgeVision.Runtime.Tests.Support;

/// <summary>Keeps the bytes of every tensor as it is right after the step that writes it, under each of its names.</summary>
internal sealed class TensorRecorder(InferenceSession session) : IStepObserver
{
    private readonly Dictionary<int, byte[]> _tensors = [];

    public IReadOnlyDictionary<int, byte[]> Tensors => _tensors;

    public int Started { get; private set; }

    /// <summary>Records what the caller wrote; to be called before the run. These blocks may also hold later tensors, which are not read yet.</summary>
    public void RecordInputs(IEnumerable<int> namesOfInputs)
    {
        foreach (int tensor in namesOfInputs)
            _tensors.Add(tensor, Sessions.Tensor(session, tensor));
    }

    public void StepStarting(int index) => Assert.Equal(Started++, index);

    public void StepFinished(int index)
    {
        foreach (PlannedTensor tensor in session.Plan.Steps[index].Outputs)
            _tensors.Add(tensor.Index, Sessions.Tensor(session, tensor.Index));
    }
}
