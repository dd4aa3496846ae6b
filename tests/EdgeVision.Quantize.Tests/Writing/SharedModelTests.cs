using System.Diagnostics;
using EdgeVision.Model;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Ladder;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Sources;
using EdgeVision.Quantize.Tests.Ladder;
using EdgeVision.Quantize.Writing;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Writing;

/// <summary>A real model on real photos, and full TensorFlow Lite where it was built.</summary>
public class SharedModelTests
{
    private static readonly string Peer = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "edgevision-peers", "tflite_run_amd64");

    [SharedFact]
    public void Real_model_stays_near_the_float_one_and_near_TensorFlow_Lite()
    {
        FloatGraph source = SourceLoader.Load(SharedMaterial.PathOf("models", "float", "mobilenet_v1_0.25_224.h5"), SourceOptions.None);
        QuantizableGraph graph = QuantizableGraph.Create(source);
        var program = new FloatProgram(graph.Float);
        var loader = new SampleLoader(source.Input, SourcePreprocessing.Of(graph.Float, null));
        string[] photos = Directory.GetFiles(SharedMaterial.PathOf("images", "imagenet"), "*.jpg");
        Array.Sort(photos, StringComparer.Ordinal);
        Sample[] samples = [.. Enumerable.Range(0, 18).Select(i => loader.Load(photos[i * 24]))];
        Sample[] calibration = samples[..12], others = samples[12..];
        CalibrationData data = CalibrationData.Collect(graph, program, calibration, _ => { });
        var climber = new Climber(graph, program, data, calibration, loader.Range, RangeMethod.MinMax, new Silence());
        foreach (Rung rung in (ReadOnlySpan<Rung>)[Rung.PerChannel, Rung.Equalize, Rung.Absorb, Rung.AdaptiveRounding])
            climber.Climb(rung);

        double logits = SignalToNoise.Measure(climber.Model, program, climber.Maps, others).First(value => value.Value == graph.Logits).Decibels;
        Assert.True(logits > 20, $"{logits} dB");
        if (File.Exists(Peer))
            AssertNearPeer(TfliteEmitter.Emit(climber.Model), others);
    }

    private static void AssertNearPeer(TfliteModel model, Sample[] samples)
    {
        string folder = Directory.CreateTempSubdirectory("quantize").FullName;
        File.WriteAllBytes(Path.Combine(folder, "m.tflite"), TfliteWriter.Write(model));
        using var session = new InferenceSession(ExecutionPlan.Create(model));
        int same = 0;
        foreach (Sample sample in samples)
        {
            File.WriteAllBytes(Path.Combine(folder, "in.raw"), Array.ConvertAll(sample.Quantized, x => (byte)x));
            using Process process = Process.Start(
                new ProcessStartInfo(Peer, [Path.Combine(folder, "m.tflite"), Path.Combine(folder, "in.raw"), Path.Combine(folder, "out")]) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            sbyte[] theirs = Array.ConvertAll(File.ReadAllBytes(Path.Combine(folder, "out.raw")), b => (sbyte)b);
            sample.Quantized.CopyTo(session.Input(0));
            session.Run();
            sbyte[] ours = session.Output(0).ToArray();
            same += Array.IndexOf(ours, ours.Max()) == Array.IndexOf(theirs, theirs.Max()) ? 1 : 0;
            Assert.All(ours.Zip(theirs), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 8)); // one step of a logit moves a probability near one half by several
        }

        Directory.Delete(folder, recursive: true);
        Assert.True(same >= samples.Length - 1, $"{same} of {samples.Length}");
    }
}
