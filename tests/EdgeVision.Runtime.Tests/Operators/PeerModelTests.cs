using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Golden;
using EdgeVision.Runtime.Tests.Peers;
using EdgeVision.Runtime.Tests.Support;
using Xunit.Abstractions;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>A whole model that no golden covers, with operators that no other model has: HARD_SWISH and MUL.</summary>
public sealed class PeerModelTests(ITestOutputHelper output)
{
    private const string Model = "mobilenet_v3_small_1.0_224_uint8";

    /// <summary>Each operator by itself, on the tensors of our own run, so that a difference does not spread.</summary>
    [PeerSharedTheory]
    [InlineData("prng")]
    [InlineData("cat")]
    public void Each_operator_of_MobileNet_v3_equals_TensorFlow_Lite(string input)
    {
        using var session = new InferenceSession(TestPlans.Create(SharedModels.Load(Model), PlanOptions.KeepEveryTensor));
        session.SetInput(0, GoldenCase.Find("mobilenet_v2_1.0_224_quant", input).Input());
        session.Run();
        var differing = new SortedDictionary<string, int>();
        foreach (Operator op in session.Plan.Model.Operators)
        {
            (TfliteModel model, byte[] operand) = OneOperator.Extract(session, op);
            byte[] theirs = Assert.Single(TensorFlowLite.Run(model, operand)!), ours = Sessions.Tensor(session, op.Outputs[0]);
            Assert.Equal(ours.Length, theirs.Length);
            int[] distances = [.. ours.Zip(theirs).Select(pair => Math.Abs(pair.First - pair.Second))];
            int allowed = op.Code == BuiltinOperator.Conv2D ? LinearWeights.TiesUpward : 0;
            Assert.True(
                distances.Max() <= allowed,
                $"{op}: {distances.Count(d => d > 0)} of {distances.Length} values differ, by up to {distances.Max()}");
            differing[op.DisplayName] = differing.GetValueOrDefault(op.DisplayName) + distances.Count(d => d > 0);
        }

        output.WriteLine(string.Join(", ", differing.Select(pair => $"{pair.Key} {pair.Value}")));
    }

    /// <summary>Through all layers those steps of CONV_2D grow, to 12 where this was written; what a user sees stays the same.</summary>
    [PeerSharedTheory]
    [InlineData("prng")]
    [InlineData("cat")]
    public void MobileNet_v3_stays_near_TensorFlow_Lite(string input)
    {
        TfliteModel model = SharedModels.Load(Model);
        byte[] pixels = GoldenCase.Find("mobilenet_v2_1.0_224_quant", input).Input();
        byte[] ours = Assert.Single(Sessions.Run(TestPlans.Create(model), pixels)), theirs = Assert.Single(TensorFlowLite.Run(model, pixels)!);
        int[] distances = [.. ours.Zip(theirs).Select(pair => Math.Abs(pair.First - pair.Second))];
        output.WriteLine($"{distances.Count(d => d > 0)} of {distances.Length} scores differ, by up to {distances.Max()}");
        Assert.Equal(ours.Length, theirs.Length);
        Assert.InRange(distances.Max(), 0, 16);
        Assert.Equal(Array.IndexOf(theirs, theirs.Max()), Array.IndexOf(ours, ours.Max()));
    }
}
