using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Golden;

/// <summary>Whole models against TensorFlow Lite's reference kernels, tensor by tensor: a right output alone can hide a wrong rule.</summary>
public sealed class GoldenModelTests
{
    public static TheoryData<string, string, Isa> Cases()
    {
        var cases = new TheoryData<string, string, Isa>();
        foreach (GoldenCase golden in GoldenCase.All())
        {
            cases.Add(golden.Model, golden.InputName, IsaPolicy.Auto.Best);
            cases.Add(golden.Model, golden.InputName, Isa.Scalar);
        }

        return cases;
    }

    [SharedFact]
    public void All_cases_are_enumerated()
    {
        Assert.Equal(20, GoldenCase.All().Count());
        Assert.Equal(17, GoldenCase.All().Count(golden => golden.HasTensorHashes));
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Every_tensor_equals_the_reference(string model, string input, Isa isa)
    {
        var golden = GoldenCase.Find(model, input);
        using var session = new InferenceSession(
            TestPlans.Create(golden.Load(), PlanOptions.KeepEveryTensor with { Isa = IsaPolicy.UpTo(isa) }));
        session.SetInput(0, golden.Input());
        session.Run();
        Assert.Equal(golden.Outputs(), Sessions.Outputs(session));
        if (!golden.HasTensorHashes)
            return;
        Dictionary<int, string> expected = HashesOfAllTensors(golden, session.Plan.Model);
        foreach ((int tensor, string hash) in expected)
            Assert.True(hash == Sessions.Hash(session, tensor), $"tensor {tensor} '{session.Plan.Tensors[tensor].Name}' differs");
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Every_tensor_equals_the_reference_while_it_lives_in_the_shared_arena(string model, string input, Isa isa)
    {
        var golden = GoldenCase.Find(model, input);
        using var session = new InferenceSession(TestPlans.Create(golden.Load(), PlanOptions.Default with { Isa = IsaPolicy.UpTo(isa) }));
        session.SetInput(0, golden.Input());
        var recorder = new TensorRecorder(session);
        HashSet<int> written = [.. session.Plan.Steps.SelectMany(step => step.Outputs.Select(tensor => tensor.Index))];
        Dictionary<int, string> expected = golden.HasTensorHashes ? HashesOfAllTensors(golden, session.Plan.Model) : [];
        foreach (PlannedTensor streamed in session.Plan.Arena.Blocks.SelectMany(block => block.StripsOf))
            expected.Remove(streamed.Index);
        recorder.RecordInputs(expected.Keys.Where(tensor => !written.Contains(tensor)));
        session.Run(recorder);
        Assert.Equal(session.Plan.Steps.Count, recorder.Started);
        Assert.Equal(golden.Outputs(), Sessions.Outputs(session));
        foreach ((int tensor, string hash) in expected)
            Assert.True(hash == Sessions.Hash(recorder.Tensors[tensor]), $"tensor {tensor} '{session.Plan.Tensors[tensor].Name}' differs");
    }

    [Theory]
    [InlineData(Isa.Scalar)]
    [InlineData(null)]
    public void The_committed_model_equals_the_hash_of_its_card(Isa? isa)
    {
        IsaPolicy policy = isa is null ? IsaPolicy.Auto : IsaPolicy.UpTo(isa.Value);
        foreach (PlanOptions options in (PlanOptions[])[PlanOptions.Default, PlanOptions.KeepEveryTensor])
        {
            ExecutionPlan plan = TestPlans.Create(CommittedModel.Load(), options with { Isa = policy });
            byte[] scores = Assert.Single(Sessions.Run(plan, CommittedModel.GoldenInput()));
            Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(scores));
        }
    }

    /// <summary>An extractor and the head that was cut off it, run one after the other, classify a photo of an Egyptian cat.</summary>
    [SharedFact]
    public void Extractor_and_head_classify_together()
    {
        var golden = GoldenCase.Find("mobilenet_v1_1.0_224_quant_embedding_extractor", "cat");
        byte[] embedding = Assert.Single(Sessions.Run(TestPlans.Create(golden.Load()), golden.Input()));
        var head = TfliteModel.Load(SharedMaterial.PathOf("models", "tflite", "mobilenet_v1_1.0_224_quant_head_layers.tflite"));
        using var session = new InferenceSession(TestPlans.Create(head));
        session.SetInput(0, embedding);
        session.Run();
        string[] labels = File.ReadAllLines(SharedMaterial.PathOf("models", "labels", "imagenet_labels.txt"));
        int[] best = new int[3];
        Assert.Equal(3, TopK.Find(session.Output(0), best));
        Assert.Equal(["Egyptian cat", "tabby, tabby cat", "tiger cat"], best.Select(i => labels[i]).Order(StringComparer.Ordinal));
    }

    /// <summary>The hashes, after checking that they are those of the input and of every operator's result.</summary>
    private static Dictionary<int, string> HashesOfAllTensors(GoldenCase golden, TfliteModel model)
    {
        Dictionary<int, string> hashes = golden.TensorHashes();
        Assert.Equal(model.Inputs.Concat(model.Operators.SelectMany(op => op.Outputs)).Order(), hashes.Keys.Order());
        Assert.True(hashes.Count > model.Operators.Count);
        return hashes;
    }
}
