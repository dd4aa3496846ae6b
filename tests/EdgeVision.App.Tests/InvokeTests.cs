using System.Security.Cryptography;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public class InvokeTests
{
    private const string GoldenHash = "a94c126a119fdd769c1343cdef3d19c9997bfd6705161a4c4a525b8e54b82da8";

    private static byte[] PrngInput()
    {
        var bytes = new byte[128 * 128 * 3];
        new Prng().Fill(bytes);
        return bytes;
    }

    [Fact]
    public void Output_has_the_golden_hash()
    {
        using var folder = new TempFolder();
        Cli run = Cli.Run("invoke", Cli.SynthModel, "--input", folder.Write("in.raw", PrngInput()), "--output", folder["out.raw"]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(GoldenHash, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder["out.raw"]))));
    }

    [Fact]
    public void Dump_writes_every_tensor_under_its_name()
    {
        using var folder = new TempFolder();
        Cli.Run("invoke", Cli.SynthModel, "--input", folder.Write("in.raw", PrngInput()), "--output", folder["out.raw"], "--dump", folder["dump"]);
        string[] names = [.. Directory.GetFiles(folder["dump"]).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(32, names.Length);
        Assert.Equal(["op000_t000.raw", "op000_t003.raw", "op001_t006.raw"], names[..3]);
        Assert.Equal(GoldenHash, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder["dump"], "op030_t088.raw")))));
        Assert.Equal(PrngInput(), File.ReadAllBytes(Path.Combine(folder["dump"], "op000_t000.raw")));
    }

    [Fact]
    public void Several_inputs_and_outputs_are_numbered()
    {
        using var folder = new TempFolder();
        string model = folder.Write("two.tflite", SmallModels.TwoInputs());
        string a = folder.Write("a.raw", [1, 2, 255, 4]), b = folder.Write("b.raw", [5, 128, 7, 8]);
        Cli run = Cli.Run("invoke", model, "--input", a, "--input", b, "--output", folder["out"]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal([1, 2, 0, 4], File.ReadAllBytes(folder["out"]));
        Assert.Equal([5, 0, 7, 8], File.ReadAllBytes(folder["out.1"]));
    }

    [Fact]
    public void A_missing_input_is_a_usage_error()
    {
        using var folder = new TempFolder();
        Cli.Run("invoke", folder.Write("two.tflite", SmallModels.TwoInputs()), "--input", folder.Write("a.raw", [1, 2, 3, 4]), "--output", folder["out"])
            .AssertFails(ExitCodes.Usage, "2 inputs");
    }

    [Fact]
    public void An_input_of_the_wrong_size_is_named()
    {
        using var folder = new TempFolder();
        Cli.Run("invoke", Cli.SynthModel, "--input", folder.Write("short.raw", new byte[7]), "--output", folder["out"])
            .AssertFails(ExitCodes.BadInput, "short.raw", "7 bytes", "49152 bytes");
        Assert.False(File.Exists(folder["out"]));
    }
}
