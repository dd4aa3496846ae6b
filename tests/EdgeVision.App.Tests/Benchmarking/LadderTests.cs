using EdgeVision.App.Models;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Benchmarking;

/// <summary>The models whose time is compared with their work.</summary>
public class LadderTests
{
    [Theory]
    [InlineData(1, 569)]
    [InlineData(0.75, 325)]
    [InlineData(0.5, 149)]
    [InlineData(0.25, 41)]
    public void Work_is_that_of_the_papers_table_6(double width, int millions) => Assert.Equal(millions, Math.Round(Macs(width, 224) / 1e6));

    [Fact]
    public void Work_grows_with_the_area()
    {
        // All but the classifier, which sees one pixel.
        const int Classifier = 256 * 1001;
        Assert.Equal(4 * (Macs(0.25, 96) - Classifier), Macs(0.25, 192) - Classifier);
    }

    [Fact]
    public void Activations_use_their_range()
    {
        var plan = ExecutionPlan.Create(MobileNetV1.Create(0.25, 96), PlanOptions.KeepEveryTensor);
        using var session = new InferenceSession(plan);
        GoldenCheck.FillInputs(session, GoldenCheck.DefaultSeed);
        session.Run();
        PlanStep[] convolutions = [.. plan.Steps.Where(step => step.Name.Contains("CONV_2D", StringComparison.Ordinal)).SkipLast(1)];
        Assert.Equal(27, convolutions.Length);
        foreach (PlanStep step in convolutions)
        {
            var bytes = new byte[step.Outputs[0].ByteCount];
            session.CopyTensor(step.Outputs[0].Index, bytes);
            double zeros = bytes.Count(b => (sbyte)b == -128) / (double)bytes.Length, full = bytes.Count(b => (sbyte)b == 127) / (double)bytes.Length;
            Assert.InRange(zeros, 0.25, 0.75);
            Assert.InRange(full, 0, 0.1);
        }
    }

    private static long Macs(double width, int size) => ExecutionPlan.Create(MobileNetV1.Create(width, size)).Macs;
}
