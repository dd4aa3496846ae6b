using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Peers;
using EdgeVision.Runtime.Tests.Support;
using Xunit.Abstractions;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>
/// Files of one operator, many of which no golden model contains: against the operator's definition in real numbers, and against the full
/// TensorFlow Lite where it is built.
/// </summary>
public sealed class OperatorTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, OperatorCase> Cases = ((IEnumerable<OperatorCase>)[
        .. ActivationCases.All(), .. ConversionCases.All(), .. ElementwiseCases.All(), .. ConvolutionCases.All(),
        .. FullyConnectedCases.All(), .. PoolingCases.All(), .. LayoutCases.All(), .. ResizeCases.All(),
    ]).ToDictionary(c => c.Name);

    /// <summary>Every case, for tests with other questions.</summary>
    internal static IEnumerable<OperatorCase> AllCases => Cases.Values;

    public static TheoryData<string> Names() => [.. Cases.Keys];

    public static TheoryData<string> NamesForThePeer() => [.. Cases.Values.Where(c => c.ComparesWithPeer).Select(c => c.Name)];

    [Fact]
    public void Every_supported_operator_has_a_case() => Assert.Equal(
        OperatorRegistry.Supported.Order(),
        Cases.Values.Select(c => c.Model.Operators[0].Code).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Results_are_those_of_the_definition(string name)
    {
        OperatorCase one = Cases[name];
        foreach (IsaPolicy isa in (IsaPolicy[])[IsaPolicy.Auto, IsaPolicy.UpTo(Isa.Scalar)])
        {
            double[] actual = Run(one, isa);
            double[] expected = one.Limited(OutputOf(one));
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(actual[i] - expected[i]) <= one.Within, $"element {i} is {actual[i]}, should be {expected[i]}");
        }
    }

    /// <summary>A file of the model that is written and read again gives the same: the peer gets such a file.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_written_file_computes_the_same(string name)
    {
        OperatorCase one = Cases[name];
        var read = TfliteModel.Parse(TfliteWriter.Write(one.Model), "case.tflite");
        Assert.Equal(Sessions.Run(TestPlans.Create(one.Model), one.Input), Sessions.Run(TestPlans.Create(read), one.Input));
    }

    [PeerTheory]
    [MemberData(nameof(NamesForThePeer))]
    public void TensorFlow_Lite_computes_the_same(string name)
    {
        OperatorCase one = Cases[name];
        byte[][]? peer = TensorFlowLite.Run(one.Model, one.Input);
        Assert.True(peer is not null, "TensorFlow Lite refuses the model");
        double[] ours = Run(one, IsaPolicy.Auto), theirs = OperatorCase.Decode(OutputOf(one), Assert.Single(peer));
        double farthest = ours.Zip(theirs).Max(pair => Math.Abs(pair.First - pair.Second));
        int different = ours.Zip(theirs).Count(pair => pair.First != pair.Second);
        output.WriteLine($"{different} of {ours.Length} values differ, by up to {farthest}");
        Assert.True(
            farthest <= one.PeerWithin,
            $"{different} of {ours.Length} values differ, by up to {farthest}; at most {one.PeerWithin} was expected");
    }

    private static Tensor OutputOf(OperatorCase one) => one.Model.Tensors[Assert.Single(one.Model.Outputs)];

    private static double[] Run(OperatorCase one, IsaPolicy isa) =>
        OperatorCase.Decode(
            OutputOf(one), Assert.Single(Sessions.Run(TestPlans.Create(one.Model, PlanOptions.Default with { Isa = isa }), one.Input)));
}
