using EdgeVision.App.Benchmarking;
using EdgeVision.App.Models;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Tests.Benchmarking;

public class OutputCheckTests
{
    /// <summary>A plan has copied the weights; changing them afterwards makes it compute something else than its model says.</summary>
    [Fact]
    public void A_session_that_computes_something_else_than_the_reference_is_refused()
    {
        byte[] weights = [1, 2, 3, 4, 5, 6];
        TfliteModel model = Dense(weights);
        using var session = new InferenceSession(ExecutionPlan.Create(model));
        var folder = new ModelFolder("dense.tflite", model, new ModelFacts());
        Assert.Equal(64, new OutputCheck(folder).VerifiedHash(session).Length);

        weights[0] = 100;
        DeviceException failure = Assert.Throws<DeviceException>(() => new OutputCheck(folder).VerifiedHash(session));
        Assert.Contains("differs from the reference kernels'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_does_not_give_its_golden_is_not_timed()
    {
        using var folder = new TempFolder();
        string model = Path.Combine(Cli.SynthModel, ModelFolder.ModelName);
        File.Copy(model, folder[ModelFolder.ModelName]);
        var facts = ModelFacts.Load(Path.Combine(Cli.SynthModel, ModelFolder.FactsName));
        string wrong = new('0', 64);
        (facts with { Golden = facts.Golden! with { OutputSha256 = wrong } }).Save(folder[ModelFolder.FactsName]);
        Cli.Run("bench", folder[ModelFolder.ModelName], "--runs", "1").AssertFails(ExitCodes.Device, facts.Golden!.OutputSha256, wrong, "golden");
    }

    [Fact]
    public void A_file_that_is_not_the_goldens_is_a_bad_file_not_a_bad_machine()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder[ModelFolder.ModelName], SmallModels.MeanColour(4));
        File.Copy(Path.Combine(Cli.SynthModel, ModelFolder.FactsName), folder[ModelFolder.FactsName]);
        Cli.Run("bench", folder[ModelFolder.ModelName], "--runs", "1").AssertFails(ExitCodes.BadInput, "sha256");
    }

    private static TfliteModel Dense(byte[] weights)
    {
        var builder = new ModelBuilder("dense");
        int input = builder.AddInput("input", TensorType.Int8, [1, 3], TensorQuantization.PerTensor(0.5f, 0));
        int filter = builder.AddConstant("filter", TensorType.Int8, [2, 3], weights, TensorQuantization.PerTensor(0.01f, 0));
        int output = builder.AddTensor("output", TensorType.Int8, [1, 2], TensorQuantization.PerTensor(0.05f, 0));
        builder.AddOperator(BuiltinOperator.FullyConnected, [input, filter, -1], [output]);
        builder.MarkOutput(output);
        return builder.Build();
    }
}
