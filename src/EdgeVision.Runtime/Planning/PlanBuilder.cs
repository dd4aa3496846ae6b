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
    private readonly List<(int Original, int Name, int Operator)> _names = []; // operators that became another name of a tensor's bytes
    private readonly Dictionary<int, int> _originals = []; // name -> the tensor whose bytes it names, which is no name itself
    private readonly HashSet<int> _readConstants = [];
    private long _packedBytes;

    public ExecutionPlan Build()
    {
        if (model.Operators.Count > MaxOperators)
            throw Refuse($"{model.Operators.Count} operators; at most {MaxOperators} are supported");
        foreach (Operator op in model.Operators)
            AddStep(op, Prepare(op));
        ILookup<int, (int Name, int Operator)> names = _names.ToLookup(n => n.Original, n => (n.Name, n.Operator));
        Lifetimes lifetimes = FindLifetimes(names);
        if (options.Sharing == BufferSharing.Shared)
            RunInPlace(lifetimes);
        RequireBoundedWork();
        PlannedTensor[] constants = [.. _readConstants.Order().Select(t => _tensors[t])];
        CountWeights(constants.Sum(constant => (long)constant.ByteCount));
        var placement = new PlacedTensors(_tensors.Length, LayOut(lifetimes), constants);
        return new ExecutionPlan(
            model, options, _tensors, [.. _steps.Select((step, i) => Describe(step, i, names))], [.. _steps.Select(s => s.Prepared.Step)],
            [.. _steps.Select(s => Split(s.Prepared))], placement);
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

        _steps.Add((op, prepared));
        CountWeights(prepared.PackedBytes);
    }

    private Lifetimes FindLifetimes(ILookup<int, (int Name, int Operator)> names)
    {
        var lifetimes = new Lifetimes(_tensors.Length);
        var written = new HashSet<int>();
        foreach (int input in model.Inputs)
            Write(input, step: -1, BufferRequest.NoLead);
        for (int i = 0; i < _steps.Count; i++)
        {
            Step step = _steps[i].Prepared.Step;
            foreach (int tensor in step.Reads)
                Read(tensor, i);
            Write(step.Writes, i, LeadOf(_steps[i].Prepared));
        }

        foreach (int output in model.Outputs)
            Read(output, _steps.Count);
        return lifetimes;

        void Write(int tensor, int step, int lead)
        {
            RequireWholeBytes(tensor);
            lifetimes.Write(tensor, _tensors[tensor].ByteCount, step, lead);
            written.Add(tensor);
            foreach ((int name, _) in names[tensor])
            {
                lifetimes.Rename(tensor, name);
                written.Add(name);
            }
        }

        void Read(int tensor, int step)
        {
            RequireWholeBytes(tensor);
            if (_tensors[tensor].IsConstant)
                _readConstants.Add(tensor);
            else if (written.Contains(tensor))
                lifetimes.Read(tensor, step);
            else
                throw Refuse($"{_tensors[tensor].Source}: it is read but never written");
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

    private ArenaLayout LayOut(Lifetimes lifetimes)
    {
        (BufferRequest Request, IReadOnlyList<int> Tensors)[] buffers = [.. lifetimes.Buffers];
        BufferRequest[] requests = [.. buffers.Select(buffer => buffer.Request)];
        (long[] offsets, long totalBytes) = options.Sharing == BufferSharing.Shared
            ? ArenaPlanner.Place(requests)
            : ArenaPlanner.PlaceSeparately(requests);
        if (totalBytes > options.MaxArenaBytes)
            throw Refuse($"its activations need an arena of {totalBytes} bytes; the limit is {options.MaxArenaBytes}");
        var blocks = new ArenaBlock[buffers.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            PlannedTensor[] tensors = [.. buffers[i].Tensors.Select(t => _tensors[t])];
            blocks[i] = new ArenaBlock(tensors, (int)offsets[i], requests[i].Bytes, requests[i].FirstStep, requests[i].LastStep)
            {
                Lead = requests[i].Lead,
            };
        }

        Array.Sort(blocks, (a, b) => (a.FirstStep, a.Offset).CompareTo((b.FirstStep, b.Offset)));
        return new ArenaLayout(blocks, (int)totalBytes, ArenaPlanner.LowerBound(requests), _steps.Count);
    }

    private void RequireWholeBytes(int tensor)
    {
        if (_tensors[tensor].ByteCount == 0)
            throw Refuse($"{_tensors[tensor].Source}: elements of this type are not whole bytes");
    }

    private void RequireBoundedWork()
    {
        double work = _steps.Sum(step => Work(step.Prepared));
        if (work > options.MaxWork)
            throw Refuse($"one run would take {work:E1} operations; the limit is {options.MaxWork:E1}");
    }

    private WorkSplit Split(PreparedOperator prepared) => WorkSplit.Choose(prepared.Step, Work(prepared), options);

    /// <summary>The lead holds for one range in ascending order: a divided step has to give it up.</summary>
    private int LeadOf(PreparedOperator prepared) => WorkSplit.IsDivided(prepared.Step, Work(prepared), options)
        ? BufferRequest.NoLead
        : prepared.Lead;

    private double Work(PreparedOperator prepared) =>
        Math.Max(prepared.Macs, prepared.Work)
            + prepared.Step.Reads.Sum(t => (double)_tensors[t].Elements) + _tensors[prepared.Step.Writes].Elements;

    private void CountWeights(long bytes)
    {
        _packedBytes += bytes;
        if (_packedBytes > options.MaxWeightBytes)
            throw Refuse($"its weights and tables need more than the limit of {options.MaxWeightBytes} bytes");
    }

    private UnsupportedModelException Refuse(string reason) => new($"{model.Name}: {reason}");

    private PlanStep Describe((Operator Operator, PreparedOperator Prepared) step, int index, ILookup<int, (int Name, int Operator)> names)
    {
        int output = step.Prepared.Step.Writes;
        return new PlanStep
        {
            Index = index,
            Operators = [step.Operator.Index, .. names[output].Select(n => n.Operator)],
            Name = step.Operator.DisplayName,
            Kernel = step.Prepared.Kernel,
            Isa = step.Prepared.Isa,
            Inputs = [.. step.Prepared.Step.Reads.Select(t => _tensors[t])],
            Outputs = [_tensors[output], .. names[output].Select(n => _tensors[n.Name])],
            Pieces = Split(step.Prepared).Pieces,
            Macs = step.Prepared.Macs,
            PackedBytes = step.Prepared.PackedBytes,
        };
    }
}
