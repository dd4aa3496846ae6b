using System.Diagnostics;
using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Peers;

/// <summary>The full TensorFlow Lite as a program that runs one model on one input, where a developer has built it.</summary>
internal static class TensorFlowLite
{
    private static readonly string Program =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "edgevision-peers", "tflite_run_amd64");

    public static string? SkipReason => File.Exists(Program) ? null : "TensorFlow Lite (tflite_run_amd64 in the folder of peers) is not built here";

    /// <summary>Its built-in kernels' outputs, or <see langword="null"/> when it refuses the model.</summary>
    public static byte[][]? Run(TfliteModel model, byte[] input)
    {
        string folder = Directory.CreateTempSubdirectory("edgevision-peer-").FullName;
        try
        {
            string file = Path.Combine(folder, "model.tflite"), inputFile = Path.Combine(folder, "input.raw"), output = Path.Combine(folder, "output");
            File.WriteAllBytes(file, TfliteWriter.Write(model));
            File.WriteAllBytes(inputFile, input);
            var start = new ProcessStartInfo(Program, [file, inputFile, output]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            errors.Wait();
            if (process.ExitCode != 0)
                return null;
            return model.Outputs.Count == 1
                ? [File.ReadAllBytes(output + ".raw")]
                : [.. Enumerable.Range(0, model.Outputs.Count).Select(i => File.ReadAllBytes($"{output}.{i}.raw"))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A theory that needs the peer; elsewhere it is reported as skipped.</summary>
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute() => Skip = TensorFlowLite.SkipReason;
}

/// <summary>A theory that needs the peer and the optional test material.</summary>
public sealed class PeerSharedTheoryAttribute : TheoryAttribute
{
    public PeerSharedTheoryAttribute() => Skip = TensorFlowLite.SkipReason ?? SharedMaterial.SkipReason;
}
