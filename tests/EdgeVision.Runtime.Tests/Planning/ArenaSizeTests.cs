using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Planning;

/// <summary>
/// Exact bytes, known before running. A number that gets smaller is progress, one that gets larger a regression; both belong in the commit
/// that changes them. They do not depend on the instruction set. Behind each the lower bound: the most bytes that any step needs at once.
/// </summary>
public sealed class ArenaSizeTests
{
    private static readonly Dictionary<string, (int Arena, int LowerBound)> Sizes = new()
    {
        ["deeplabv3_mnv2_dm05_pascal_quant"] = (7_631_944, 7_631_901),
        ["mobilenet_v1_0.25_128_quant"] = (49_664, 49_664),
        ["mobilenet_v1_0.25_224_quant"] = (151_424, 151_424),
        ["mobilenet_v1_0.5_160_quant"] = (114_880, 111_360),
        ["mobilenet_v1_0.75_192_quant"] = (243_072, 237_312),
        ["mobilenet_v1_1.0_224_quant_embedding_extractor"] = (435_008, 426_496),
        ["mobilenet_v1_1.0_224_quant_head_layers"] = (2_025, 2_025),
        ["mobilenet_v2_1.0_224_quant"] = (449_792, 449_792),
        ["mobilenet_v3_small_1.0_224_uint8"] = (202_944, 202_048),
        ["synth_mobilenet_v1_0.25_128_int8"] = (49_664, 49_664),
        ["synth_mobilenet_v1_1.0_224_int8"] = (435_008, 426_496),
        ["tf2_mobilenet_v2_1.0_224_ptq"] = (449_792, 449_792),
        ["vww_96_int8"] = (28_032, 28_032),
    };

    [Fact]
    public void The_committed_models_need_exactly_these_bytes_on_every_cpu()
    {
        foreach (IsaPolicy isa in (IsaPolicy[])[IsaPolicy.Auto, IsaPolicy.UpTo(Isa.Scalar)])
        {
            PlanOptions options = PlanOptions.Default with { Isa = isa };
            ArenaLayout synth = TestPlans.Create(CommittedModel.Load(), options).Arena;
            Assert.Equal((49_664, 49_664), (synth.TotalBytes, synth.LowerBound));
            ArenaLayout person = TestPlans.Create(CommittedModel.LoadPersonDetector(), options).Arena;
            Assert.Equal((28_032, 28_032), (person.TotalBytes, person.LowerBound));
        }
    }

    [SharedFact]
    public void The_table_has_every_model() => Assert.Equal(SharedModels.Names().Except(SharedModels.WithCustomOperators), Sizes.Keys);

    [SharedTheory]
    [MemberData(nameof(SharedModels.Runnable), MemberType = typeof(SharedModels))]
    public void Each_model_needs_exactly_these_bytes(string name)
    {
        ArenaLayout arena = TestPlans.Create(SharedModels.Load(name)).Arena;
        Assert.Equal(Sizes[name], (arena.TotalBytes, (int)arena.LowerBound));
    }

    /// <summary>Without sharing the arena is the sum of all tensors, each rounded up to 64 bytes but the last.</summary>
    [Fact]
    public void Separate_tensors_need_the_sum_of_their_bytes()
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.Load(), PlanOptions.KeepEveryTensor);
        TfliteModel model = plan.Model;
        int[] computed = [.. model.Inputs, .. model.Operators.SelectMany(op => op.Outputs)];
        Assert.Equal(computed.Length, plan.Arena.Blocks.Count);
        int last = model.Operators[^1].Outputs[0];
        long sum = computed.Where(t => t != last).Sum(t => (model.Tensors[t].ByteCount + 63) / 64 * 64) + model.Tensors[last].ByteCount;
        Assert.Equal(sum, plan.Arena.TotalBytes);
    }
}
