using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using EdgeVision.Kernels;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public class CompileTests
{
    private static byte[] PrngInput()
    {
        var bytes = new byte[128 * 128 * 3];
        new Prng(77).Fill(bytes);
        return bytes;
    }

    [Fact]
    public void A_compiled_plan_computes_what_the_model_does()
    {
        using var folder = new TempFolder();
        string input = folder.Write("in.raw", PrngInput()), plan = folder["model.plan"];
        Cli compiled = Cli.Run("compile", Cli.SynthModel, "--isa", "scalar", "-o", plan);
        Assert.Equal(ExitCodes.Success, compiled.ExitCode);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"file {new FileInfo(plan).Length:N0} bytes"), compiled.Output, StringComparison.Ordinal);
        Assert.Contains("x depthwise_s8_scalar", compiled.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, Cli.Run("invoke", plan, "--input", input, "--output", folder["plan.raw"]).ExitCode);
        Assert.Equal(ExitCodes.Success, Cli.Run("invoke", Cli.SynthModel, "--input", input, "--output", folder["model.raw"]).ExitCode);
        Assert.Equal(File.ReadAllBytes(folder["model.raw"]), File.ReadAllBytes(folder["plan.raw"]));
        Assert.Equal(["in.raw", "model.plan", "model.raw", "plan.raw"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_tensor_can_be_kept()
    {
        using var folder = new TempFolder();
        Cli shared = Cli.Run("compile", Cli.SynthModel, "--isa", "neon", "-o", folder["a"]);
        Cli kept = Cli.Run("compile", Cli.SynthModel, "--isa", "neon", "--keep-every-tensor", "-o", folder["b"]);
        Assert.Contains("for neon: 28 steps", shared.Output, StringComparison.Ordinal);
        Assert.Contains("for neon: 31 steps", kept.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void This_machine_is_the_default()
    {
        using var folder = new TempFolder();
        Assert.Equal(ExitCodes.Success, Cli.Run("compile", Cli.SynthModel, "-o", folder["model.plan"]).ExitCode);
        Assert.Equal(IsaPolicy.FromEnvironment().Best, CompiledPlan.Load(folder["model.plan"]).Isa);
    }

    [Fact]
    public void Unknown_instruction_sets_are_refused()
    {
        Cli run = Cli.Run("compile", Cli.SynthModel, "--isa", "sse9", "-o", "never.plan");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--isa takes scalar, avx2, avx512, neon, neondot, not 'sse9'", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists("never.plan"));
    }

    [Fact]
    public void A_damaged_plan_is_bad_input()
    {
        using var folder = new TempFolder();
        Cli.Run("compile", Cli.SynthModel, "--isa", "scalar", "-o", folder["model.plan"]);
        byte[] file = File.ReadAllBytes(folder["model.plan"]);
        file[1000] ^= 4;
        Cli.Run("invoke", folder.Write("bad.plan", file), "--input", folder.Write("in.raw", PrngInput()), "--output", folder["out"])
            .AssertFails(ExitCodes.BadInput, "bad.plan", "damaged");
    }

    [Fact]
    public void A_plan_cannot_be_dumped()
    {
        using var folder = new TempFolder();
        Cli.Run("compile", Cli.SynthModel, "--isa", "scalar", "-o", folder["model.plan"]);
        Cli.Run("invoke", folder["model.plan"], "--input", folder.Write("in.raw", PrngInput()), "--output", folder["out"], "--dump", folder["dump"])
            .AssertFails(ExitCodes.Usage, "--dump");
    }

    [Fact]
    public void Sizes_of_a_plans_inputs_are_checked()
    {
        using var folder = new TempFolder();
        Cli.Run("compile", Cli.SynthModel, "--isa", "scalar", "-o", folder["model.plan"]);
        Cli.Run("invoke", folder["model.plan"], "--input", folder.Write("short.raw", new byte[7]), "--output", folder["out"])
            .AssertFails(ExitCodes.BadInput, "short.raw", "7 bytes", "49152 bytes");
    }

    [Fact]
    public void Verify_holds_a_plan_against_the_models_golden()
    {
        using var folder = new TempFolder();
        Cli.Run("compile", Cli.SynthModel, "--isa", "scalar", "-o", folder["model.plan"]);
        Cli run = Cli.Run("verify", Cli.SynthModel, "--plan", folder["model.plan"]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("  scalar plan ok  ", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The golden says on which input.</summary>
    [Fact]
    public void Verify_runs_the_plan_on_the_goldens_input()
    {
        using var folder = new TempFolder();
        folder.Write("model.tflite", SmallModels.MeanColour(4));
        folder.Write("model.json", """{ "golden": { "seed": 5, "output_sha256": "00" } }""");
        Assert.Equal(ExitCodes.Success, Cli.Run("verify", folder.Root, "--write").ExitCode);
        Cli.Run("compile", folder.Root, "-o", folder["model.plan"]);
        Assert.Contains(" plan ok  ", Cli.Run("verify", folder.Root, "--plan", folder["model.plan"]).Output, StringComparison.Ordinal);
    }

    /// <summary>With another weight, and a checksum that is right.</summary>
    [Fact]
    public void Verify_finds_a_plan_that_computes_something_else()
    {
        using var folder = new TempFolder();
        Cli.Run("compile", Cli.SynthModel, "--isa", "scalar", "-o", folder["model.plan"]);
        byte[] file = File.ReadAllBytes(folder["model.plan"]);
        const int Checksum = 12, FirstBlock = 64;
        file[BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(FirstBlock))] ^= 0x40;
        uint crc = uint.MaxValue;
        foreach (byte value in (byte[])[.. file[..Checksum], .. file[(Checksum + sizeof(uint))..]])
            crc = BitOperations.Crc32C(crc, value);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Checksum), ~crc);
        Cli run = Cli.Run("verify", Cli.SynthModel, "--plan", folder.Write("other.plan", file));
        Assert.Equal(ExitCodes.Device, run.ExitCode);
        Assert.Contains("scalar plan DIFFERS", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_another_model_is_refused()
    {
        using var folder = new TempFolder();
        string person = Repository.PathOf("weights-int8", "person_mobilenet_v1_0.25_96");
        Cli.Run("compile", person, "--isa", "scalar", "-o", folder["model.plan"]);
        Cli.Run("verify", Cli.SynthModel, "--plan", folder["model.plan"]).AssertFails(ExitCodes.BadInput, "compiled from another file");
        Cli.Run("verify", "--plan", folder["model.plan"]).AssertFails(ExitCodes.Usage, "--plan");
    }
}
