using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Planning;

/// <summary>
/// Exact bytes, known before running. A number that gets smaller is progress, one that gets larger a regression; both belong in the commit
/// that changes them. Behind it the lower bound: the most bytes that any step needs at once.
/// </summary>
public sealed class ArenaSizeTests
{
    private static readonly Dictionary<string, (int Arena, int LowerBound)> Sizes = new()
    {
        ["deeplabv3_mnv2_dm05_pascal_quant"] = (7_631_944, 7_631_901),
        ["mobilenet_v1_0.25_128_quant"] = (98_304, 98_304),
        ["mobilenet_v1_0.25_224_quant"] = (301_056, 301_056),
        ["mobilenet_v1_0.5_160_quant"] = (307_200, 307_200),
        ["mobilenet_v1_0.75_192_quant"] = (663_552, 663_552),
        ["mobilenet_v1_1.0_224_quant_embedding_extractor"] = (1_204_224, 1_204_224),
        ["mobilenet_v1_1.0_224_quant_head_layers"] = (2_025, 2_025),
        ["mobilenet_v2_1.0_224_quant"] = (1_505_280, 1_505_280),
        ["mobilenet_v3_small_1.0_224_uint8"] = (351_232, 351_232),
        ["synth_mobilenet_v1_0.25_128_int8"] = (98_304, 98_304),
        ["synth_mobilenet_v1_1.0_224_int8"] = (1_204_224, 1_204_224),
        ["tf2_mobilenet_v2_1.0_224_ptq"] = (1_505_280, 1_505_280),
        ["vww_96_int8"] = (55_296, 55_296),
    };

    [Fact]
    public void The_committed_model_needs_exactly_these_bytes()
    {
        ArenaLayout arena = TestPlans.Create(CommittedModel.Load()).Arena;
        Assert.Equal((98_304, 98_304), (arena.TotalBytes, arena.LowerBound));
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
