using System.Formats.Tar;
using EdgeVision.Imaging;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Sources;
using EdgeVision.Runtime;
using EdgeVision.Testing;
using Xunit.Abstractions;

namespace EdgeVision.Quantize.Tests.Ladder;

/// <summary>
/// The same float weights, quantized by TensorFlow's own converter and by ours: the logits on pictures that neither saw, held against the
/// float model's.
/// </summary>
public sealed class VisualWakeWordsTests(ITestOutputHelper output) : IDisposable
{
    private const int CalibrationPictures = 60; // of each class
    private const string Pixels = "crop=1,mean=0,std=255";
    private static readonly string[] Classes = ["no_person", "person"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vww-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SharedFact]
    public void Ours_is_nearer_to_the_float_model_than_TensorFlows_and_not_less_accurate()
    {
        string source = SharedMaterial.PathOf("models", "float", "vww_96.h5"), ours = Path.Combine(_folder.FullName, "ours.tflite");
        string calibration = Path.Combine(_folder.FullName, "calibrate");
        Extract("train", calibration, CalibrationPictures);
        var error = new StringWriter();
        Assert.Equal(0, Program.Run([source, "--calibrate", calibration, "--recipe", "full", "--preprocess", Pixels, "--output", ours], TextWriter.Null, error));

        string pictures = Path.Combine(_folder.FullName, "measure");
        Extract("valid", pictures, VisualWakeWordsPictures);
        Result mine = Measure(source, ours, pictures), theirs = Measure(source, SharedMaterial.PathOf("models", "tflite", "vww_96_int8.tflite"), pictures);
        output.WriteLine($"{mine.Pictures} pictures; float {mine.FloatRight} right; ours {mine.Decibels:F1} dB, {mine.Right} right; TensorFlow's {theirs.Decibels:F1} dB, {theirs.Right} right");
        Assert.True(mine.Decibels > theirs.Decibels + 1, $"{mine.Decibels:F1} dB against {theirs.Decibels:F1} dB");
        Assert.True(mine.Right >= theirs.Right - (mine.Pictures / 200), $"{mine.Right} right against {theirs.Right}"); // half a point: chance
    }

    private static int VisualWakeWordsPictures =>
        int.TryParse(Environment.GetEnvironmentVariable("EDGEVISION_VWW_PICTURES"), out int all) ? all : 150;

    private sealed record Result(int Pictures, double Decibels, int Right, int FloatRight);

    private static Result Measure(string source, string file, string pictures)
    {
        QuantizableGraph folded = QuantizableGraph.Create(SourceLoader.Load(source, SourceOptions.None));
        Preprocessing preprocessing = SourcePreprocessing.Of(folded.Float, Pixels);
        FloatSession reference = new FloatProgram(folded.Float).CreateSession();
        var loader = new SampleLoader(folded.Float.Input, preprocessing);
        using var deployed = new InferenceSession(ExecutionPlan.Create(TfliteModel.Load(file), PlanOptions.KeepEveryTensor));
        PlannedTensor logits = deployed.Plan.Tensors[deployed.Plan.Model.Operators.Single(op => op.Code == BuiltinOperator.Softmax).Inputs[0]];
        double signal = 0, noise = 0;
        int count = 0, right = 0, floatRight = 0;
        foreach (string picture in Directory.GetFiles(pictures))
        {
            Sample sample = loader.Load(picture);
            sample.CopyTo(reference.Input);
            reference.Run();
            sample.Quantized.CopyTo(deployed.Input(0));
            deployed.Run();
            var stored = new byte[logits.ByteCount];
            deployed.CopyTensor(logits.Index, stored);
            var actual = new float[stored.Length];
            Dequantize.Prepare(logits.Quantization!.Value).Run(Array.ConvertAll(stored, b => (sbyte)b), actual);
            ReadOnlySpan<float> expected = reference[folded.Logits];
            for (int i = 0; i < actual.Length; i++)
                (signal, noise) = (signal + (expected[i] * expected[i]), noise + Math.Pow(expected[i] - actual[i], 2));
            int label = Path.GetFileName(picture).StartsWith("no_", StringComparison.Ordinal) ? 0 : 1;
            count++;
            right += (actual[1] > actual[0] ? 1 : 0) == label ? 1 : 0;
            floatRight += (expected[1] > expected[0] ? 1 : 0) == label ? 1 : 0;
        }

        return new Result(count, 10 * Math.Log10(signal / noise), right, floatRight);
    }

    /// <summary>The first pictures of each class, named after it.</summary>
    private static void Extract(string set, string folder, int ofEach)
    {
        Directory.CreateDirectory(folder);
        var taken = Classes.ToDictionary(name => name, _ => 0);
        using var reader = new TarReader(File.OpenRead(SharedMaterial.PathOf("images", $"person96-{set}.tar")));
        while (reader.GetNextEntry() is { } entry)
        {
            string[] parts = entry.Name.Split('/');
            if (entry.DataStream is not null && parts is [_, var name, var file] && taken.TryGetValue(name, out int n) && n < ofEach)
            {
                taken[name] = n + 1;
                entry.ExtractToFile(Path.Combine(folder, $"{name}_{file}"), overwrite: false);
            }
        }

        Assert.All(taken.Values, n => Assert.True(n > 0));
    }
}
