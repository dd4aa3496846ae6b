using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Builds a plan: prepare every operator, drop those that only rename, find lifetimes, place the tensors.</summary>
internal sealed class PlanBuilder(TfliteModel model, PlanOptions options)
{
    /// <summary>Far above any vision model; keeps the quadratic planner's time bounded for a hostile file.</summary>
    private const int MaxOperators = 10_000;

    private readonly PlannedTensor[] _tensors = TensorTable.Create(model);
    private readonly List<StepDraft> _steps = [];
    private readonly Dictionary<int, List<(int Name, int Operator)>> _names = []; // operators that became another name of a tensor's bytes
    private readonly Dictionary<int, int> _originals = []; // name -> the tensor whose bytes it names, which is no name itself
    private long _packedBytes;

    public ExecutionPlan Build()
    {
        if (model.Operators.Count > MaxOperators)
            throw Refuse($"{model.Operators.Count} operators; at most {MaxOperators} are supported");
        foreach (Operator op in model.Operators)
            AddStep(op, Prepare(op));
        var work = new DividedWork(options, _tensors);
        RequireBoundedWork(work);
        HashSet<int> read = ReadConstants();
        PlannedTensor[] constants = Array.FindAll(_tensors, tensor => read.Contains(tensor.Index));
        foreach (PlannedTensor constant in constants)
            CountWeights(constant.ByteCount);
        var arena = new ArenaBuilder(model, options, _tensors, _names, work);
        List<StepDraft> steps = options is { Sharing: BufferSharing.Shared, Fusion: OperatorFusion.Fused }
            ? new RowStreaming(model, arena, _names).Join(_steps)
            : _steps;
        CountWeights(PackedBytes(steps) - PackedBytes(_steps));
        var described = new PlanStep[steps.Count];
        for (int i = 0; i < described.Length; i++)
            described[i] = Describe(steps[i], i, work);
        return new ExecutionPlan(
            model, options, _tensors, described, steps.ConvertAll(step => step.Prepared.Step).ToArray(),
            steps.ConvertAll(step => work.Split(step.Prepared)).ToArray(),
            new PlacedTensors(_tensors.Length, arena.LayOut(steps), constants));
    }

    private PreparedOperator Prepare(Operator op)
    {
        var context = new OperatorContext(model, op, _tensors, options.Isa);
        context.RequireStateless();
        foreach (int output in op.Outputs)
        {
            if (_tensors[output].ByteCount > options.MaxArenaBytes)
                throw context.Refuse($"its {_tensors[output].ByteCount} bytes exceed the arena's limit of {options.MaxArenaBytes}", output);
        }

        try
        {
            return OperatorRegistry.Prepare(context);
        }
        catch (KernelException refusal)
        {
            throw context.Refuse(refusal);
        }
    }

    private void AddStep(Operator op, PreparedOperator prepared)
    {
        bool fuse = options.Fusion == OperatorFusion.Fused;
        int output = prepared.Step.Writes;
        if (fuse && prepared.RenamedInput is { } input && !_tensors[input].IsConstant)
        {
            int original = _originals.GetValueOrDefault(input, input);
            _originals.Add(output, original);
            if (!_names.TryGetValue(original, out List<(int Name, int Operator)>? names))
                _names.Add(original, names = []);
            names.Add((output, op.Index));
            return;
        }

        _steps.Add(new StepDraft([new StepPart(op, prepared.Kernel)], prepared));
        CountWeights(prepared.PackedBytes);
    }

    private HashSet<int> ReadConstants()
    {
        var read = new HashSet<int>(model.Outputs);
        foreach (StepDraft step in _steps)
            read.UnionWith(step.Prepared.Step.Reads);
        read.RemoveWhere(tensor => !_tensors[tensor].IsConstant);
        return read;
    }

    private static long PackedBytes(List<StepDraft> steps)
    {
        long bytes = 0;
        foreach (StepDraft step in steps)
            bytes += step.Prepared.PackedBytes;
        return bytes;
    }

    private void RequireBoundedWork(DividedWork divided)
    {
        double work = 0;
        foreach (StepDraft step in _steps)
            work += divided.WorkOf(step.Prepared);
        if (work > options.MaxWork)
            throw Refuse($"one run would take {work:E1} operations; the limit is {options.MaxWork:E1}");
    }

    private void CountWeights(long bytes)
    {
        _packedBytes += bytes;
        if (_packedBytes > options.MaxWeightBytes)
            throw Refuse($"its weights and tables need more than the limit of {options.MaxWeightBytes} bytes");
    }

    private UnsupportedModelException Refuse(string reason) => new($"{model.Name}: {reason}");

    private PlanStep Describe(StepDraft step, int index, DividedWork work)
    {
        int output = step.Prepared.Step.Writes;
        List<(int Name, int Operator)> names = _names.GetValueOrDefault(output) ?? [];
        return new PlanStep
        {
            Index = index,
            Operators = [.. step.Parts.ConvertAll(part => part.Operator.Index), .. names.ConvertAll(n => n.Operator)],
            Name = string.Join("+", step.Parts.ConvertAll(part => part.Operator.DisplayName)),
            Kernels = step.Parts.ConvertAll(part => part.Kernel),
            Isa = step.Prepared.Isa,
            Inputs = Array.ConvertAll(step.Prepared.Step.Reads, t => _tensors[t]),
            Outputs = [_tensors[output], .. names.ConvertAll(n => _tensors[n.Name])],
            Pieces = work.Split(step.Prepared).Pieces,
            Macs = step.Prepared.Macs,
            PackedBytes = step.Prepared.PackedBytes,
        };
    }
}
