using EdgeVision.App.Models;

namespace EdgeVision.App.Tests.Doctor;

public sealed class ModelTests : IDisposable
{
    private readonly FakeMachine _machine = FakeMachine.Of("raspberry-pi-zero-2w");
    private readonly TempFolder _files = new();

    public void Dispose()
    {
        _machine.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void The_shipped_model_is_verified_measured_and_timed()
    {
        DoctorAnswer answer = _machine.Examine("--model", Cli.SynthModel);

        answer.AssertOnly("model file note", "random weights");
        answer.AssertSays("model arithmetic ok", "scalar", "model.json");
        answer.AssertSays("model memory ok", "arena 48 KiB");
        answer.AssertSays("model time ok", "ms for one frame");
    }

    [Fact]
    public void A_model_without_a_golden_is_held_against_the_reference() =>
        _machine.Examine("--model", _files.Write("m.tflite", SmallModels.MeanColour(8, labels: ["a", "b", "c"]))).AssertSays("model arithmetic ok", "scalar reference");

    [Fact]
    public void A_golden_that_differs_is_a_problem()
    {
        File.Copy(Path.Combine(Cli.SynthModel, ModelFolder.ModelName), _files[ModelFolder.ModelName]);
        _files.Write(ModelFolder.FactsName, $$"""{ "golden": { "seed": 1, "output_sha256": "{{new string('0', 64)}}" } }""");

        DoctorAnswer answer = _machine.Examine("--model", _files.Root);

        answer.AssertOnly("model arithmetic problem", "wrong on scalar", "report it");
    }

    [Fact]
    public void A_damaged_or_missing_file_is_a_problem()
    {
        _machine.Examine("--model", _files.Write("bad.tflite", "no model")).AssertOnly("model file problem", "bad.tflite");
        _machine.Examine("--model", _files["missing.tflite"]).AssertOnly("model file problem", "no such file", "takes a .tflite file");
        File.Copy(Path.Combine(Cli.SynthModel, ModelFolder.ModelName), _files[ModelFolder.ModelName]);
        _files.Write(ModelFolder.FactsName, $$"""{ "sha256": "{{new string('0', 64)}}", "golden": { "seed": 1, "output_sha256": "00" } }""");
        _machine.Examine("--model", _files.Root).AssertOnly("model file problem", "sha256", "damaged");
    }

    [Theory]
    [InlineData(1200, "model memory problem", "only 1 MiB")]
    [InlineData(2000, "model memory warning", "more than half")]
    public void A_model_that_does_not_fit_is_seen(int kibibytes, string complaint, string word)
    {
        _machine.Tree.Write("/proc/self/cgroup", "0::/\n").Write("/sys/fs/cgroup/memory.max", $"{kibibytes - 200 << 10}\n");

        _machine.Examine("--model", Cli.SynthModel).AssertSays(complaint, word);
    }
}
