using System.Runtime.InteropServices;
using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// Runs a plan in an arena of its own. Creating one allocates everything and starts the plan's threads; <see cref="Run()"/> allocates
/// nothing. Not safe for use by several threads at once; several sessions may share a plan.
/// </summary>
/// <example>
/// <code>
/// using var session = new InferenceSession(ExecutionPlan.Create(TfliteModel.Load("model.tflite")));
/// session.SetInput(0, pixels);      // bytes in the model's own type
/// session.Run();
/// session.CopyOutput(0, scores);
/// </code>
/// </example>
public sealed unsafe class InferenceSession : IDisposable
{
    private readonly StepRunner _runner;

    /// <summary>
    /// Allocates the arena and maps the plan's tensors into it. Where the plan shares steps among threads, these start here, sleep between
    /// runs, and end with <see cref="Dispose"/> or, at the latest, when a session that was dropped without it is collected.
    /// </summary>
    /// <exception cref="ArgumentException">The plan was made for another machine (<see cref="Kernels.IsaPolicy.ForTarget"/>).</exception>
    public InferenceSession(ExecutionPlan plan)
        : this(plan, Arena.Allocate(RunnableHere(plan).Arena.TotalBytes))
    {
    }

    internal InferenceSession(ExecutionPlan plan, Arena arena)
    {
        Plan = plan;
        int pieces = 1;
        foreach (WorkSplit split in plan.Splits)
            pieces = Math.Max(pieces, split.Pieces);
        int threads = Math.Min(plan.Options.Threads, pieces);
        WorkerTeam? team = threads > 1 ? new WorkerTeam(threads - 1) : null;
        _runner = new StepRunner(plan, plan.Code, plan.Splits, Map(plan, arena.Start), arena, team);
    }

    /// <summary>The plan that this session runs.</summary>
    public ExecutionPlan Plan { get; }

    /// <summary>The threads that help the caller, or <see langword="null"/> if nobody does.</summary>
    internal WorkerTeam? Team => _runner.Team;

    /// <summary>
    /// Input <paramref name="index"/> in the arena, to be written before each run: int8 domain, so for a model with unsigned bytes each
    /// value is 128 lower than in the file. A run may overwrite it, because its bytes are reused once it has been read.
    /// </summary>
    /// <exception cref="InvalidOperationException">The input is not an 8-bit tensor.</exception>
    public Span<sbyte> Input(int index) => Bytes8(Plan.Inputs[index]);

    /// <summary>
    /// Output <paramref name="index"/> in the arena, valid after a run until the next: int8 domain, see <see cref="Input"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The output is not an 8-bit tensor.</exception>
    public ReadOnlySpan<sbyte> Output(int index) => Bytes8(Plan.Outputs[index]);

    /// <summary>Copies an input from the file's own type: little-endian, NHWC, <see cref="PlannedTensor.ByteCount"/> bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetInput(int index, ReadOnlySpan<byte> source)
    {
        PlannedTensor tensor = Plan.Inputs[index];
        RequireLength(tensor, source.Length, nameof(source));
        _runner.Write(tensor.Index, source, tensor.FileType == TensorType.UInt8);
    }

    /// <summary>Copies an output in the file's own type: little-endian, NHWC, <see cref="PlannedTensor.ByteCount"/> bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void CopyOutput(int index, Span<byte> destination) => CopyTensor(Plan.Outputs[index].Index, destination);

    /// <summary>
    /// Copies any tensor that steps read or write, as <see cref="CopyOutput"/> does. What it holds is only defined while it is live:
    /// between the step that writes it and the last that reads it, or always with <see cref="BufferSharing.Separate"/>.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length, or the tensor has no place in this
    /// plan.</exception>
    public void CopyTensor(int tensorIndex, Span<byte> destination)
    {
        PlannedTensor tensor = Plan.Tensors[tensorIndex];
        RequireLength(tensor, destination.Length, nameof(destination));
        if (!HasPlace(Plan.Placement, tensorIndex))
            throw new ArgumentException($"tensor {tensorIndex} '{tensor.Name}' is not read or written by any step", nameof(tensorIndex));
        _runner.Read(tensor.Index, destination, tensor.FileType == TensorType.UInt8);
    }

    /// <summary>Runs all steps once. Allocates nothing and never throws, unless the session was disposed.</summary>
    public void Run() => _runner.Run();

    /// <summary>Runs all steps once and tells <paramref name="observer"/> about each, on the caller's thread.</summary>
    public void Run(IStepObserver observer) => _runner.Run(observer);

    /// <summary>
    /// Ends the threads and frees the arena; not while another thread is in a run. Spans of the arena must not be used afterwards;
    /// everything else throws <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose() => _runner.Dispose();

    private static ExecutionPlan RunnableHere(ExecutionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Options.Isa.RunsHere)
            return plan;
        string isa = IsaPolicy.NameOf(plan.Options.Isa.Best);
        throw new ArgumentException($"{plan.Model.Name} was planned for {isa}, which this CPU does not offer; it can only be compiled for another machine", nameof(plan));
    }

    private static TensorMemory Map(ExecutionPlan plan, byte* arena)
    {
        PlacedTensors placement = plan.Placement;
        byte* constants = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(placement.Constants, 0);
        var memory = new TensorMemory(plan.Tensors.Count);
        foreach (PlannedTensor tensor in plan.Tensors)
        {
            if (placement.ArenaOffset(tensor.Index) is >= 0 and int offset)
                memory.Map(tensor.Index, arena + offset, tensor.Elements);
            else if (placement.ConstantOffset(tensor.Index) is >= 0 and int constant)
                memory.Map(tensor.Index, constants + constant, tensor.Elements);
        }

        foreach (ArenaBlock block in placement.Arena.Blocks)
        {
            if (block.StripsOf is [var tensor, ..])
                memory.Map(tensor.Index, arena + block.Offset, block.Bytes);
        }

        return memory;
    }

    private static bool HasPlace(PlacedTensors placement, int tensor) => placement.ArenaOffset(tensor) >= 0
        || placement.ConstantOffset(tensor) >= 0;

    private static void RequireLength(PlannedTensor tensor, int length, string parameter)
    {
        if (length != tensor.ByteCount)
            throw new ArgumentException($"tensor {tensor.Index} '{tensor.Name}' has {tensor.ByteCount} bytes, not {length}", parameter);
    }

    private Span<sbyte> Bytes8(PlannedTensor tensor) => tensor.IsByte
        ? _runner.Memory.Get<sbyte>(tensor.Index)
        : throw new InvalidOperationException($"tensor {tensor.Index} '{tensor.Name}' holds {tensor.FileType}, not 8-bit numbers");
}
