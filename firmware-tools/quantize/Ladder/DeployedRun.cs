using EdgeVision.Model;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Writing;
using EdgeVision.Runtime;

namespace EdgeVision.Quantize.Ladder;

/// <summary>Runs an int8 model with the product's own session, so that what is measured is what will be deployed.</summary>
internal static class DeployedRun
{
    /// <summary>Calls <paramref name="look"/> after the model has run on each sample, with all of its tensors still readable.</summary>
    public static void ForEach(QuantizedModel model, IReadOnlyList<Sample> samples, Action<int, DeployedValues> look)
    {
        ExecutionPlan plan = ExecutionPlan.Create(TfliteEmitter.Emit(model), PlanOptions.KeepEveryTensor);
        Parallelism.ForEach(samples.Count, () => new DeployedValues(plan), (i, values) =>
        {
            values.Run(samples[i]);
            look(i, values);
        });
    }

    /// <summary>The best class of each sample: the first of equals, as the product answers.</summary>
    public static int[] Classify(TfliteModel model, IReadOnlyList<Sample> samples, Action<int> progress)
    {
        ExecutionPlan plan = ExecutionPlan.Create(model);
        var classes = new int[samples.Count];
        int done = 0;
        Parallelism.ForEach(samples.Count, () => new InferenceSession(plan), (i, session) =>
        {
            samples[i].Quantized.CopyTo(session.Input(0));
            session.Run();
            Span<int> best = stackalloc int[1];
            TopK.Find(session.Output(0), best);
            classes[i] = best[0];
            progress(Interlocked.Increment(ref done));
        });
        return classes;
    }

    /// <summary>The best class of each sample by the float model.</summary>
    public static int[] Classify(FloatProgram program, IReadOnlyList<Sample> samples, Action<int> progress)
    {
        var classes = new int[samples.Count];
        int done = 0;
        Parallelism.ForEach(samples.Count, program.CreateSession, (i, session) =>
        {
            samples[i].CopyTo(session.Input);
            session.Run();
            classes[i] = Array.IndexOf(session.Output, session.Output.Max());
            progress(Interlocked.Increment(ref done));
        });
        return classes;
    }
}

/// <summary>All tensors of an int8 model after a run.</summary>
internal sealed class DeployedValues : IDisposable
{
    private readonly InferenceSession _session;
    private readonly Dictionary<string, PlannedTensor> _tensors = [];

    public DeployedValues(ExecutionPlan plan)
    {
        _session = new InferenceSession(plan);
        foreach (PlannedTensor tensor in plan.Tensors)
        {
            if (!tensor.IsConstant)
                _tensors[tensor.Name] = tensor;
        }
    }

    public void Run(Sample sample)
    {
        sample.Quantized.CopyTo(_session.Input(0));
        _session.Run();
    }

    /// <summary>A value in real numbers.</summary>
    public float[] Read(string value)
    {
        PlannedTensor tensor = _tensors[value];
        var bytes = new byte[tensor.ByteCount];
        _session.CopyTensor(tensor.Index, bytes);
        var quantization = new ActivationQuantization(tensor.Quantization!.Value.Scale, tensor.Quantization.Value.ZeroPoint);
        return Array.ConvertAll(bytes, b => quantization.ToReal((sbyte)b));
    }

    public void Dispose() => _session.Dispose();
}
