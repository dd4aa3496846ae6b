using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// Runs a compiled plan in an arena of its own, on the caller's thread. Creating one allocates everything; <see cref="Run()"/> allocates
/// nothing. Not safe for use by several threads at once.
/// </summary>
/// <example>
/// <code>
/// using var session = new CompiledSession(CompiledPlan.Load("model.plan"));
/// session.SetInput(0, pixels);      // bytes in the model's own type
/// session.Run();
/// session.CopyOutput(0, scores);
/// </code>
/// </example>
public sealed unsafe class CompiledSession : IDisposable
{
    private readonly StepRunner _runner;

    /// <summary>Allocates the arena.</summary>
    public CompiledSession(CompiledPlan plan)
        : this(plan, Arena.Allocate((plan ?? throw new ArgumentNullException(nameof(plan))).ArenaBytes))
    {
    }

    internal CompiledSession(CompiledPlan plan, Arena arena)
    {
        Plan = plan;
        var splits = new WorkSplit[plan.Code.Length];
        for (int i = 0; i < splits.Length; i++)
            splits[i] = new WorkSplit(plan.Code[i].Units, plan.Code[i].Units);
        _runner = new StepRunner(plan, plan.Code, splits, Map(plan, arena.Start), arena, team: null);
    }

    /// <summary>The plan that this session runs.</summary>
    public CompiledPlan Plan { get; }

    /// <inheritdoc cref="InferenceSession.Input"/>
    public Span<sbyte> Input(int index) => Bytes8(Plan.InputNumbers[index]);

    /// <inheritdoc cref="InferenceSession.Output"/>
    public ReadOnlySpan<sbyte> Output(int index) => Bytes8(Plan.OutputNumbers[index]);

    /// <summary>Copies an input from the model's own type: little-endian, NHWC, <see cref="CompiledTensor.ByteCount"/> bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetInput(int index, ReadOnlySpan<byte> source)
    {
        int number = Plan.InputNumbers[index];
        CompiledTensor tensor = Plan.Tensors[number];
        RequireLength(tensor, source.Length, nameof(source));
        _runner.Write(number, source, tensor.FileType == TensorType.UInt8);
    }

    /// <summary>One step alone, on what its tensors hold: for counting its instructions.</summary>
    internal void RunStep(int index) => _runner.RunStep(index);

    /// <summary>Copies an output in the model's own type: little-endian, NHWC, <see cref="CompiledTensor.ByteCount"/> bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void CopyOutput(int index, Span<byte> destination) => Copy(Plan.OutputNumbers[index], destination);

    /// <summary>Copies what a step wrote, as <see cref="CopyOutput"/> does; it may be overwritten by a later step of the same run.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void CopyWritten(int step, Span<byte> destination) => Copy(Plan.Code[step].Writes, destination);

    /// <summary>Runs all steps once. Allocates nothing and never throws, unless the session was disposed.</summary>
    public void Run() => _runner.Run();

    /// <summary>Runs all steps once and tells <paramref name="observer"/> about each.</summary>
    public void Run(IStepObserver observer) => _runner.Run(observer);

    /// <summary>Frees the arena; everything throws <see cref="ObjectDisposedException"/> afterwards.</summary>
    public void Dispose() => _runner.Dispose();

    private static TensorMemory Map(CompiledPlan plan, byte* arena)
    {
        CompiledTensor[] tensors = plan.Tensors;
        var memory = new TensorMemory(tensors.Length);
        for (int i = 0; i < tensors.Length; i++)
        {
            CompiledTensor tensor = tensors[i];
            memory.Map(i, tensor.ArenaOffset >= 0 ? arena + tensor.ArenaOffset : tensor.Constant, tensor.Elements);
        }

        return memory;
    }

    private static void RequireLength(CompiledTensor tensor, int length, string parameter)
    {
        if (length != tensor.ByteCount)
            throw new ArgumentException($"the tensor has {tensor.ByteCount} bytes, not {length}", parameter);
    }

    private Span<sbyte> Bytes8(int number) => Plan.Tensors[number].IsByte
        ? _runner.Memory.Get<sbyte>(number)
        : throw new InvalidOperationException($"tensor {Plan.Tensors[number].ModelIndex} holds {Plan.Tensors[number].FileType}, not 8-bit numbers");

    private void Copy(int number, Span<byte> destination)
    {
        CompiledTensor tensor = Plan.Tensors[number];
        RequireLength(tensor, destination.Length, nameof(destination));
        _runner.Read(number, destination, tensor.FileType == TensorType.UInt8);
    }
}
