using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;
using EdgeVision.Runtime;

namespace EdgeVision.Quantize.Ladder;

/// <summary>
/// Goes through the int8 model operator by operator with all samples at once. Each linear layer is solved for what it really reads, the
/// bytes that the product's own kernels computed in the layers before, and then run to make what the next ones read.
/// </summary>
internal sealed class LayerWalk
{
    private readonly ReferencePixels _reference;
    private readonly IReadOnlyDictionary<string, ChannelMap> _maps;
    private readonly Dictionary<string, sbyte[][]> _values = [];
    private QuantizedModel _model;

    private LayerWalk(QuantizedModel model, ReferencePixels reference, IReadOnlyDictionary<string, ChannelMap> maps)
    {
        _model = model;
        _reference = reference;
        _maps = maps;
        _values[model.Graph.Float.Input.Name] = [.. reference.Samples.Select(sample => sample.Quantized)];
    }

    /// <summary>The model with every layer solved.</summary>
    public static QuantizedModel Solve(
        QuantizedModel model, LayerSolver solver, ReferencePixels reference, IReadOnlyDictionary<string, ChannelMap> maps,
        Action<int> progress)
    {
        var walk = new LayerWalk(model, reference, maps);
        for (int i = 0; i < model.Graph.Operations.Count; i++)
        {
            Operation operation = model.Graph.Operations[i];
            if (operation.Linear is { } layer)
            {
                QuantizedLayer nearest = QuantizedLayer.Nearest(layer, model.Activations[operation.Inputs[0]].Scale);
                walk._model = walk._model.With(layer.Node.Name, solver.Solve(layer, nearest, walk.ProblemOf(operation, layer)));
            }

            walk.Run(operation);
            walk.Forget(i);
            progress(i + 1);
        }

        return walk._model;
    }

    private LayerProblem ProblemOf(Operation operation, LinearLayer layer)
    {
        LayerPixels pixels = _reference[layer.Node.Name];
        ActivationQuantization quantization = _model.Activations[operation.Inputs[0]];
        sbyte[][] images = _values[operation.Inputs[0]];
        int rows = images.Length * pixels.PerSample;
        int[] input = _model.Graph.Shapes[operation.Inputs[0]], output = _model.Graph.Shapes[layer.Node.Name];
        int sets = layer.IsDepthwise ? layer.Channels : 1;
        var inputs = new float[(long)rows * layer.Taps * sets];
        Parallelism.ForEach(images.Length, i =>
        {
            var patch = new sbyte[layer.KernelHeight * layer.KernelWidth * input[^1]];
            for (int p = 0; p < pixels.PerSample; p++)
            {
                ReadPatch(layer, input, output, images[i], pixels.Pixel(i, p), (sbyte)quantization.ZeroPoint, patch);
                int row = (i * pixels.PerSample) + p;
                for (int set = 0; set < sets; set++)
                {
                    for (int tap = 0; tap < layer.Taps; tap++)
                    {
                        sbyte value = layer.IsDepthwise ? patch[(tap * input[^1]) + layer.InputChannelOf(set, tap, input[^1])] : patch[tap];
                        inputs[((((long)set * rows) + row) * layer.Taps) + tap] = quantization.ToReal(value);
                    }
                }
            }
        });
        return new LayerProblem(inputs, TargetsOf(operation, layer, pixels), rows);
    }

    private static void ReadPatch(LinearLayer layer, int[] input, int[] output, sbyte[] image, int pixel, sbyte zero, Span<sbyte> patch)
    {
        if (layer.Geometry is not { } geometry)
        {
            image.AsSpan(pixel * patch.Length, patch.Length).CopyTo(patch);
            return;
        }

        Patches.Copy(WindowOn.Of(geometry, layer.KernelHeight, layer.KernelWidth, input, output), image, pixel, zero, patch);
    }

    private float[] TargetsOf(Operation operation, LinearLayer layer, LayerPixels pixels)
    {
        if (!_maps.TryGetValue(operation.Output, out ChannelMap? map))
            return pixels.Outputs;
        var targets = new float[pixels.Outputs.Length];
        for (int i = 0; i < targets.Length; i++)
            targets[i] = map.Apply(i % layer.Channels, pixels.Outputs[i]);
        return targets;
    }

    private void Run(Operation operation)
    {
        ExecutionPlan plan = ExecutionPlan.Create(TfliteEmitter.Emit(_model, operation));
        string[] inputs = [.. operation.Inputs.Distinct()];
        var outputs = new sbyte[_reference.Samples.Count][];
        Parallelism.ForEach(outputs.Length, () => new InferenceSession(plan), (i, session) =>
        {
            for (int j = 0; j < inputs.Length; j++)
                _values[inputs[j]][i].CopyTo(session.Input(j));
            session.Run();
            outputs[i] = session.Output(0).ToArray();
        });
        _values[operation.Output] = outputs;
    }

    // Drops what no later operator reads.
    private void Forget(int operation)
    {
        foreach (string value in _values.Keys.ToArray())
        {
            if (!_model.Graph.Operations.Skip(operation + 1).Any(later => later.Inputs.Contains(value)))
                _values.Remove(value);
        }
    }
}
