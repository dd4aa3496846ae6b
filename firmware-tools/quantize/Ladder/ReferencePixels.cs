using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Ladder;

/// <summary>
/// What the source's linear layers compute, before their activation, at a few pixels of each sample: the targets that bias correction and
/// adaptive rounding aim at. Whole images of all layers would not fit in memory, and neighbouring pixels say the same.
/// </summary>
internal sealed class ReferencePixels
{
    private const int PixelsPerSample = 64;
    private const long LargestTotal = 400L << 20;

    private readonly Dictionary<string, LayerPixels> _layers = [];

    private ReferencePixels(IReadOnlyList<Sample> samples) => Samples = samples;

    /// <summary>The samples that were used.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>The pixels of a layer, by the name of its node.</summary>
    public LayerPixels this[string node] => _layers[node];

    /// <summary>Runs the float model over the samples, or as many as fit in memory.</summary>
    public static ReferencePixels Collect(QuantizableGraph graph, FloatProgram program, IReadOnlyList<Sample> samples, Action<int> progress)
    {
        long perSample = 0, largestPair = 0;
        foreach (Operation operation in graph.Operations)
        {
            int[] shape = graph.Shapes[operation.Output];
            perSample += operation.Linear is null ? 0 : (long)shape[^1] * Math.Min(PixelsOf(shape), PixelsPerSample);
            largestPair = Math.Max(largestPair, ValueShapes.Count(shape));
        }

        long bytesPerSample = (perSample * sizeof(float)) + (largestPair * 2);
        int fitting = (int)Math.Clamp(LargestTotal / bytesPerSample, 1, samples.Count);
        var chosen = new Sample[fitting];
        for (int i = 0; i < fitting; i++)
            chosen[i] = samples[(int)((long)i * samples.Count / fitting)];

        var reference = new ReferencePixels(chosen);
        foreach (Operation operation in graph.Operations)
        {
            if (operation.Linear is { } layer)
            {
                reference._layers[layer.Node.Name] = new LayerPixels(layer.Channels, PixelsOf(graph.Shapes[layer.Node.Name]),
                    Math.Min(PixelsOf(graph.Shapes[layer.Node.Name]), PixelsPerSample), fitting);
            }
        }

        int done = 0;
        Parallelism.ForEach(fitting, program.CreateSession, (i, session) =>
        {
            chosen[i].CopyTo(session.Input);
            session.Run();
            foreach ((string node, LayerPixels pixels) in reference._layers)
                pixels.Take(i, session[node]);
            progress(Interlocked.Increment(ref done));
        });
        return reference;
    }

    private static int PixelsOf(int[] shape) => ValueShapes.Count(shape) / shape[^1];
}

/// <summary>Outputs of one layer at chosen pixels of each sample.</summary>
internal sealed class LayerPixels
{
    private readonly int _channels;
    private readonly int _pixels;

    public LayerPixels(int channels, int pixels, int perSample, int samples)
    {
        _channels = channels;
        _pixels = pixels;
        PerSample = perSample;
        Outputs = new float[(long)samples * perSample * channels];
    }

    /// <summary>Pixels taken of each sample.</summary>
    public int PerSample { get; }

    /// <summary>[sample, pixel, channel], in the source's unit.</summary>
    public float[] Outputs { get; }

    /// <summary>Position of a taken pixel: spread over the image, and shifted from sample to sample.</summary>
    public int Pixel(int sample, int index)
    {
        if (PerSample == _pixels)
            return index;
        uint hash = (uint)((sample * PerSample) + index) * 2654435761u;
        int stride = _pixels / PerSample;
        return (index * stride) + (int)((ulong)hash * (uint)stride >> 32);
    }

    /// <summary>Keeps the pixels of one sample.</summary>
    public void Take(int sample, ReadOnlySpan<float> value)
    {
        for (int i = 0; i < PerSample; i++)
        {
            value.Slice(Pixel(sample, i) * _channels, _channels)
                .CopyTo(Outputs.AsSpan(((sample * PerSample) + i) * _channels));
        }
    }
}
