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
    private readonly List<(int Original, int Name, int Operator)> _names = []; // operators that became another name of a tensor's bytes
    private readonly Dictionary<int, int> _originals = []; // name -> the tensor whose bytes it names, which is no name itself
    private long _packedBytes;

    public ExecutionPlan Build()
    {
        if (model.Operators.Count > MaxOperators)
            throw Refuse($"{model.Operators.Count} operators; at most {MaxOperators} are supported");
        foreach (Operator op in model.Operators)
            AddStep(op, Prepare(op));
        ILookup<int, (int Name, int Operator)> names = _names.ToLookup(n => n.Original, n => (n.Name, n.Operator));
        var work = new DividedWork(options, _tensors);
        RequireBoundedWork(work);
        PlannedTensor[] constants = [.. ReadConstants().Select(t => _tensors[t])];
        CountWeights(constants.Sum(constant => (long)constant.ByteCount));
        var arena = new ArenaBuilder(model, options, _tensors, names, work);
        IReadOnlyList<StepDraft> steps = options is { Sharing: BufferSharing.Shared, Fusion: OperatorFusion.Fused }
            ? new RowStreaming(model, arena, names).Join(_steps)
            : _steps;
        CountWeights(steps.Sum(step => step.Prepared.PackedBytes) - _steps.Sum(step => step.Prepared.PackedBytes));
        return new ExecutionPlan(
            model, options, _tensors, [.. steps.Select((step, i) => Describe(step, i, work, names))],
            [.. steps.Select(step => step.Prepared.Step)], [.. steps.Select(step => work.Split(step.Prepared))],
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
            _names.Add((original, output, op.Index));
            return;
        }

        _steps.Add(new StepDraft([new StepPart(op, prepared.Kernel)], prepared));
        CountWeights(prepared.PackedBytes);
    }

    private IEnumerable<int> ReadConstants() => _steps.SelectMany(step => step.Prepared.Step.Reads).Concat(model.Outputs)
        .Where(t => _tensors[t].IsConstant).Distinct().Order();

    private void RequireBoundedWork(DividedWork divided)
    {
        double work = _steps.Sum(step => divided.WorkOf(step.Prepared));
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

    private PlanStep Describe(StepDraft step, int index, DividedWork work, ILookup<int, (int Name, int Operator)> names)
    {
        int output = step.Prepared.Step.Writes;
        return new PlanStep
        {
            Index = index,
            Operators = [.. step.Parts.Select(part => part.Operator.Index), .. names[output].Select(n => n.Operator)],
            Name = string.Join("+", step.Parts.Select(part => part.Operator.DisplayName)),
            Kernels = [.. step.Parts.Select(part => part.Kernel)],
            Isa = step.Prepared.Isa,
            Inputs = [.. step.Prepared.Step.Reads.Select(t => _tensors[t])],
            Outputs = [_tensors[output], .. names[output].Select(n => _tensors[n.Name])],
            Pieces = work.Split(step.Prepared).Pieces,
            Macs = step.Prepared.Macs,
            PackedBytes = step.Prepared.PackedBytes,
        };
    }
}
