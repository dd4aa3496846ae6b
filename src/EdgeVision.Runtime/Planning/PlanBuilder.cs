using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Builds a plan: prepare every operator, drop those that only rename, find lifetimes, place the tensors.</summary>
internal sealed class PlanBuilder(TfliteModel model, PlanOptions options)
{
    /// <summary>Far above any vision model; keeps the quadratic planner's time bounded for a hostile file.</summary>
    private const int MaxOperators = 10_000;

    private readonly PlannedTensor[] _tensors = TensorTable.Create(model);
    private readonly List<(Operator Operator, PreparedOperator Prepared)> _steps = [];
    private readonly Dictionary<int, int> _renamed = []; // tensor -> the tensor whose bytes it names
    private readonly HashSet<int> _readConstants = [];

    public ExecutionPlan Build()
    {
        if (model.Operators.Count > MaxOperators)
            throw new UnsupportedModelException($"{model.Name}: {model.Operators.Count} operators; at most {MaxOperators} are supported");
        foreach (Operator op in model.Operators)
            AddStep(op, Prepare(op));
        Lifetimes lifetimes = FindLifetimes();
        if (options.Sharing == BufferSharing.Shared)
            RunInPlace(lifetimes);
        RequireBoundedWork();
        PlannedTensor[] constants = [.. _readConstants.Order().Select(t => _tensors[t])];
        var placement = PlacedTensors.Create(_tensors, lifetimes, constants, options.Sharing, _steps.Count);
        if (placement.Arena.TotalBytes > options.MaxArenaBytes)
            throw new UnsupportedModelException($"{model.Name}: its activations need an arena of {placement.Arena.TotalBytes} bytes; the limit is {options.MaxArenaBytes}");
        return new ExecutionPlan(model, options, _tensors, [.. _steps.Select(Describe)], [.. _steps.Select(s => s.Prepared.Step)], placement);
    }

    private PreparedOperator Prepare(Operator op)
    {
        var context = new OperatorContext(model, op, _tensors, options.Isa);
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
        if (fuse && prepared.RenamedInput is { } original && !_tensors[original].IsConstant)
            _renamed[prepared.Step.Writes] = original;
        else
            _steps.Add((op, prepared));
    }

    private Lifetimes FindLifetimes()
    {
        var lifetimes = new Lifetimes(_tensors.Length);
        var written = new HashSet<int>();
        foreach (int input in model.Inputs)
        {
            if (!_tensors[input].IsConstant && written.Add(input))
                lifetimes.Write(input, _tensors[input].ByteCount, step: -1);
        }

        // A renamed tensor is written by the time its operator would have run: names are given in the file's order.
        ILookup<int, int> namesOf = _renamed.ToLookup(pair => pair.Value, pair => pair.Key);
        foreach (int input in written.ToArray())
            GiveNames(input);
        for (int i = 0; i < _steps.Count; i++)
        {
            Step step = _steps[i].Prepared.Step;
            foreach (int tensor in step.Reads)
                Read(tensor, i);
            lifetimes.Write(step.Writes, _tensors[step.Writes].ByteCount, i);
            written.Add(step.Writes);
            GiveNames(step.Writes);
        }

        foreach (int output in model.Outputs)
            Read(output, _steps.Count);
        return lifetimes;

        void GiveNames(int original)
        {
            foreach (int name in namesOf[original])
            {
                lifetimes.Rename(original, name);
                written.Add(name);
                GiveNames(name);
            }
        }

        void Read(int tensor, int step)
        {
            if (_tensors[tensor].IsConstant)
                _readConstants.Add(tensor);
            else if (written.Contains(tensor))
                lifetimes.Read(tensor, step);
            else
                throw new UnsupportedModelException($"{model.Name}: tensor {tensor} '{_tensors[tensor].Name}': it is read but never written");
        }
    }

    private void RunInPlace(Lifetimes lifetimes)
    {
        for (int i = 0; i < _steps.Count; i++)
        {
            PreparedOperator prepared = _steps[i].Prepared;
            foreach (int input in prepared.InPlaceOver)
            {
                if (!_tensors[input].IsConstant && lifetimes.TakeOver(input, prepared.Step.Writes, i))
                    break;
            }
        }
    }

    private void RequireBoundedWork()
    {
        double work = _steps.Sum(step => (double)Math.Max(step.Prepared.Macs, step.Prepared.Work));
        if (work > options.MaxWork)
            throw new UnsupportedModelException($"{model.Name}: one run would take {work:E1} operations; the limit is {options.MaxWork:E1}");
    }

    private PlanStep Describe((Operator Operator, PreparedOperator Prepared) step, int index)
    {
        var outputs = new List<int> { step.Prepared.Step.Writes };
        var operators = new List<int> { step.Operator.Index };
        for (int i = 0; i < outputs.Count; i++)
        {
            foreach ((int name, int original) in _renamed)
            {
                if (original != outputs[i])
                    continue;
                outputs.Add(name);
                operators.Add(model.Operators.First(op => op.Outputs.Contains(name)).Index);
            }
        }

        return new PlanStep
        {
            Index = index,
            Operators = operators,
            Name = step.Operator.DisplayName,
            Kernel = step.Prepared.Kernel,
            Inputs = [.. step.Prepared.Step.Reads.Select(t => _tensors[t])],
            Outputs = [.. outputs.Select(t => _tensors[t])],
            Macs = step.Prepared.Macs,
            PackedBytes = step.Prepared.PackedBytes,
        };
    }
}
