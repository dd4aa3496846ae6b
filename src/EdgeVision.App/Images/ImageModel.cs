using System.Diagnostics;
using System.Runtime;
using EdgeVision.App.Models;
using EdgeVision.Imaging;
using EdgeVision.Runtime;

namespace EdgeVision.App.Images;

/// <summary>
/// A model that takes one picture, ready to run: what classify, embed, segment and eval have in common. It may be cut in two files, an
/// extractor that ends in features and a head that goes on from there, as models for on-device learning are published.
/// </summary>
internal sealed class ImageModel : IDisposable
{
    private readonly InferenceSession _first;
    private readonly InferenceSession? _head;
    private ImageToTensor? _converter;
    private (int Width, int Height) _converterSize;

    private ImageModel(ModelFolder folder, ExecutionPlan plan, ExecutionPlan? head, ModelPreprocessing preprocessing)
    {
        Folder = folder;
        Plan = plan;
        Preprocessing = preprocessing;
        PlannedTensor input = plan.Inputs[0];
        InputSpec = new InputTensorSpec
        {
            Height = input.Shape[1],
            Width = input.Shape[2],
            Channels = input.Shape[3],
            Scale = input.Quantization!.Value.Scale,
            ZeroPoint = input.Quantization.Value.ZeroPoint,
        };
        Normalization = preprocessing.Settings.NormalizationFor(InputSpec.Channels);
        _first = new InferenceSession(plan);
        _head = head is null ? null : new InferenceSession(head);
    }

    public ModelFolder Folder { get; }

    public ExecutionPlan Plan { get; }

    /// <summary>The session whose outputs are the result.</summary>
    public InferenceSession Last => _head ?? _first;

    /// <summary>The model or models, for people.</summary>
    public string Name => _head is null ? Plan.Model.Name : $"{Plan.Model.Name} + {_head.Plan.Model.Name}";

    /// <summary>Bytes of all arenas.</summary>
    public int ArenaBytes => Plan.Arena.TotalBytes + (_head?.Plan.Arena.TotalBytes ?? 0);

    /// <summary>What happens to a picture, and who says so.</summary>
    public ModelPreprocessing Preprocessing { get; }

    /// <summary>The input tensor, as a picture's.</summary>
    public InputTensorSpec InputSpec { get; }

    /// <summary>How pixels are normalized for it.</summary>
    public Normalization Normalization { get; }

    /// <summary>The input in the arena, to be written before each run.</summary>
    public Span<sbyte> Input => _first.Input(0);

    /// <summary>Opens a model whose only input is a picture, and a head that goes on from its output if there is one.</summary>
    public static ImageModel Open(string path, string? headPath, Preprocessing standard, string? preprocess, int threads)
    {
        ModelFolder folder = ModelFolder.Load(path);
        PlanOptions options = PlanOptions.Default with { Threads = threads };
        ExecutionPlan plan = ExecutionPlan.Create(folder.Model, options);
        if (plan.Inputs is not [{ Shape: [1, _, _, 1 or 3], Quantization: not null }])
            throw new BadInputException($"{folder.Model.Name}: its input is not one 8-bit picture [1, height, width, 1 or 3]; use 'edgevision invoke' for raw tensors");
        ExecutionPlan? head = headPath is null ? null : ExecutionPlan.Create(ModelFolder.Load(headPath).Model, options);
        if (head is not null)
            RequireFit(plan, head);
        return new ImageModel(folder, plan, head, ModelPreprocessing.For(plan, folder.Facts, standard, preprocess));
    }

    /// <summary>Decodes a file and writes it into the model's input.</summary>
    public RgbImage Load(string file)
    {
        RgbImage image = ImageFile.Load(file);
        SetInput(image);
        return image;
    }

    /// <summary>Runs the model, and the head on its output.</summary>
    public void Run()
    {
        _first.Run();
        if (_head is null)
            return;
        _first.Output(0).CopyTo(_head.Input(0));
        _head.Run();
    }

    /// <summary>Runs; the first time, the runtime may have to compile kernels, which is not part of the result.</summary>
    /// <returns>Milliseconds of the run.</returns>
    public double TimedRun()
    {
        TimeSpan compiling = JitInfo.GetCompilationTime(currentThread: true);
        long start = Stopwatch.GetTimestamp();
        Run();
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        return (taken - (JitInfo.GetCompilationTime(currentThread: true) - compiling)).TotalMilliseconds;
    }

    /// <summary>The hash of the first model's output on a seeded input; see <see cref="GoldenCheck"/>.</summary>
    public string GoldenHash(uint seed) => GoldenCheck.OutputHash(_first, seed);

    public void Dispose()
    {
        _first.Dispose();
        _head?.Dispose();
    }

    private static void RequireFit(ExecutionPlan first, ExecutionPlan head)
    {
        if (first.Outputs is not [{ Quantization: { } from } output] || head.Inputs is not [{ Quantization: { } to } input]
            || output.Elements != input.Elements || from != to)
        {
            throw new BadInputException($"{head.Model.Name}: its input is not what {first.Model.Name} puts out: number of values, scale and zero point must be equal");
        }
    }

    /// <summary>Writes a picture into the model's input.</summary>
    private void SetInput(RgbImage image)
    {
        if (_converter is null || _converterSize != (image.Width, image.Height))
        {
            CropRegion crop = Preprocessing.Settings.Region(image.Width, image.Height);
            _converter = ImageToTensor.Plan(image.Width, image.Height, crop, Preprocessing.Settings.Resize, Normalization, InputSpec);
            _converterSize = (image.Width, image.Height);
        }

        _converter.Run(image, Input);
    }
}
