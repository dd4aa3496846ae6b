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
    private readonly Dictionary<int, List<(int Name, int Operator)>> _names = []; // operators that became another name of a tensor's bytes
    private readonly Dictionary<int, int> _originals = []; // name -> the tensor whose bytes it names, which is no name itself
    private readonly HashSet<int> _readConstants = [];
    private long _packedBytes;

    public ExecutionPlan Build()
    {
        if (model.Operators.Count > MaxOperators)
            throw Refuse($"{model.Operators.Count} operators; at most {MaxOperators} are supported");
        foreach (Operator op in model.Operators)
            AddStep(op, Prepare(op));
        Lifetimes lifetimes = FindLifetimes();
        if (options.Sharing == BufferSharing.Shared)
            RunInPlace(lifetimes);
        RequireBoundedWork();
        PlannedTensor[] constants = Array.FindAll(_tensors, tensor => _readConstants.Contains(tensor.Index));
        foreach (PlannedTensor constant in constants)
            CountWeights(constant.ByteCount);
        var placement = new PlacedTensors(_tensors.Length, LayOut(lifetimes), constants);
        return new ExecutionPlan(
            model, options, _tensors, Describe(), _steps.ConvertAll(step => step.Prepared.Step).ToArray(),
            placement);
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

        _steps.Add((op, prepared));
        CountWeights(prepared.PackedBytes);
    }

    private Lifetimes FindLifetimes()
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
            Write(step.Writes, i, _steps[i].Prepared.Lead);
        }

        foreach (int output in model.Outputs)
            Read(output, _steps.Count);
        return lifetimes;

        void Write(int tensor, int step, int lead)
        {
            RequireWholeBytes(tensor);
            lifetimes.Write(tensor, _tensors[tensor].ByteCount, step, lead);
            written.Add(tensor);
            foreach ((int name, _) in NamesOf(tensor))
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
        List<(BufferRequest Request, List<int> Tensors)> buffers = lifetimes.Buffers;
        var requests = new BufferRequest[buffers.Count];
        for (int i = 0; i < requests.Length; i++)
            requests[i] = buffers[i].Request;
        (long[] offsets, long totalBytes) = options.Sharing == BufferSharing.Shared
            ? ArenaPlanner.Place(requests)
            : ArenaPlanner.PlaceSeparately(requests);
        if (totalBytes > options.MaxArenaBytes)
            throw Refuse($"its activations need an arena of {totalBytes} bytes; the limit is {options.MaxArenaBytes}");
        var blocks = new ArenaBlock[requests.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ArenaBlock(buffers[i].Tensors.ConvertAll(t => _tensors[t]), (int)offsets[i], requests[i].Bytes, requests[i].FirstStep, requests[i].LastStep)
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
        double work = 0;
        foreach ((_, PreparedOperator prepared) in _steps)
            work += Work(prepared);
        if (work > options.MaxWork)
            throw Refuse($"one run would take {work:E1} operations; the limit is {options.MaxWork:E1}");
    }

    private double Work(PreparedOperator prepared)
    {
        double values = _tensors[prepared.Step.Writes].Elements;
        foreach (int tensor in prepared.Step.Reads)
            values += _tensors[tensor].Elements;
        return Math.Max(prepared.Macs, prepared.Work) + values;
    }

    private void CountWeights(long bytes)
    {
        _packedBytes += bytes;
        if (_packedBytes > options.MaxWeightBytes)
            throw Refuse($"its weights and tables need more than the limit of {options.MaxWeightBytes} bytes");
    }

    private UnsupportedModelException Refuse(string reason) => new($"{model.Name}: {reason}");

    private List<(int Name, int Operator)> NamesOf(int original) => _names.GetValueOrDefault(original) ?? [];

    private PlanStep[] Describe()
    {
        var described = new PlanStep[_steps.Count];
        for (int i = 0; i < described.Length; i++)
            described[i] = Describe(_steps[i], i);
        return described;
    }

    private PlanStep Describe((Operator Operator, PreparedOperator Prepared) step, int index)
    {
        int output = step.Prepared.Step.Writes;
        List<(int Name, int Operator)> names = NamesOf(output);
        return new PlanStep
        {
            Index = index,
            Operators = [step.Operator.Index, .. names.ConvertAll(n => n.Operator)],
            Name = step.Operator.DisplayName,
            Kernel = step.Prepared.Kernel,
            Isa = step.Prepared.Isa,
            Inputs = Array.ConvertAll(step.Prepared.Step.Reads, t => _tensors[t]),
            Outputs = [_tensors[output], .. names.ConvertAll(n => _tensors[n.Name])],
            Macs = step.Prepared.Macs,
            PackedBytes = step.Prepared.PackedBytes,
        };
    }
}
