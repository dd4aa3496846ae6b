using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Finds what needs bytes in the arena while given steps run, and places it.</summary>
internal sealed class ArenaBuilder(
    TfliteModel model, PlanOptions options, PlannedTensor[] tensors, Dictionary<int, List<(int Name, int Operator)>> names, DividedWork work)
{
    /// <summary>What has to be placed.</summary>
    public BufferRequest[] Requests(List<StepDraft> steps) => RequestsOf(Buffers(steps));

    /// <summary>Places everything.</summary>
    /// <exception cref="UnsupportedModelException">The arena would be too large, or something is read that is not written.</exception>
    public ArenaLayout LayOut(List<StepDraft> steps)
    {
        List<Buffer> buffers = Buffers(steps);
        BufferRequest[] requests = RequestsOf(buffers);
        (long[] offsets, long totalBytes) = options.Sharing == BufferSharing.Shared
            ? ArenaPlanner.Place(requests)
            : ArenaPlanner.PlaceSeparately(requests);
        if (totalBytes > options.MaxArenaBytes)
            throw Refuse($"its activations need an arena of {totalBytes} bytes; the limit is {options.MaxArenaBytes}");
        var blocks = new ArenaBlock[buffers.Count];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ArenaBlock(buffers[i].Tensors.ConvertAll(t => tensors[t]), (int)offsets[i], requests[i].Bytes, requests[i].FirstStep, requests[i].LastStep)
            {
                Lead = requests[i].Lead,
                StripsOf = Array.ConvertAll(buffers[i].StripsOf, t => tensors[t]),
            };
        }

        Array.Sort(blocks, (a, b) => (a.FirstStep, a.Offset).CompareTo((b.FirstStep, b.Offset)));
        return new ArenaLayout(blocks, (int)totalBytes, ArenaPlanner.LowerBound(requests), steps.Count);
    }

    /// <summary>Tensors, of which some share their bytes, and strips.</summary>
    private List<Buffer> Buffers(List<StepDraft> steps)
    {
        Lifetimes lifetimes = FindLifetimes(steps);
        if (options.Sharing == BufferSharing.Shared)
            RunInPlace(lifetimes, steps);
        List<Buffer> buffers = lifetimes.Buffers.ConvertAll(buffer => new Buffer(buffer.Request, buffer.Tensors, []));
        for (int i = 0; i < steps.Count; i++)
        {
            PreparedOperator prepared = steps[i].Prepared;
            if (prepared.Step.StripsOf is { Length: > 0 } between)
                buffers.Add(new Buffer(new BufferRequest(work.StripBytes(prepared), i, i), [], between));
        }

        return buffers;
    }

    private static BufferRequest[] RequestsOf(List<Buffer> buffers) => buffers.ConvertAll(buffer => buffer.Request).ToArray();

    private Lifetimes FindLifetimes(List<StepDraft> steps)
    {
        var lifetimes = new Lifetimes(tensors.Length);
        var written = new HashSet<int>();
        foreach (int input in model.Inputs)
            Write(input, step: -1, BufferRequest.NoLead);
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i].Prepared.Step;
            foreach (int tensor in step.Reads)
                Read(tensor, i);
            Write(step.Writes, i, work.LeadOf(steps[i].Prepared));
        }

        foreach (int output in model.Outputs)
            Read(output, steps.Count);
        return lifetimes;

        void Write(int tensor, int step, int lead)
        {
            RequireWholeBytes(tensor);
            lifetimes.Write(tensor, tensors[tensor].ByteCount, step, lead);
            written.Add(tensor);
            foreach ((int name, _) in names.GetValueOrDefault(tensor) ?? [])
            {
                lifetimes.Rename(tensor, name);
                written.Add(name);
            }
        }

        void Read(int tensor, int step)
        {
            RequireWholeBytes(tensor);
            if (tensors[tensor].IsConstant)
                return;
            if (written.Contains(tensor))
                lifetimes.Read(tensor, step);
            else
                throw Refuse($"{tensors[tensor].Source}: it is read but never written");
        }
    }

    private void RunInPlace(Lifetimes lifetimes, List<StepDraft> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            PreparedOperator prepared = steps[i].Prepared;
            foreach (int input in prepared.InPlaceOver)
            {
                if (!tensors[input].IsConstant && lifetimes.TakeOver(input, prepared.Step.Writes, i))
                    break;
            }
        }
    }

    private void RequireWholeBytes(int tensor)
    {
        if (tensors[tensor].ByteCount == 0)
            throw Refuse($"{tensors[tensor].Source}: elements of this type are not whole bytes");
    }

    private UnsupportedModelException Refuse(string reason) => new($"{model.Name}: {reason}");

    private readonly record struct Buffer(BufferRequest Request, List<int> Tensors, int[] StripsOf);
}
