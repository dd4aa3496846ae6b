using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>
/// The judge of everything that a plan does to save memory and time: a plan in which every operator is a step and every tensor keeps
/// bytes of its own.
/// </summary>
internal static class SeparatePlans
{
    /// <summary>Each choice of sharing and fusion gives the same bytes, tensor by tensor while they live, and again in a second run.</summary>
    public static void AssertSameResults(TfliteModel model, uint seed)
    {
        byte[][] inputs = RandomInputs(model, seed);
        using var separate = new InferenceSession(TestPlans.Create(model, PlanOptions.KeepEveryTensor));
        Sessions.SetInputs(separate, inputs);
        separate.Run();
        foreach (BufferSharing sharing in Enum.GetValues<BufferSharing>())
        {
            foreach (OperatorFusion fusion in Enum.GetValues<OperatorFusion>())
            {
                using var session = new InferenceSession(
                    TestPlans.Create(model, PlanOptions.Default with { Sharing = sharing, Fusion = fusion }));
                Sessions.SetInputs(session, Reversed(inputs));
                session.Run();
                AssertSameResults(session, inputs, separate);
            }
        }
    }

    private static void AssertSameResults(InferenceSession session, byte[][] inputs, InferenceSession separate)
    {
        Sessions.SetInputs(session, inputs);
        var recorder = new TensorRecorder(session);
        HashSet<int> written = [.. session.Plan.Steps.SelectMany(step => step.Outputs.Select(tensor => tensor.Index))];
        int[] computed = [.. session.Plan.Model.Inputs, .. session.Plan.Model.Operators.SelectMany(op => op.Outputs)];
        recorder.RecordInputs(computed.Where(tensor => !written.Contains(tensor) && HasPlace(session.Plan, tensor)));
        session.Run(recorder);
        IEnumerable<int> streamed = session.Plan.Arena.Blocks.SelectMany(block => block.StripsOf).Select(tensor => tensor.Index);
        Assert.Equal(computed.Order(), recorder.Tensors.Keys.Concat(streamed).Order());
        foreach ((int tensor, byte[] bytes) in recorder.Tensors)
            Assert.Equal(Sessions.Tensor(separate, tensor), bytes);
        Assert.Equal(Sessions.Outputs(separate), Sessions.Outputs(session));
    }

    private static bool HasPlace(ExecutionPlan plan, int tensor) => plan.Tensors[tensor].IsConstant
        || plan.Arena.Blocks.Any(block => block.Tensors.Any(placed => placed.Index == tensor));

    /// <summary>Bytes for all inputs of a model.</summary>
    public static byte[][] RandomInputs(TfliteModel model, uint seed)
    {
        var random = new Prng(seed);
        var inputs = new byte[model.Inputs.Count][];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new byte[model.Tensors[model.Inputs[i]].ByteCount];
            random.Fill(inputs[i].AsSpan());
        }

        return inputs;
    }

    private static byte[][] Reversed(byte[][] inputs) => [.. inputs.Select(input => input.Reverse().ToArray())];
}
