using System.Diagnostics;
using System.Runtime;
using EdgeVision.Imaging;
using EdgeVision.Kernels;
using EdgeVision.Runtime;

namespace EdgeVision.App.Images;

/// <summary>
/// A model that takes one picture, ready to run: what classify, embed, segment and eval have in common. It may be cut in two files, an
/// extractor that ends in features and a head that goes on from there, as models for on-device learning are published.
/// </summary>
internal sealed class ImageModel : IDisposable
{
    /// <summary>With MobileNetV1 1.0/224, AVX-512 gains a millisecond a picture and takes a dozen to compile; with small models less.</summary>
    private const int FewPictures = 8;

    private readonly LoadedModel _first;
    private readonly LoadedModel? _head;
    private ImageToTensor? _converter;
    private (int Width, int Height) _converterSize;

    private ImageModel(LoadedModel first, LoadedModel? head, ModelPreprocessing preprocessing)
    {
        (_first, _head, Preprocessing) = (first, head, preprocessing);
        LoadedTensor input = first.Inputs[0];
        InputSpec = new InputTensorSpec
        {
            Height = input.Shape[1],
            Width = input.Shape[2],
            Channels = input.Shape[3],
            Scale = input.Quantization!.Value.Scale,
            ZeroPoint = input.Quantization.Value.ZeroPoint,
        };
        Normalization = preprocessing.Settings.NormalizationFor(InputSpec.Channels);
    }

    /// <summary>The model that takes the picture.</summary>
    public LoadedModel First => _first;

    /// <summary>The model whose outputs are the result.</summary>
    public LoadedModel Last => _head ?? _first;

    /// <summary>The output that is the result: scores of classes, or features.</summary>
    /// <exception cref="BadInputException">The model has other outputs.</exception>
    public LoadedTensor Result => Last.Outputs is [{ Quantization: not null } output]
        ? output
        : throw new BadInputException($"{Name}: it has no single 8-bit output of scores or features; 'edgevision segment' takes models that give a class map, 'edgevision inspect' shows what this one gives");

    /// <summary>The model or models, for people.</summary>
    public string Name => _head is null ? _first.Name : $"{_first.Name} + {_head.Name}";

    /// <summary>Bytes of all arenas.</summary>
    public int ArenaBytes => _first.ArenaBytes + (_head?.ArenaBytes ?? 0);

    /// <summary>What happens to a picture, and who says so.</summary>
    public ModelPreprocessing Preprocessing { get; }

    /// <summary>The input tensor, as a picture's.</summary>
    public InputTensorSpec InputSpec { get; }

    /// <summary>How pixels are normalized for it.</summary>
    public Normalization Normalization { get; }

    /// <summary>The input in the arena, to be written before each run.</summary>
    public Span<sbyte> Input => _first.Input;

    /// <summary>How to plan for a process that ends after so many pictures.</summary>
    public static PlanOptions PlanFor(int pictures, int threads) => PlanOptions.Default with
    {
        Threads = threads,
        Isa = pictures <= FewPictures ? IsaPolicy.ForFewRuns() : IsaPolicy.FromEnvironment(),
    };

    /// <summary>Opens a model whose only input is a picture, and a head that goes on from its output if there is one; either may be a compiled plan.</summary>
    public static ImageModel Open(string path, string? headPath, Preprocessing standard, string? preprocess, PlanOptions options)
    {
        LoadedModel first = LoadedModel.Open(path, options);
        LoadedModel? head = null;
        try
        {
            if (first.Inputs is not [{ Shape: [1, _, _, 1 or 3], Quantization: not null }])
                throw new BadInputException($"{first.Name}: its input is not one 8-bit picture [1, height, width, 1 or 3]; use 'edgevision invoke' for raw tensors");
            head = headPath is null ? null : LoadedModel.Open(headPath, options);
            if (head is not null)
                RequireFit(first, head);
            return new ImageModel(first, head, ModelPreprocessing.For(first, standard, preprocess));
        }
        catch
        {
            first.Dispose();
            head?.Dispose();
            throw;
        }
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
        _first.Output.CopyTo(_head.Input);
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

    public void Dispose()
    {
        _first.Dispose();
        _head?.Dispose();
    }

    private static void RequireFit(LoadedModel first, LoadedModel head)
    {
        if (first.Outputs is not [{ Quantization: { } from } output] || head.Inputs is not [{ Quantization: { } to } input]
            || output.Elements != input.Elements || from != to)
        {
            throw new BadInputException($"{head.Name}: its input is not what {first.Name} puts out: number of values, scale and zero point must be equal");
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
